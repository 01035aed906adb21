import Base
import People
import Safeguard
package import Storage

/// Every statement that seals what was written before anything was sealed.
///
/// Each names the text that it replaces: of two nodes that seal one text, or one that seals it and one that changes it,
/// the second does nothing.
package struct SealingSQL {
    private let db: Connection

    private init(db: Connection) {
        self.db = db
    }

    /// Seals some of each kind.
    package static let step: TextSealer.Step = { db, limit in
        let sql = SealingSQL(db: db)
        return try sql.sealEntries(areNotes: false, limit: limit)
            + sql.sealEntries(areNotes: true, limit: limit)
            + sql.sealConversations(limit: limit) + sql.sealDrafts(limit: limit)
    }

    /// Seals messages, or notes.
    ///
    /// - Returns: How many; 0 when none is in the clear.
    /// - Complexity: a stretch of `message_unsealed` or `note_unsealed`.
    private func sealEntries(areNotes isNote: Bool, limit: Int) throws(DatabaseError) -> Int {
        let table: SQL = isNote ? "note" : "message"
        let rows = try db.rows(
            """
            SELECT conversation_id, seq, author_type, author_name, body, attachments, card FROM \(table)
            WHERE body <> '' OR attachments IS NOT NULL OR card IS NOT NULL
            ORDER BY conversation_id, seq LIMIT \(limit)
            """
        )
        for row in rows {
            let conversation: ID<Conversation> = try row.get("conversation_id")
            let seq: Int = try row.get("seq")
            let body: String = try row.get("body")
            let parts = try MessageParts(plain: row)
            let owner = KeyOwner(conversation)
            let sealedParts =
                try parts.isEmpty
                ? nil : db.seal(json: parts, of: owner, as: .parts(isNote: isNote, seq: seq))
            let isCustomer = try row.get("author_type", as: Author.Kind.self) == .customer
            let name: String = try row.get("author_name")
            let words = MessageWords(author: isCustomer ? name : "", body: body)
            let field = FieldName.body(isNote: isNote, seq: seq)
            let sealedWords = try words.isEmpty ? nil : db.seal(words.text, of: owner, as: field)
            try db.run(
                """
                UPDATE \(table) SET body = '', author_name = \(isCustomer ? "" : name), sealed_body = \(sealedWords),
                    attachments = NULL, card = NULL, sealed_parts = \(sealedParts)
                WHERE conversation_id = \(conversation) AND seq = \(seq) AND body = \(body)
                    AND sealed_body IS NULL AND sealed_parts IS NULL
                """
            )
        }
        return rows.count
    }

    /// Seals what conversations are called, how they begin and what was said of them.
    ///
    /// - Complexity: a stretch of `conversation_unsealed`.
    private func sealConversations(limit: Int) throws(DatabaseError) -> Int {
        let rows = try db.rows(
            """
            SELECT id, subject, preview, rating_comment FROM conversation
            WHERE subject <> '' OR preview <> '' OR rating_comment IS NOT NULL ORDER BY id LIMIT \(limit)
            """
        )
        for row in rows {
            let id: ID<Conversation> = try row.get("id")
            try seal(row, "subject", "sealed_subject", .subject, of: id, empty: "''")
            try seal(row, "preview", "sealed_preview", .preview, of: id, empty: "''")
            try seal(row, "rating_comment", "sealed_rating_comment", .ratingComment, of: id, empty: "NULL")
        }
        return rows.count
    }

    private func seal(
        _ row: Row,
        _ column: StaticString,
        _ sealedColumn: SQL,
        _ field: FieldName,
        of id: ID<Conversation>,
        empty: SQL
    ) throws(DatabaseError) {
        guard let text: String = try row.get("\(column)") else { return }
        let name = SQL(stringLiteral: "\(column)")
        let sealed = try text.isEmpty ? nil : db.seal(text, of: KeyOwner(id), as: field)
        try db.run(
            """
            UPDATE conversation SET \(name) = \(empty), \(sealedColumn) = COALESCE(\(sealedColumn), \(sealed))
            WHERE id = \(id) AND \(name) = \(text)
            """
        )
    }

    /// Seals what agents have not sent yet.
    private func sealDrafts(limit: Int) throws(DatabaseError) -> Int {
        let rows = try db.rows(
            "SELECT agent_id, conversation_id, kind, body FROM draft WHERE body <> '' LIMIT \(limit)"
        )
        for row in rows {
            let agent: ID<Agent> = try row.get("agent_id")
            let conversation: ID<Conversation> = try row.get("conversation_id")
            let kind: ReplyDraft.Kind = try row.get("kind")
            let body: String = try row.get("body")
            let sealed = try db.seal(body, of: KeyOwner(conversation), as: .draft(of: agent, kind))
            try db.run(
                """
                UPDATE draft SET body = '', sealed_body = \(sealed)
                WHERE agent_id = \(agent) AND conversation_id = \(conversation) AND kind = \(kind) AND body = \(body)
                """
            )
        }
        return rows.count
    }
}
