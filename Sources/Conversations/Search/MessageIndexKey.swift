import Crypto
import Foundation
import Storage
import Synchronization

/// The key under which words are hashed: made once an installation and kept in a row, where every node finds it and
/// every backup holds it.
///
/// docs/decisions/0005-hashed-words.md says why it is there and what it is worth.
final class MessageIndexKey: Sendable {
    private let database: any Database
    private let known = Mutex<MessageTokens?>(nil)

    init(_ database: any Database) {
        self.database = database
    }

    /// The hashes under the installation's key; read from the database the first time.
    func tokens() async throws -> MessageTokens {
        if let tokens = known.withLock({ $0 }) { return tokens }
        let tokens = MessageTokens(key: SymmetricKey(data: try await secret()))
        known.withLock { $0 = tokens }
        return tokens
    }

    private func secret() async throws -> [UInt8] {
        let select: SQL = "SELECT secret FROM message_index_key WHERE id = 1"
        if let secret = try await database.read({ db in try db.value([UInt8].self, select) }) {
            return secret
        }
        var generator = SystemRandomNumberGenerator()
        let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try await database.write { db in
            // Of several nodes that start at once the first one's stays.
            try db.run(
                "INSERT INTO message_index_key (id, secret) VALUES (1, \(fresh)) ON CONFLICT DO NOTHING"
            )
            return try db.value([UInt8].self, select) ?? fresh
        }
    }
}
