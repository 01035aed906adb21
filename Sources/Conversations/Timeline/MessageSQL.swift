import Base
import Foundation
import Safeguard
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
            INSERT INTO \(table) kind, author_type, author_id, author_name, author_badge, body, sealed_body, sealed_parts,
                masked, event, client_id, created_at)
            VALUES (\(message.conversation), \(place), \(message.kind), \(author.type), \(author.id),
                \(author.type == .customer ? "" : author.name), \(author.badge), '', \(try sealedWords(of: message)), \(try sealed(MessageParts(message), of: message)),
                \(message.masked.isEmpty ? nil : JSONColumn(message.masked)), \(message.event.map(JSONColumn.init)),
                \(message.clientID?.bytes), \(message.createdAt))
            """
        )
    }

    private func sealedWords(of message: Message) throws(DatabaseError) -> [UInt8]? {
        let words = MessageWords(message)
        guard !words.isEmpty else { return nil }
        return try db.seal(
            words.text,
            of: KeyOwner(message.conversation),
            as: .body(isNote: message.isNote, seq: message.seq)
        )
    }

    private func sealed(_ parts: MessageParts, of message: Message) throws(DatabaseError) -> [UInt8]? {
        guard !parts.isEmpty else { return nil }
        return try db.seal(
            json: parts,
            of: KeyOwner(message.conversation),
            as: .parts(isNote: message.isNote, seq: message.seq)
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

    /// What one author wrote before, the newest first; what happened is left out.
    ///
    /// - Complexity: a backward scan of the primary key over at most `reach` entries.
    func written(
        by author: String,
        in conversation: Conversation,
        reach: Int,
        limit: Int
    ) throws(DatabaseError) -> [Message] {
        try db.all(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id = \(conversation.id) AND seq > \(conversation.lastSeq - reach)
                AND author_id = \(author) AND kind = \(Message.Kind.text)
            ORDER BY seq DESC LIMIT \(limit)
            """
        )
    }

    /// Puts a text, whose secrets are hidden, in the place of what a message said.
    func hide(_ message: Message, behind body: String, masked: [String]) throws(DatabaseError) {
        var words = MessageWords(message)
        words.body = body
        let sealed = try db.seal(
            words.text,
            of: KeyOwner(message.conversation),
            as: .body(isNote: message.isNote, seq: message.seq)
        )
        try db.run(
            """
            UPDATE message SET body = '', sealed_body = \(sealed), masked = \(JSONColumn(masked))
            WHERE conversation_id = \(message.conversation) AND seq = \(message.seq)
            """
        )
    }

    /// Puts a guest's messages under the name of the verified customer they became.
    func rename(
        _ conversation: ID<Conversation>,
        from guest: Author,
        to verified: Author
    ) throws(DatabaseError) {
        let theirs = try db.all(
            Message.self,
            """
            SELECT \(Message.columns), NULL AS after_seq FROM message
            WHERE conversation_id = \(conversation) AND author_id = \(guest.id)
            """
        )
        for message in theirs {
            let words = MessageWords(author: verified.name, body: message.body)
            let field = FieldName.body(isNote: false, seq: message.seq)
            let sealed = try db.seal(words.text, of: KeyOwner(conversation), as: field)
            try db.run(
                """
                UPDATE message SET author_id = \(verified.id), author_name = '', body = '', sealed_body = \(sealed)
                WHERE conversation_id = \(conversation) AND seq = \(message.seq)
                """
            )
        }
    }
}

extension Message.Kind: SQLConvertible {}

extension Message: RowDecodable {
    static let columns: SQL = """
        conversation_id, seq, kind, author_type, author_id, author_name, author_badge, body, sealed_body, attachments, \
        card, sealed_parts, masked, event, client_id, created_at
        """

    package init(row: Row) throws(DatabaseError) {
        let conversation: ID<Conversation> = try row.get("conversation_id")
        let seq: Int = try row.get("seq")
        let afterSeq: Int? = try row.get("after_seq")
        let owner = KeyOwner(conversation)
        let isNote = afterSeq != nil
        let sealedWords = try row.opened(
            "sealed_body",
            of: owner,
            as: .body(isNote: isNote, seq: seq)
        ).map(MessageWords.init(text:))
        // What was written before anything was sealed stands in the columns of then.
        let plain: String = try row.get("body")
        let name: String = try row.get("author_name")
        let sealedParts = try row.opened(
            "sealed_parts",
            json: MessageParts.self,
            of: owner,
            as: .parts(isNote: isNote, seq: seq)
        )
        let parts = if let sealedParts { sealedParts } else { try MessageParts(plain: row) }
        self.init(
            conversation: conversation,
            seq: seq,
            afterSeq: afterSeq,
            kind: try row.get("kind"),
            author: Author(
                id: try row.get("author_id"),
                type: try row.get("author_type"),
                name: sealedWords.flatMap { $0.author.isEmpty ? nil : $0.author } ?? name,
                badge: try row.get("author_badge")
            ),
            body: sealedWords?.body ?? plain,
            masked: try row.get("masked", as: JSONColumn<[String]>?.self)?.value ?? [],
            attachments: parts.attachments ?? [],
            card: parts.card,
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
