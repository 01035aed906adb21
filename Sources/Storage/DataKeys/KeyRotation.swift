package import Safeguard

/// Brings the data keys under the current key from outside, while nodes go on: what is sealed stays as it is.
package enum KeyRotation {
    /// Keys of one transaction.
    private static let portion = 500

    /// How many data keys each key from outside protects.
    package static func counts(in db: Connection) throws(DatabaseError) -> [String: Int] {
        let rows = try db.rows("SELECT key_id, COUNT(*) AS count FROM data_key GROUP BY key_id")
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.get("key_id")] = try row.get("count") }
        return counts
    }

    /// The id of the key that protects what is new: that of the installation's own data key; nil where there is none yet.
    package static func keyInUse(in db: Connection) throws(DatabaseError) -> String? {
        try db.value(
            String.self,
            "SELECT key_id FROM data_key WHERE owner_id = \(KeyOwner.installation.bytes)"
        )
    }

    /// Puts every data key under the current one of some keys.
    ///
    /// The installation's own comes first: it says to all nodes which key is in use, and only once none of them can still
    /// make one under an older key do the others follow. It may be broken off and begun again at any time; nodes that have
    /// only older keys at hand read them anew when they meet the first that was moved.
    ///
    /// - Parameters:
    ///   - database: Whose.
    ///   - ring: All keys that are needed, the new one first.
    ///   - pause: What nodes are given to notice, and to end what they are at.
    /// - Returns: How many were moved.
    /// - Throws: ``DatabaseError`` with `keyMissing` where one is under a key that is not at hand.
    package static func run(
        _ database: any Database,
        under ring: KeyRing,
        pause: Duration = DataKeys.lag * 2
    ) async throws -> Int {
        var moved = try await database.write { db in
            try move(
                try db.rows(
                    """
                    SELECT owner_id, key_id, wrapped FROM data_key
                    WHERE owner_id = \(KeyOwner.installation.bytes) AND key_id <> \(ring.current.id)
                    """
                ),
                under: ring,
                in: db
            )
        }
        try await Task.sleep(for: pause)
        while true {
            let count = try await database.write { db in
                try move(
                    try db.rows(
                        """
                        SELECT owner_id, key_id, wrapped FROM data_key WHERE key_id <> \(ring.current.id)
                        ORDER BY key_id, owner_id LIMIT \(portion)
                        """
                    ),
                    under: ring,
                    in: db
                )
            }
            guard count > 0 else { return moved }
            moved += count
        }
    }

    private static func move(
        _ rows: [Row],
        under ring: KeyRing,
        in db: Connection
    ) throws(DatabaseError) -> Int {
        for row in rows {
            let owner: [UInt8] = try row.get("owner_id")
            let before = WrappedKey(keyID: try row.get("key_id"), bytes: try row.get("wrapped"))
            let after = try DatabaseError.encryption { () throws(EncryptionError) in
                try ring.wrap(ring.unwrap(before, for: owner), for: owner)
            }
            try db.run(
                """
                UPDATE data_key SET key_id = \(after.keyID), wrapped = \(after.bytes)
                WHERE owner_id = \(owner) AND key_id = \(before.keyID)
                """
            )
        }
        return rows.count
    }
}
