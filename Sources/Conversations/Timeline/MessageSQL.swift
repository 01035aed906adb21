import Base
import Foundation
package import Storage

/// Every statement about messages and notes: two tables of one shape.
struct MessageSQL {
    let db: Connection

    /// - Throws: `DatabaseError` with a unique violation when the client's id exists already.
    func insert(_ message: Message) throws(DatabaseError) {
        let place: SQL = message.afterSeq.map { "\(message.seq), \($0)" } ?? "\(message.seq)"
        let table: SQL =
            message.isNote ? "note (conversation_id, seq, after_seq," : "message (conversation_id, seq,"
        let author = message.author
        try db.post(
            """
            INSERT INTO \(table) kind, author_type, author_id, author_name, author_badge, body, masked, attachments,
                card, event, client_id, created_at)
            VALUES (\(message.conversation), \(place), \(message.kind), \(author.type), \(author.id), \(author.name),
                \(author.badge), \(message.body), \(message.masked.isEmpty ? nil : JSONColumn(message.masked)),
                \(message.attachments.isEmpty ? nil : JSONColumn(message.attachments)),
                \(message.card.map(JSONColumn.init)), \(message.event.map(JSONColumn.init)),
                \(message.clientID?.bytes), \(message.createdAt))
            """
        )
    }

    /// The message that a client sent under an id; nil when it has not come yet.
    ///
    /// - Complexity: one look-up in `message_by_client_id`.
    func message(_ conversation: ID<Conversation>, clientID: UUID) throws(DatabaseError) -> Message? {
        try db.first(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id = \(conversation) AND client_id = \(clientID.bytes)
            """
        )
    }

    func note(_ conversation: ID<Conversation>, clientID: UUID) throws(DatabaseError) -> Message? {
        try db.first(
            Message.self,
            """
            SELECT \(Message.columns), after_seq FROM note
            WHERE conversation_id = \(conversation) AND client_id = \(clientID.bytes)
            """
        )
    }

    /// How many messages wait for the customer to read them, 100 at most; what happened is none.
    ///
    /// - Complexity: a range scan of what is unread, and nothing where everything is read.
    func unread(in conversation: Conversation) throws(DatabaseError) -> Int {
        guard conversation.lastSeq > conversation.customerReadSeq else { return 0 }
        return try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM message WHERE conversation_id = \(conversation.id)
                    AND seq > \(conversation.customerReadSeq) AND kind <> 'event' AND author_type <> 'customer' LIMIT 100
            ) AS unread
            """
        ) ?? 0
    }

    /// How many of the customers' messages wait for an agent to read them; what happened is none.
    ///
    /// 100 at most of each conversation. Conversations without any are left out.
    ///
    /// - Complexity: a range scan of what is unread of each, and nothing where everything is read.
    func unreadByAgents(in conversations: [Conversation]) throws(DatabaseError) -> [ID<Conversation>: Int] {
        let unread = conversations.filter { $0.lastSeq > $0.agentReadSeq }.map(\.id)
        guard !unread.isEmpty else { return [:] }
        let rows = try db.all(
            UnreadRow.self,
            """
            SELECT id, (
                SELECT COUNT(*) FROM (
                    SELECT 1 FROM message WHERE message.conversation_id = conversation.id
                        AND seq > conversation.agent_read_seq AND message.kind <> 'event'
                        AND author_type = 'customer' LIMIT 100
                ) AS unread
            ) AS count FROM conversation WHERE id IN (\(list: unread))
            """
        )
        return Dictionary(
            uniqueKeysWithValues: rows.filter { $0.count > 0 }.map { ($0.conversation, $0.count) }
        )
    }

    /// Messages after a number, in order.
    ///
    /// - Complexity: one range scan of the primary key.
    func messages(
        _ conversation: ID<Conversation>,
        after seq: Int,
        limit: Int
    ) throws(DatabaseError) -> [Message] {
        try db.all(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id = \(conversation) AND seq > \(seq) ORDER BY seq LIMIT \(limit)
            """
        )
    }

    func notes(
        _ conversation: ID<Conversation>,
        after seq: Int,
        limit: Int
    ) throws(DatabaseError) -> [Message] {
        try db.all(
            Message.self,
            """
            SELECT \(Message.columns), after_seq FROM note
            WHERE conversation_id = \(conversation) AND seq > \(seq) ORDER BY seq LIMIT \(limit)
            """
        )
    }

    /// Some messages by their numbers, in order.
    func messages(
        _ conversation: ID<Conversation>,
        numbered numbers: [Int]
    ) throws(DatabaseError) -> [Message] {
        guard !numbers.isEmpty else { return [] }
        return try db.all(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id = \(conversation) AND seq IN (\(list: numbers)) ORDER BY seq
            """
        )
    }

    func notes(_ conversation: ID<Conversation>, numbered numbers: [Int]) throws(DatabaseError) -> [Message] {
        guard !numbers.isEmpty else { return [] }
        return try db.all(
            Message.self,
            """
            SELECT \(Message.columns), after_seq FROM note
            WHERE conversation_id = \(conversation) AND seq IN (\(list: numbers)) ORDER BY seq
            """
        )
    }

    /// Puts a guest's messages under the name of the verified customer they became.
    func rename(
        _ conversation: ID<Conversation>,
        from guest: Author,
        to verified: Author
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE message SET author_id = \(verified.id), author_name = \(verified.name)
            WHERE conversation_id = \(conversation) AND author_id = \(guest.id)
            """
        )
    }
}

extension Message.Kind: SQLConvertible {}

extension Message: RowDecodable {
    static let columns: SQL = """
        conversation_id, seq, kind, author_type, author_id, author_name, author_badge, body, masked, attachments, \
        card, event, client_id, created_at
        """

    package init(row: Row) throws(DatabaseError) {
        self.init(
            conversation: try row.get("conversation_id"),
            seq: try row.get("seq"),
            afterSeq: try row.get("after_seq"),
            kind: try row.get("kind"),
            author: Author(
                id: try row.get("author_id"),
                type: try row.get("author_type"),
                name: try row.get("author_name"),
                badge: try row.get("author_badge")
            ),
            body: try row.get("body"),
            masked: try row.get("masked", as: JSONColumn<[String]>?.self)?.value ?? [],
            attachments: try row.get("attachments", as: JSONColumn<[AttachmentSummary]>?.self)?.value ?? [],
            card: try row.get("card", as: JSONColumn<Card>?.self)?.value,
            event: try row.get("event", as: JSONColumn<TimelineEvent>?.self)?.value,
            clientID: try row.get("client_id", as: [UInt8]?.self).flatMap(UUID.init(bytes:)),
            createdAt: try row.get("created_at")
        )
    }
}

private struct UnreadRow: RowDecodable {
    let conversation: ID<Conversation>
    let count: Int

    init(row: Row) throws(DatabaseError) {
        self.conversation = try row.get("id")
        self.count = try row.get("count")
    }
}
