import Base
import People
import Storage

/// Every statement about mentions and followers.
struct MentionSQL {
    let db: Connection

    func insert(_ agent: ID<Agent>, in note: Message) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO mention (agent_id, conversation_id, note_seq, created_at)
            VALUES (\(agent), \(note.conversation), \(note.seq), \(note.createdAt))
            ON CONFLICT (agent_id, conversation_id, note_seq) DO NOTHING
            """
        )
    }

    /// The notes that name an agent, the last first.
    ///
    /// - Complexity: a range scan of `mention_by_agent`.
    func mentions(of agent: ID<Agent>, limit: Int) throws(DatabaseError) -> [Mention] {
        try db.all(
            Mention.self,
            """
            SELECT conversation_id, note_seq, created_at, read_at FROM mention WHERE agent_id = \(agent)
            ORDER BY created_at DESC LIMIT \(limit)
            """
        )
    }

    /// Whether somebody was told that a reply of an agent was stopped, and has not looked yet.
    func hasUnreadStop(
        of agent: ID<Agent>,
        in conversation: ID<Conversation>,
        for reader: ID<Agent>
    ) throws(DatabaseError) -> Bool {
        try db.value(
            Int.self,
            """
            SELECT 1 FROM mention JOIN note ON note.conversation_id = mention.conversation_id AND note.seq = mention.note_seq
            WHERE mention.agent_id = \(reader) AND mention.conversation_id = \(conversation) AND mention.read_at IS NULL
                AND note.kind = \(Message.Kind.event) AND note.author_id = \(agent.description) LIMIT 1
            """
        ) != nil
    }

    /// - Returns: How many had not been read.
    func markRead(
        _ conversation: ID<Conversation>,
        by agent: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) -> Int {
        try db.run(
            """
            UPDATE mention SET read_at = \(now)
            WHERE agent_id = \(agent) AND conversation_id = \(conversation) AND read_at IS NULL
            """
        )
    }

    /// The conversations in which an agent is named, for a condition of another statement.
    static func conversations(naming agent: ID<Agent>) -> SQL {
        "SELECT conversation_id FROM mention WHERE agent_id = \(agent)"
    }

    // MARK: Followers

    func follow(_ conversation: ID<Conversation>, by agent: ID<Agent>, at now: Instant) throws(DatabaseError)
    {
        try db.run(
            """
            INSERT INTO follower (agent_id, conversation_id, created_at)
            VALUES (\(agent), \(conversation), \(now)) ON CONFLICT (agent_id, conversation_id) DO NOTHING
            """
        )
    }

    func unfollow(_ conversation: ID<Conversation>, by agent: ID<Agent>) throws(DatabaseError) {
        try db.run("DELETE FROM follower WHERE agent_id = \(agent) AND conversation_id = \(conversation)")
    }

    /// What an agent follows, the last first.
    func followed(by agent: ID<Agent>, limit: Int) throws(DatabaseError) -> [ID<Conversation>] {
        try db.all(
            FollowerRow.self,
            """
            SELECT conversation_id FROM follower WHERE agent_id = \(agent) ORDER BY created_at DESC LIMIT \(limit)
            """
        ).map(\.conversation)
    }

    /// The conversations that an agent follows, for a condition of another statement.
    static func conversations(followedBy agent: ID<Agent>) -> SQL {
        "SELECT conversation_id FROM follower WHERE agent_id = \(agent)"
    }
}

private struct FollowerRow: RowDecodable {
    let conversation: ID<Conversation>

    init(row: Row) throws(DatabaseError) {
        self.conversation = try row.get("conversation_id")
    }
}
