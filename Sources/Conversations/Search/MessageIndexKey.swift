import Crypto
import Safeguard
import Storage
import Synchronization

/// The key under which words are hashed: made once an installation and kept sealed in a row, where every node finds it
/// and every backup holds it.
///
/// docs/decisions/0005-hashed-words.md says why it is there and what it is worth.
final class MessageIndexKey: Sendable {
    private static let field = FieldName("message_index_key.secret")
    private static let length = 32

    private let database: any Database
    private let known = Mutex<MessageTokens?>(nil)

    init(_ database: any Database) {
        self.database = database
    }

    /// The hashes under the installation's key; read from the database the first time.
    func tokens() async throws -> MessageTokens {
        if let tokens = known.withLock({ $0 }) { return tokens }
        let found = try await database.read { db in try Self.secret(in: db) }
        let secret = if let found { found } else { try await database.write { db in try Self.make(in: db) } }
        let tokens = MessageTokens(key: SymmetricKey(data: secret))
        known.withLock { $0 = tokens }
        return tokens
    }

    /// The key as it is kept; nil where there is none yet, or one that is not sealed.
    private static func secret(in db: Connection) throws(DatabaseError) -> [UInt8]? {
        let kept = try db.value([UInt8].self, "SELECT secret FROM message_index_key WHERE id = 1")
        guard let kept, kept.count != length, let key = try db.existingDataKey(of: .installation) else {
            return nil
        }
        return try DatabaseError.encryption { () throws(EncryptionError) in try key.open(kept, as: field) }
    }

    /// Makes the key, or seals the one of before anything was sealed.
    private static func make(in db: Connection) throws -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let fresh = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // Of several nodes that start at once the first one's stays.
        try db.run("INSERT INTO message_index_key (id, secret) VALUES (1, \(fresh)) ON CONFLICT DO NOTHING")
        // Held: nobody seals it twice.
        let kept = try db.value(
            [UInt8].self,
            "UPDATE message_index_key SET secret = secret WHERE id = 1 RETURNING secret"
        )
        guard let plain = kept, plain.count == length else {
            guard let secret = try secret(in: db) else {
                throw DatabaseError(.unreadable, "the key of the index")
            }
            return secret
        }
        let sealed = try db.dataKey(of: .installation).seal(plain, as: field)
        try db.run("UPDATE message_index_key SET secret = \(sealed) WHERE id = 1")
        return plain
    }
}
