package import Base
import Crypto
import Foundation

/// A key that protects other keys, 256 bits: it comes from outside the database and never enters it.
package struct KeyEncryptionKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// How many bytes it has.
    package static let length = 32

    /// What tells it from others: the first 8 bytes of its SHA-256 in hexadecimal, which say nothing about it.
    package let id: String
    let key: SymmetricKey

    /// A new key from the system's random source.
    package init() {
        self.init(key: SymmetricKey(size: .bits256))
    }

    /// Reads what ``text`` gives; nil for anything but 32 bytes in base 64.
    package init?(text: some StringProtocol) {
        guard let bytes = Data(base64Encoded: String(text)), bytes.count == Self.length else { return nil }
        self.init(key: SymmetricKey(data: bytes))
    }

    private init(key: SymmetricKey) {
        self.key = key
        self.id = SHA256.hash(data: Self.bytes(of: key)).prefix(8).hexadecimal
    }

    /// The key in base 64, as a key file holds it.
    package var text: Redacted<String> { Redacted(Self.bytes(of: key).base64EncodedString()) }

    private static func bytes(of key: SymmetricKey) -> Data {
        unsafe key.withUnsafeBytes { bytes in unsafe Data(bytes) }
    }

    package var description: String { "key \(id)" }

    // `dump` would show the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
