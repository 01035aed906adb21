package import Base
import Foundation

/// A tier that the exchange gives its customers, such as `vip1`, as things are limited to it.
///
/// The exchange signs it as it likes; here case and white space around it do not count, and nothing else is alike.
package struct Tier: Sendable, Hashable, Codable, RawRepresentable, Comparable, CustomStringConvertible {
    /// In characters; less than what is kept of the exchange's text, so that what was cut off there equals nothing here.
    package static let longest = 32
    /// What lists of them are written with between.
    package static let separators: Set<Character> = [",", "，", "、", ";", "；"]

    /// In lower case.
    package let rawValue: String

    /// - Parameter rawValue: 1...``longest`` characters on one line, without a separator of lists.
    package init?(rawValue: String) {
        guard rawValue.count <= Self.longest, !rawValue.contains(where: Self.separators.contains),
            !rawValue.contains(where: \.isNewline)
        else { return nil }
        let name = rawValue.precomposedStringWithCanonicalMapping.lowercased().trimmed
        guard !name.isEmpty else { return nil }
        self.rawValue = name
    }

    package var description: String { rawValue }

    package static func < (one: Tier, other: Tier) -> Bool { one.rawValue < other.rawValue }
}

extension Customer.Profile {
    /// The attribute that says where somebody lives.
    package static let regionAttribute = "region"

    /// Where the exchange says that they live: its attribute `region`, ISO 3166-1 alpha-2.
    ///
    /// Only what is signed counts; a browser's language and an address on the network say nothing of it.
    package var region: Region? {
        attributes[Self.regionAttribute].flatMap { Region($0.trimmed) }
    }
}
