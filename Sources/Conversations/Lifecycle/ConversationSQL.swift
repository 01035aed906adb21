import Base
import Foundation
import People
import Safeguard
package import Storage

/// Every SQL statement about conversations.
struct ConversationSQL {
    let db: Connection

    /// - Throws: `DatabaseError` with a unique violation when the reference or the client's id exists already.
    func insert(_ conversation: Conversation, clientID: UUID?) throws(DatabaseError) {
        try db.insertDataKey(of: KeyOwner(conversation.id))
        try db.run(
            """
            INSERT INTO conversation (id, reference, kind, channel, topic, subject, sealed_subject, locale, status,
                customer_id, client_id, last_seq, last_note_seq, customer_read_seq, agent_read_seq, preview, sealed_preview,
                created_at, updated_at)
            VALUES (\(conversation.id), \(conversation.reference), \(conversation.kind), \(conversation.channel),
                \(conversation.topic), '', \(try sealed(conversation.subject, of: conversation.id, .subject)),
                \(conversation.locale), \(conversation.status), \(conversation.customer), \(clientID?.bytes), 0, 0, 0, 0,
                '', \(try sealed(conversation.preview, of: conversation.id, .preview)), \(conversation.createdAt),
                \(conversation.updatedAt))
            """
        )
    }

    private func sealed(
        _ text: String,
        of conversation: ID<Conversation>,
        _ field: FieldName
    ) throws(DatabaseError) -> [UInt8]? {
        text.isEmpty ? nil : try db.seal(text, of: KeyOwner(conversation), as: field)
    }

    func conversation(_ id: ID<Conversation>) throws(DatabaseError) -> Conversation? {
        try db.first(Conversation.self, "SELECT \(Conversation.columns) FROM conversation WHERE id = \(id)")
    }

    /// The conversation, held against other transactions until this one ends.
    func locked(_ id: ID<Conversation>) throws(DatabaseError) -> Conversation? {
        let lock = db.dialect(sqlite: "", postgres: "FOR UPDATE")
        return try db.first(
            Conversation.self,
            "SELECT \(Conversation.columns) FROM conversation WHERE id = \(id) \(lock)"
        )
    }

    func conversation(of reference: Reference) throws(DatabaseError) -> Conversation? {
        try db.first(
            Conversation.self,
            "SELECT \(Conversation.columns) FROM conversation WHERE reference = \(reference)"
        )
    }

    func conversation(of customer: ID<Customer>, clientID: UUID) throws(DatabaseError) -> Conversation? {
        try db.first(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE customer_id = \(customer) AND client_id = \(clientID.bytes)
            """
        )
    }

    /// Writes what changed: an index of which no column is named is left alone.
    ///
    /// - `before`: As it stands in the database, held by this transaction.
    func update(_ conversation: Conversation, since before: Conversation) throws(DatabaseError) {
        var changes: [SQL] = []
        func set<Value: SQLConvertible & Equatable>(_ column: SQL, _ old: Value?, _ new: Value?) {
            if old != new { changes.append("\(column) = \(new)") }
        }
        set("status", before.status, conversation.status)
        set("agent_id", before.agent, conversation.agent)
        set("kind", before.kind, conversation.kind)
        set("last_seq", before.lastSeq, conversation.lastSeq)
        set("last_note_seq", before.lastNoteSeq, conversation.lastNoteSeq)
        set("customer_read_seq", before.customerReadSeq, conversation.customerReadSeq)
        set("agent_read_seq", before.agentReadSeq, conversation.agentReadSeq)
        set("queue_id", before.queue, conversation.queue)
        set("lane", before.lane, conversation.lane)
        set("queued_at", before.queuedAt, conversation.queuedAt)
        set("waiting_since", before.waitingSince, conversation.waitingSince)
        set("answered_at", before.answeredAt, conversation.answeredAt)
        set("avoided_agent_id", before.avoided?.agent, conversation.avoided?.agent)
        set("avoided_until", before.avoided?.until, conversation.avoided?.until)
        set("assigned_at", before.assignedAt, conversation.assignedAt)
        set("snoozed_by", before.snooze?.agent, conversation.activeSnooze?.agent)
        set("snoozed_at", before.snooze?.since, conversation.activeSnooze?.since)
        set("snoozed_until", before.snooze?.until, conversation.activeSnooze?.until)
        set("resolved_at", before.resolvedAt, conversation.resolvedAt)
        set("rating", before.rating, conversation.rating)
        set("preview_author", before.previewAuthor, conversation.previewAuthor)
        set("updated_at", before.updatedAt, conversation.updatedAt)
        if before.subject != conversation.subject {
            let subject = try sealed(conversation.subject, of: conversation.id, .subject)
            changes.append("subject = '', sealed_subject = \(subject)")
        }
        if before.preview != conversation.preview {
            let preview = try sealed(conversation.preview, of: conversation.id, .preview)
            changes.append("preview = '', sealed_preview = \(preview)")
        }
        guard !changes.isEmpty else { return }
        try db.post(
            "UPDATE conversation SET \(changes.joined(separator: ", ")) WHERE id = \(conversation.id)"
        )
    }

    func setRatingComment(_ comment: String, of id: ID<Conversation>) throws(DatabaseError) {
        let sealed = try sealed(comment, of: id, .ratingComment)
        try db.run(
            "UPDATE conversation SET rating_comment = NULL, sealed_rating_comment = \(sealed) WHERE id = \(id)"
        )
    }

    /// Gives everything of a guest to a verified customer.
    ///
    /// Where both opened one by the same client's id, the verified customer's keeps it.
    ///
    /// - Returns: The conversations that changed hands.
    func reassign(_ guest: ID<Customer>, to verified: ID<Customer>) throws(DatabaseError) -> [Conversation] {
        try db.all(
            Conversation.self,
            """
            UPDATE conversation SET customer_id = \(verified), client_id = CASE WHEN client_id IN (
                SELECT client_id FROM conversation WHERE customer_id = \(verified) AND client_id IS NOT NULL
            ) THEN NULL ELSE client_id END
            WHERE customer_id = \(guest)
            RETURNING \(Conversation.columns)
            """
        )
    }

    /// A customer's conversations, the most recently changed first.
    ///
    /// - `after`: The last one of the page before.
    /// - `limit`: Rows at most.
    /// - Complexity: one range scan of `conversation_by_customer`.
    func conversations(
        of customer: ID<Customer>,
        after: ConversationCursor?,
        limit: Int
    )
        throws(DatabaseError) -> [Conversation]
    {
        let page: SQL =
            after.map { "AND (updated_at, id) < (\($0.updatedAt), \($0.id))" } ?? ""
        return try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation WHERE customer_id = \(customer) \(page)
            ORDER BY updated_at DESC, id DESC LIMIT \(limit)
            """
        )
    }

