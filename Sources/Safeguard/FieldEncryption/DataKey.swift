import Base
import Crypto
import Foundation

/// Which field of which row something was sealed for: moved to another one it does not open.
package struct FieldName: Sendable, Hashable {
    let bytes: [UInt8]

    /// A field of a row.
    ///
    /// - `field`: Table and column, such as `message.body`; it must stay the same as long as there are rows.
    /// - `row`: What tells the row from others of the same owner; nothing where there is one.
    package init(_ field: StaticString, row: [UInt8] = []) {
        self.bytes = Array("\(field)".utf8) + [0] + row
    }

    /// A field of a numbered row.
    package init(_ field: StaticString, row: Int) {
        self.init(field, row: Array("\(row)".utf8))
    }
}

/// The key of one owner's fields, such as a conversation's: 256 bits.
///
/// Without it nothing of them can be read, so that destroying it erases them wherever they were copied.
package struct DataKey: Sendable, CustomStringConvertible, CustomReflectable {
    let key: SymmetricKey

    /// A new key from the system's random source.
    package init() {
        self.key = SymmetricKey(size: .bits256)
    }

    init(bytes: [UInt8]) {
        self.key = SymmetricKey(data: bytes)
    }

    var bytes: [UInt8] {
        unsafe key.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }

    /// Seals a value: AES-256-GCM (NIST SP 800-38D) with a random nonce, 29 bytes longer than the value.
    ///
    /// A key seals 2^32 values at most, far more than one owner has.
    package func seal(_ value: [UInt8], as field: FieldName) throws(EncryptionError) -> [UInt8] {
        try SealedBytes.seal(value, under: key, with: field.bytes)
    }

    package func seal(_ text: String, as field: FieldName) throws(EncryptionError) -> [UInt8] {
        try seal(Array(text.utf8), as: field)
    }

    /// Opens what was sealed for the same field.
    ///
    /// - Throws: ``EncryptionError/unreadable`` when it was changed, cut off or moved.
    package func open(_ sealed: [UInt8], as field: FieldName) throws(EncryptionError) -> [UInt8] {
        try SealedBytes.open(sealed, under: key, with: field.bytes)
    }

    /// Opens a text that was sealed for the same field.
    package func openText(_ sealed: [UInt8], as field: FieldName) throws(EncryptionError) -> String {
        String(decoding: try open(sealed, as: field), as: UTF8.self)
    }

    /// A keyed hash of a text (HMAC-SHA256 under a key of its own, derived by HKDF): an equal one is found again by it,
    /// and who has the database without the key cannot try what it may be.
    ///
    /// - `field`: Table and column; the same text in another one has another hash.
    package func fingerprint(_ text: String, as field: FieldName) -> [UInt8] {
        let own = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Data("fingerprint".utf8 + [0] + field.bytes),
            outputByteCount: 32
        )
        return Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: own))
    }

    package var description: String { "‹data key›" }

    // `dump` would show the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The form of everything that is sealed: a version, the nonce (12 bytes), the secret, the tag (16 bytes).
enum SealedBytes {
    /// AES-256-GCM; another form gets another number.
    private static let version: UInt8 = 1
    static let overhead = 29

    static func seal(
        _ value: [UInt8],
        under key: SymmetricKey,
        with context: [UInt8]
    ) throws(EncryptionError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(value, using: key, authenticating: [version] + context)
            return [version] + (box.combined ?? Data())
        } catch {
            throw EncryptionError.unreadable
        }
    }

    static func open(
        _ sealed: [UInt8],
        under key: SymmetricKey,
        with context: [UInt8]
    ) throws(EncryptionError) -> [UInt8] {
        guard sealed.count >= overhead, sealed.first == version else { throw EncryptionError.unreadable }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return Array(try AES.GCM.open(box, using: key, authenticating: [version] + context))
        } catch {
            throw EncryptionError.unreadable
        }
    }
}
