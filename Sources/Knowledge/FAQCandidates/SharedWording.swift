import Base
import Foundation
import Safeguard

/// The words in which a question that many asked may be shown to somebody who may read none of their conversations.
///
/// A wording is what one of them wrote, a sentence or a part of one, as long as each of its units was used by
/// ``ContentGaps/leastReaders`` different people who asked the same: then it is nobody's.
struct SharedWording: Sendable {
    /// In characters: a keyword of an article is no longer.
    static let length = 3...80
    /// One word says hardly what is asked.
    private static let leastUnits = 2

    /// What at least so many people used.
    private let shared: Set<String>
    private let gate: SecretsGate

    /// - `used`: What each person used of words, in whatever they asked of this.
    init(used: [Int: Set<String>], gate: SecretsGate) {
        var counts: [String: Int] = [:]
        for units in used.values {
            for unit in units { counts[unit, default: 0] += 1 }
        }
        self.shared = Set(counts.filter { $0.value >= ContentGaps.leastReaders }.keys)
        self.gate = gate
    }

    /// What of a text may be shown: the whole, its sentences and their parts, as far as each may.
    func wordings(of text: String, in locale: LocaleCode) -> [String] {
        var seen: Set<String> = []
        return Self.parts(of: text).map(Self.plain).filter { part in
            seen.insert(part).inserted && mayBeShown(part, in: locale)
        }
    }

    private func mayBeShown(_ part: String, in locale: LocaleCode) -> Bool {
        guard Self.length.contains(part.count) else { return false }
        let words = QuestionWords(part)
        return words.units.count >= Self.leastUnits && !words.holdsNumbers
            && words.units.allSatisfy(shared.contains)
            && ContactMask.kind(of: part) == nil
            && AskedQuestion(part, in: locale, gate: gate) != nil
    }

    // MARK: - Parts

    private static let ends: Set<Character> = ["。", "！", "？", "!", "?", "；", ";", "…", "．"]
    private static let pauses: Set<Character> = [",", "，", "、", ":", "：", "~", "～"]
    /// What may stand between words.
    private static let between: Set<Character> = ["'", "’", "-", "–", "/", "&", ",", "，", "、"]

    /// The text in one line, its sentences, and what stands between pauses; without those that an address stands in.
    static func parts(of text: String) -> [String] {
        let words = text.split { $0.isWhitespace && !$0.isNewline }
        let lines = words.map { isAddress($0) ? "@" : String($0) }.joined(separator: " ")
            .split(whereSeparator: \.isNewline)
        let sentences = lines.flatMap { line in
            line.split(whereSeparator: ends.contains).flatMap { $0.components(separatedBy: ". ") }
        }
        let clauses = sentences.flatMap { $0.split(whereSeparator: pauses.contains).map(String.init) }
        return ([lines.joined(separator: " ")] + sentences + clauses).filter { !$0.contains("@") }
    }

    private static func isAddress(_ word: Substring) -> Bool {
        word.contains("@") || word.contains("://") || word.lowercased().contains("www.")
    }

    /// A part as it is shown: letters, spaces and what may stand between them.
    static func plain(_ part: String) -> String {
        let kept = part.precomposedStringWithCompatibilityMapping.map { character in
            character.isLetter || character.isNumber || between.contains(character) ? character : " "
        }
        let words = String(kept).split(separator: " ").joined(separator: " ")
        return words.trimmingCharacters(in: .punctuationCharacters.union(.whitespaces))
    }
}
