package import Base
import Foundation
package import Safeguard

/// What somebody asked the search of the help centre, in the form in which it is counted.
///
/// Anything that may lead to a person is no question that is kept: somebody's address, number, transaction or secret.
package struct AskedQuestion: Sendable, Hashable {
    let text: String
    let locale: LocaleCode

    /// Of the text, in characters.
    static let length = 2...100
    /// An order or a telephone has more of them, an error code or a FIX tag has not.
    private static let mostDigits = 7
    /// Of letters and digits without anything between: an address of a coin or a hash is longer.
    private static let longestWord = 24

    /// Puts a question into its form: of one width and case, one space between words.
    ///
    /// Nil for what is not kept.
    package init?(_ text: String, in locale: LocaleCode, gate: SecretsGate) {
        let plain = Self.form(of: text)
        guard Self.length.contains(plain.count), !plain.contains("@"), !plain.contains("://"),
            plain.count(where: \.isNumber) <= Self.mostDigits,
            plain.unicodeScalars.allSatisfy({ !Self.unseen.contains($0.properties.generalCategory) }),
            !plain.split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber) })
                .contains(where: { $0.count > Self.longestWord }),
            gate.mask(text).kinds.isEmpty
        else { return nil }
        self.text = plain
        self.locale = locale
    }

    /// A question of one width and case, with one space between words.
    static func form(of text: String) -> String {
        let folded = text.precomposedStringWithCompatibilityMapping.lowercased()
        let words = folded.split { $0.isWhitespace || $0.isNewline }
        return words.joined(separator: " ").trimmingCharacters(in: .punctuationCharacters)
    }

    private static let unseen: Set<Unicode.GeneralCategory> = [
        .control, .format, .privateUse, .surrogate, .unassigned,
    ]
}

/// How often something happened to a question.
package struct QuestionCounts: Sendable, Equatable {
    var asked: Int
    /// Nothing that fits was found.
    var foundNothing: Int
    /// Something that was found was opened.
    var opened: Int
    /// What tells who asked from others; no more than ``ContentGaps/leastReaders``.
    var readers: Set<String>
    /// The articles that were opened, with the sum of ``ClickModel/weight(at:)``.
    var clicks: [Slug: Int]
    /// What was asked on its results, and by whom.
    var followed: [AskedQuestion: Set<String>]

    package init(
        asked: Int = 0,
        foundNothing: Int = 0,
        opened: Int = 0,
        readers: Set<String> = [],
        clicks: [Slug: Int] = [:],
        followed: [AskedQuestion: Set<String>] = [:]
    ) {
        self.asked = asked
        self.foundNothing = foundNothing
        self.opened = opened
        self.readers = readers
        self.clicks = clicks
        self.followed = followed
    }

    static func + (one: Self, other: Self) -> Self {
        Self(
            asked: one.asked + other.asked,
            foundNothing: one.foundNothing + other.foundNothing,
            opened: one.opened + other.opened,
            readers: Set(one.readers.union(other.readers).sorted().prefix(ContentGaps.leastReaders)),
            clicks: one.clicks.merging(other.clicks, uniquingKeysWith: +),
            followed: one.followed.merging(other.followed) { $0.union($1) }
        )
    }
}
