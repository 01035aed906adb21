import Crypto
import Foundation

/// A code that stands in for a lost authenticator once: sixteen characters such as `K7M4-P2QX-9ABC-D3EF`.
///
/// 31^16 are possible, 79 bits: a salted hash suffices (OWASP ASVS 4.0, 2.6.2).
package struct RecoveryCode: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// How many somebody has.
    package static let count = 10
    private static let length = 16
    /// Without 0, O, 1, I and L.
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")

    private let letters: String

    /// A new one from the system's random source.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.letters = String(
            (0..<Self.length).map { _ in
                Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
            }
        )
    }

    /// Reads a code as somebody typed it: lower case, spaces and hyphens are forgiven; nil when it is not one.
    package init?(_ typed: String) {
        guard typed.utf8.count <= 80 else { return nil }
        let letters = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        guard letters.count == Self.length, letters.allSatisfy(Self.alphabet.contains) else { return nil }
        self.letters = letters
    }

    /// The code as its owner keeps it.
    package var text: String {
        stride(from: 0, to: Self.length, by: 4)
            .map { String(letters.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }

    /// What is stored: SHA-256 over the salt and the code.
    package func digest(salt: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Data(salt) + Data(letters.utf8)))
    }

    /// What makes one owner's digests differ from another's: 16 random bytes.
    package static func newSalt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    package var description: String { "‹recovery code›" }

    // `dump` would show the code.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
