package import Base
import Crypto
import Foundation

/// What is wrong with keys, or with what they are to open.
package enum EncryptionError: Error, Hashable, CustomStringConvertible {
    /// A line of a key file that is no key; from 1.
    case notAKey(line: Int)
    /// There is no key in it.
    case noKeys
    /// It is protected by a key that is not at hand; its ``KeyEncryptionKey/id``.
    case unknownKey(String)
    /// It was changed, cut off, or belongs somewhere else.
    case unreadable

    package var description: String {
        switch self {
        case .notAKey(let line):
            "line \(line) is not a key: 32 bytes in base 64, such as `openssl rand -base64 32` prints"
        case .noKeys: "there is no key: 32 bytes in base 64, such as `openssl rand -base64 32` prints"
        case .unknownKey(let id): "it is protected by key \(id), which is not among the keys given"
        case .unreadable: "it was changed, or is not what it is taken for"
        }
    }
}

/// The keys that protect the data keys: one for what is new, and others that open what is older.
package struct KeyRing: Sendable, Equatable {
    /// Protects what is new.
    package let current: KeyEncryptionKey
    private let older: [KeyEncryptionKey]

    package init(_ current: KeyEncryptionKey, older: [KeyEncryptionKey] = []) {
        self.current = current
        self.older = older
    }

    /// Reads keys, one a line, the current one first; empty lines and what follows `#` say nothing.
    ///
    /// - Throws: ``EncryptionError``.
    package init(text: String) throws(EncryptionError) {
        var keys: [KeyEncryptionKey] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
            guard !content.isEmpty else { continue }
            guard let key = KeyEncryptionKey(text: content) else {
                throw EncryptionError.notAKey(line: number + 1)
            }
            keys.append(key)
        }
        guard let first = keys.first else { throw EncryptionError.noKeys }
        self.init(first, older: Array(keys.dropFirst()))
    }

    /// All of them, the current one first.
    package var keys: [KeyEncryptionKey] { [current] + older }

    /// The same keys with a new current one.
    package func adding(_ key: KeyEncryptionKey) -> KeyRing {
        KeyRing(key, older: keys)
    }

    /// What a key file holds.
    package var text: Redacted<String> {
        Redacted(keys.map { $0.text.exposed + "\n" }.joined())
    }

    // MARK: Data keys

    /// Protects a data key under the current key (AES-256-GCM, NIST SP 800-38D).
    ///
    /// - `owner`: What it belongs to: for another owner it does not open.
    package func wrap(_ dataKey: DataKey, for owner: [UInt8]) throws(EncryptionError) -> WrappedKey {
        WrappedKey(
            keyID: current.id,
            bytes: try SealedBytes.seal(
                dataKey.bytes,
                under: current.key,
                with: Self.context(current.id, owner)
            )
        )
    }

    /// Opens a protected data key.
    ///
    /// - Throws: ``EncryptionError/unknownKey(_:)``, ``EncryptionError/unreadable``.
    package func unwrap(_ wrapped: WrappedKey, for owner: [UInt8]) throws(EncryptionError) -> DataKey {
        guard let key = keys.first(where: { $0.id == wrapped.keyID }) else {
            throw EncryptionError.unknownKey(wrapped.keyID)
        }
        return DataKey(
            bytes: try SealedBytes.open(wrapped.bytes, under: key.key, with: Self.context(key.id, owner))
        )
    }

    private static func context(_ keyID: String, _ owner: [UInt8]) -> [UInt8] {
        Array("data key".utf8) + [0] + Array(keyID.utf8) + [0] + owner
    }
}

/// A data key as the database keeps it: under a key that the database does not have.
package struct WrappedKey: Sendable, Hashable {
    /// ``KeyEncryptionKey/id`` of the key that protects it.
    package let keyID: String
    /// 61 of them.
    package let bytes: [UInt8]

    package init(keyID: String, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }
}
