import Base
import Storage

/// Every statement about tags.
struct TagSQL {
    let db: Connection

    /// All of them, by name.
    func all(limit: Int) throws(DatabaseError) -> [Tag] {
        try db.all(TagRow.self, "SELECT name AS tag FROM tag ORDER BY name LIMIT \(limit)").map(\.tag)
    }

    func count() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM tag") ?? 0
    }

    /// The tags of some conversations, each in order.
    ///
    /// - Complexity: as many range scans of the primary key as conversations.
    func tags(of conversations: [ID<Conversation>]) throws(DatabaseError) -> [ID<Conversation>: [Tag]] {
        let rows = try db.all(
            ConversationTagRow.self,
            """
            SELECT conversation_id, tag FROM conversation_tag WHERE conversation_id IN (\(list: conversations))
            """
        )
        return Dictionary(grouping: rows, by: \.conversation).mapValues { $0.map(\.tag).sorted() }
    }

    /// - Returns: Whether it is new.
    func insert(_ tag: Tag, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            "INSERT INTO tag (name, created_at) VALUES (\(tag), \(now)) ON CONFLICT (name) DO NOTHING"
        ) > 0
    }

    func put(_ tag: Tag, on conversation: ID<Conversation>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO conversation_tag (conversation_id, tag, created_at)
            VALUES (\(conversation), \(tag), \(now)) ON CONFLICT (conversation_id, tag) DO NOTHING
            """
        )
    }

    func take(_ tag: Tag, off conversation: ID<Conversation>) throws(DatabaseError) {
        try db.run("DELETE FROM conversation_tag WHERE conversation_id = \(conversation) AND tag = \(tag)")
    }

    /// The conversations with a tag, for a condition of another statement.
    static func conversations(with tag: Tag) -> SQL {
        "SELECT conversation_id FROM conversation_tag WHERE tag = \(tag)"
    }
}

private struct TagRow: RowDecodable {
    let tag: Tag

    init(row: Row) throws(DatabaseError) {
        self.tag = try row.get("tag")
    }
}

private struct ConversationTagRow: RowDecodable {
    let conversation: ID<Conversation>
    let tag: Tag

    init(row: Row) throws(DatabaseError) {
        self.conversation = try row.get("conversation_id")
        self.tag = try row.get("tag")
    }
}

extension TimelineTransaction {
    /// The most tags of one conversation, and of an installation.
    static let mostTagsOnConversation = 20
    static let mostTags = 2000

    /// Puts tags on a conversation; new ones are made.
    func tag(_ conversation: Conversation, with tags: [Tag]) throws {
        let sql = TagSQL(db: db)
        for tag in tags {
            if try sql.insert(tag, at: now), try sql.count() > Self.mostTags {
                throw TagError.tooMany(limit: Self.mostTags)
            }
            try sql.put(tag, on: conversation.id, at: now)
        }
        let all = try sql.tags(of: [conversation.id])[conversation.id] ?? []
        if all.count > Self.mostTagsOnConversation {
            throw TagError.tooManyOnConversation(limit: Self.mostTagsOnConversation)
        }
    }

    func untag(_ conversation: Conversation, from tags: [Tag]) throws {
        for tag in tags { try TagSQL(db: db).take(tag, off: conversation.id) }
    }
}
