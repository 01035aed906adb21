import Base
package import Storage

/// Every statement about custom fields and their values.
struct CustomFieldSQL {
    let db: Connection

    /// All of them, in their order.
    func all() throws(DatabaseError) -> [CustomField] {
        try db.all(
            CustomField.self,
            "SELECT id, key, labels, kind, choices, position FROM custom_field ORDER BY position, key"
        )
    }

    /// - Throws: `DatabaseError` with a unique violation when the key is taken.
    func insert(_ field: CustomField, at now: Instant) throws(DatabaseError) {
        let draft = field.draft
        try db.run(
            """
            INSERT INTO custom_field (id, key, labels, kind, choices, position, created_at, updated_at)
            VALUES (\(field.id), \(draft.key), \(JSONColumn(draft.labels)), \(draft.kind),
                \(JSONColumn(draft.choices)), \(draft.position), \(now), \(now))
            """
        )
    }

    /// - Returns: Whether there is such a field; its kind stays what it was.
    func update(_ field: CustomField, at now: Instant) throws(DatabaseError) -> Bool {
        let draft = field.draft
        return try db.run(
            """
            UPDATE custom_field SET key = \(draft.key), labels = \(JSONColumn(draft.labels)),
                choices = \(JSONColumn(draft.choices)), position = \(draft.position), updated_at = \(now)
            WHERE id = \(field.id) AND kind = \(draft.kind)
            """
        ) > 0
    }

    /// - Returns: Whether there was such a field.
    func delete(_ id: ID<CustomField>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM conversation_field WHERE custom_field_id = \(id)")
        return try db.run("DELETE FROM custom_field WHERE id = \(id)") > 0
    }

    /// What is kept of a conversation, by key.
    func values(of conversation: ID<Conversation>) throws(DatabaseError) -> [String: String] {
        let rows = try db.all(
            FieldValueRow.self,
            """
            SELECT custom_field.key, conversation_field.value FROM conversation_field
            JOIN custom_field ON custom_field.id = conversation_field.custom_field_id
            WHERE conversation_field.conversation_id = \(conversation)
            """
        )
        return Dictionary(rows.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// - `value`: nil takes it away.
    func set(
        _ field: ID<CustomField>,
        to value: String?,
        of conversation: ID<Conversation>,
        at now: Instant
    ) throws(DatabaseError) {
        guard let value else {
            try db.run(
                """
                DELETE FROM conversation_field
                WHERE conversation_id = \(conversation) AND custom_field_id = \(field)
                """
            )
            return
        }
        try db.run(
            """
            INSERT INTO conversation_field (conversation_id, custom_field_id, value, updated_at)
            VALUES (\(conversation), \(field), \(value), \(now))
            ON CONFLICT (conversation_id, custom_field_id) DO UPDATE SET value = excluded.value,
                updated_at = excluded.updated_at
            """
        )
    }
}

private struct FieldValueRow: RowDecodable {
    let key: String
    let value: String

    init(row: Row) throws(DatabaseError) {
        self.key = try row.get("key")
        self.value = try row.get("value")
    }
}

extension CustomField: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            draft: Draft(
                key: try row.get("key"),
                labels: try row.get("labels", as: JSONColumn<[String: String]>.self).value,
                kind: try row.get("kind"),
                choices: try row.get("choices", as: JSONColumn<[String]>.self).value,
                position: try row.get("position")
            )
        )
    }
}

extension TimelineTransaction {
    /// Sets a field of a conversation.
    ///
    /// - `value`: As a person gave it; nil or empty takes it away.
    func setField(_ key: String, to value: String?, of conversation: Conversation) throws {
        let sql = CustomFieldSQL(db: db)
        guard let field = try sql.all().first(where: { $0.draft.key == key }) else {
            throw CustomFieldError.notFound(key)
        }
        try sql.set(field.id, to: try field.draft.stored(value), of: conversation.id, at: now)
    }
}