    /// Where the series of some conversations stand.
    func heads(of ids: [ID<Conversation>]) throws(DatabaseError) -> [ConversationHead] {
        try db.all(
            ConversationHead.self,
            "SELECT id, last_seq, last_note_seq FROM conversation WHERE id IN (\(list: ids))"
        )
    }
}

/// Where one conversation's series stand.
struct ConversationHead: RowDecodable {
    let id: ID<Conversation>
    let lastSeq: Int
    let lastNoteSeq: Int

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.lastSeq = try row.get("last_seq")
        self.lastNoteSeq = try row.get("last_note_seq")
    }
}

extension UUID {
    /// The 16 bytes that the database keeps.
    var bytes: [UInt8] {
        let id = uuid
        return [
            id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14,
            id.15,
        ]
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8],
                bytes[9],
                bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }
}

extension Author.Kind: SQLConvertible {}

extension FieldName {
    static let subject = FieldName("conversation.sealed_subject")
    static let preview = FieldName("conversation.sealed_preview")
    static let ratingComment = FieldName("conversation.sealed_rating_comment")
}

extension Conversation: RowDecodable {
    static let columns: SQL = """
        id, reference, kind, channel, topic, subject, sealed_subject, locale, status, customer_id, agent_id, last_seq, \
        last_note_seq, customer_read_seq, agent_read_seq, queue_id, lane, queued_at, waiting_since, answered_at, \
        avoided_agent_id, avoided_until, assigned_at, snoozed_by, snoozed_at, snoozed_until, resolved_at, rating, preview, \
        sealed_preview, preview_author, created_at, updated_at
        """

    package init(row: Row) throws(DatabaseError) {
        let id: ID<Conversation> = try row.get("id")
        // What was written before anything was sealed stands in the columns of then.
        let plainSubject: String = try row.get("subject")
        self.init(
            id: id,
            reference: try row.get("reference"),
            kind: try row.get("kind"),
            channel: try row.get("channel"),
            topic: try row.get("topic"),
            subject: try row.opened("sealed_subject", of: KeyOwner(id), as: .subject) ?? plainSubject,
            locale: try row.get("locale"),
            customer: try row.get("customer_id"),
            status: try row.get("status"),
            createdAt: try row.get("created_at")
        )
        self.agent = try row.get("agent_id")
        self.lastSeq = try row.get("last_seq")
        self.lastNoteSeq = try row.get("last_note_seq")
        self.customerReadSeq = try row.get("customer_read_seq")
        self.agentReadSeq = try row.get("agent_read_seq")
        self.queue = try row.get("queue_id")
        self.lane = try row.get("lane")
        self.queuedAt = try row.get("queued_at")
        self.waitingSince = try row.get("waiting_since")
        self.answeredAt = try row.get("answered_at")
        if let agent: ID<Agent> = try row.get("avoided_agent_id"),
            let until: Instant = try row.get("avoided_until")
        {
            self.avoided = Avoidance(agent: agent, until: until)
        }
        self.assignedAt = try row.get("assigned_at")
        if let agent: ID<Agent> = try row.get("snoozed_by"),
            let since: Instant = try row.get("snoozed_at")
        {
            self.snooze = Snooze(agent: agent, since: since, until: try row.get("snoozed_until"))
        }
        self.resolvedAt = try row.get("resolved_at")
        self.rating = try row.get("rating")
        let plainPreview: String = try row.get("preview")
        self.preview = try row.opened("sealed_preview", of: KeyOwner(id), as: .preview) ?? plainPreview
        self.previewAuthor = try row.get("preview_author")
        self.updatedAt = try row.get("updated_at")
        self.counted = load.map { [$0] } ?? []
    }
}
