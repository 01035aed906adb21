import Crypto
import Foundation

/// A secret that proves a session: 32 random bytes.
///
/// Only its hash is kept, so a stolen database opens no session.
package struct OpaqueToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// The token as its owner holds it: a prefix that says what it is for, and base 64 for URLs.
    package let text: String

    /// A new token.
    ///
    /// - Parameter prefix: Such as `sbc_`; secret scanners find leaked tokens by it.
    package init(prefix: String) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let encoded = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        self.text = prefix + encoded
    }

    /// What is stored.
    package var digest: [UInt8] { Self.digest(of: text) }

    /// SHA-256 of a token's text; enough for 256 random bits, unlike for a password.
    package static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(text.utf8)))
    }

    package var description: String { "‹token›" }

    // `dump` would show the text.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
