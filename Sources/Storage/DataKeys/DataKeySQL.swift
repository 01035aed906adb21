package import Safeguard

/// Every statement about data keys.
extension Connection {
    /// The key of an owner's fields, made where there is none yet.
    ///
    /// - Throws: ``DatabaseError`` with `keyMissing` when it is under a key that is not at hand.
    package func dataKey(of owner: KeyOwner) throws(DatabaseError) -> DataKey {
        if let key = try existingDataKey(of: owner) { return key }
        let key = DataKey()
        let isOurs = try value(
            Int.self,
            "\(try insertion(of: key, owner)) ON CONFLICT (owner_id) DO NOTHING RETURNING 1"
        )
        guard isOurs != nil else {
            // Of two who make one at once the first one's stays.
            guard let theirs = try existingDataKey(of: owner) else {
                throw DatabaseError(.conflict, "a data key was destroyed while it was made")
            }
            return theirs
        }
        adopt(key, of: owner)
        return key
    }

    /// Keeps the key of an owner that was made in this very transaction, without a look for one.
    ///
    /// - `key`: What something of theirs is sealed with already, or a new one.
    package func insertDataKey(_ key: DataKey = DataKey(), of owner: KeyOwner) throws(DatabaseError) {
        try post(insertion(of: key, owner))
        adopt(key, of: owner)
    }

    private func insertion(of key: DataKey, _ owner: KeyOwner) throws(DatabaseError) -> SQL {
        let keyInUse = try keyInUse()
        let wrapped = try DatabaseError.encryption { () throws(EncryptionError) in
            try dataKeys.wrap(key, of: owner, under: keyInUse)
        }
        return """
            INSERT INTO data_key (owner_id, kind, key_id, wrapped)
            VALUES (\(owner.bytes), \(owner.kind), \(wrapped.keyID), \(wrapped.bytes))
            """
    }

    /// The id of the key that protects what is new, looked for once in a while.
    private func keyInUse() throws(DatabaseError) -> String? {
        if let id = dataKeys.keyInUse { return id }
        let id = try KeyRotation.keyInUse(in: self)
        if let id { dataKeys.remember(keyInUse: id) }
        return id
    }

    /// The key of an owner's fields; nil where none was ever made, or it was destroyed.
    package func existingDataKey(of owner: KeyOwner) throws(DatabaseError) -> DataKey? {
        try existingDataKeys(of: [owner])[owner]
    }

    /// The keys of several owners' fields; those that have none are left out.
    ///
    /// - Complexity: one statement at most, for those that are not remembered.
    package func existingDataKeys(
        of owners: some Sequence<KeyOwner>
    ) throws(DatabaseError) -> [KeyOwner: DataKey] {
        var found: [KeyOwner: DataKey] = [:]
        var missing: [KeyOwner] = []
        for owner in owners where found[owner] == nil {
            if let key = newDataKeys[owner] ?? dataKeys.remembered(owner) {
                found[owner] = key
            } else {
                missing.append(owner)
            }
        }
        guard !missing.isEmpty else { return found }
        let rows = try rows(
            "SELECT owner_id, kind, key_id, wrapped FROM data_key WHERE owner_id IN (\(list: missing.map(\.bytes)))"
        )
        for row in rows {
            let owner = KeyOwner(kind: try row.get("kind"), bytes: try row.get("owner_id"))
            let wrapped = WrappedKey(keyID: try row.get("key_id"), bytes: try row.get("wrapped"))
            let key = try DatabaseError.encryption { () throws(EncryptionError) in
                try dataKeys.unwrap(wrapped, of: owner)
            }
            found[owner] = key
            adopt(key, of: owner)
        }
        return found
    }

    /// Remembers a key: once it is sure to be on disk, for what shares this transaction may be undone.
    private func adopt(_ key: DataKey, of owner: KeyOwner) {
        let keys = dataKeys
        guard isWriting else { return keys.remember(key, of: owner) }
        newDataKeys[owner] = key
        afterCommit { keys.remember(key, of: owner) }
    }

    /// Destroys the key of an owner's fields: they can never be read again.
    package func destroyDataKey(of owner: KeyOwner) throws(DatabaseError) {
        try run("DELETE FROM data_key WHERE owner_id = \(owner.bytes)")
        newDataKeys[owner] = nil
        let keys = dataKeys
        keys.forget(owner)
        // Somebody may have read it since.
        afterCommit { keys.forget(owner) }
    }
}

extension DatabaseError {
    /// What goes wrong while something is sealed or opened, in the words of a database.
    package static func encryption<Value>(
        _ body: () throws(EncryptionError) -> Value
    ) throws(DatabaseError) -> Value {
        do {
            return try body()
        } catch {
            switch error {
            case .unknownKey, .noKeys, .notAKey: throw DatabaseError(.keyMissing, "\(error)")
            case .unreadable: throw DatabaseError(.unreadable, "\(error)")
            }
        }
    }
}
