import Safeguard
import Storage

/// A conversation's number as people read it out: no letter or digit that sounds or looks like another, and a check
/// character, so that one wrong letter is noticed.
package struct Reference: Sendable, Hashable, Codable, RawRepresentable, SQLConvertible,
    CustomStringConvertible
{
    package let rawValue: String

    /// Reads a reference as somebody typed it: lower case, spaces and missing hyphens are forgiven.
    package init?(rawValue: String) {
        guard let code = ReadableCode(rawValue) else { return nil }
        self.rawValue = code.description
    }

    /// A new one.
    package static func random() -> Reference {
        var generator = SystemRandomNumberGenerator()
        return Reference(code: ReadableCode.random(using: &generator))
    }

    private init(code: ReadableCode) {
        self.rawValue = code.description
    }

    package var description: String { rawValue }
}
