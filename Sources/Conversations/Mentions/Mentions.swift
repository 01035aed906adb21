package import Base
package import People
package import Realtime
package import Storage

/// What is meant for one agent: notes that name them, conversations that they follow.
package struct Mentions: Sendable {
    /// The most of each that are given at once.
    package static let most = 500

    private let database: any Database
    private let bus: any EventBus
    private let clock: any WallClock

    package init(_ database: any Database, bus: any EventBus, clock: any WallClock) {
        self.database = database
        self.bus = bus
        self.clock = clock
    }

    /// The notes that name an agent, and what they follow, the last first.
    package func marks(
        of agent: ID<Agent>
    ) async throws -> (mentions: [Mention], followed: [ID<Conversation>]) {
        try await database.read { db in
            let sql = MentionSQL(db: db)
            return (
                try sql.mentions(of: agent, limit: Self.most), try sql.followed(by: agent, limit: Self.most)
            )
        }
    }

    /// An agent has seen what names them in a conversation.
    package func markRead(_ conversation: ID<Conversation>, by agent: ID<Agent>) async throws {
        let now = clock.now
        try await database.write { db in
            guard try MentionSQL(db: db).markRead(conversation, by: agent, at: now) > 0 else { return }
            tell(try MentionsReadFrame(conversation).realtimeEvent(for: agent), db)
        }
    }

    /// An agent wants to be told of a conversation's changes, or does not any more.
    ///
    /// - Throws: ``ConversationError/notFound``.
    package func follow(
        _ conversation: ID<Conversation>,
        _ isFollowing: Bool,
        by agent: ID<Agent>
    ) async throws {
        let now = clock.now
        try await database.write { db in
            guard try ConversationSQL(db: db).conversation(conversation) != nil else {
                throw ConversationError.notFound
            }
            let sql = MentionSQL(db: db)
            if isFollowing {
                try sql.follow(conversation, by: agent, at: now)
            } else {
                try sql.unfollow(conversation, by: agent)
            }
            tell(try FollowFrame(conversation, isFollowing).realtimeEvent(for: agent), db)
        }
    }

    private func tell(_ event: RealtimeEvent, _ db: Connection) {
        db.afterCommit { [bus] in bus.publish(event) }
    }
}

extension TimelineTransaction {
    /// Tells the agents whom a note names; a whisper is meant for whoever has the conversation, named or not.
    func mention(in note: Message, of conversation: Conversation) throws {
        guard note.kind == .text || note.kind == .whisper else { return }
        var meant = try named(in: note.body)
        if note.kind == .whisper, conversation.status.isWithAgent, let holder = conversation.agent,
            !meant.contains(holder)
        {
            meant.append(holder)
        }
        for agent in meant where agent.description != note.author.id {
            try mention(agent, in: note, of: conversation)
        }
    }

    /// Tells one agent that a note is meant for them.
    func mention(_ agent: ID<Agent>, in note: Message, of conversation: Conversation) throws {
        try MentionSQL(db: db).insert(agent, in: note)
        tell(try MentionFrame(note, conversation).realtimeEvent(for: agent))
    }

    private func named(in body: String) throws -> [ID<Agent>] {
        guard body.contains("@") else { return [] }
        let readers = try Agents.activeAgents(in: db).filter {
            Permission.conversationsRead.isGranted(to: $0.role)
        }
        return Mention.named(in: body, among: readers)
    }
}

/// What one agent's own desks hear.
protocol OwnFrame: Encodable {}

extension OwnFrame {
    func realtimeEvent(for agent: ID<Agent>) throws -> RealtimeEvent {
        RealtimeEvent(
            topic: InboxBroadcaster.topic(of: agent),
            audience: .agents,
            frame: String(decoding: try WireJSON.encode(self), as: UTF8.self)
        )
    }
}

/// Tells an agent that a note names them, that somebody whispers to them, or that a reply was stopped.
private struct MentionFrame: OwnFrame {
    private let op = "mention"
    /// `text`, `whisper`, or `event` for a reply that was stopped.
    private let kind: Message.Kind
    private let conversation: String
    private let noteSeq: Int
    private let author: Author
    private let reference: String
    private let createdAt: Instant

    init(_ note: Message, _ conversation: Conversation) {
        self.kind = note.kind
        self.conversation = note.conversation.description
        self.noteSeq = note.seq
        self.author = note.author
        self.reference = conversation.reference.rawValue
        self.createdAt = note.createdAt
    }
}

/// Tells an agent's desks that one of them has shown what names the agent.
private struct MentionsReadFrame: OwnFrame {
    private let op = "mentions_read"
    private let conversation: String

    init(_ conversation: ID<Conversation>) {
        self.conversation = conversation.description
    }
}

/// Tells an agent's desks what is followed at one of them.
private struct FollowFrame: OwnFrame {
    private let op = "follow"
    private let conversation: String
    private let following: Bool

    init(_ conversation: ID<Conversation>, _ following: Bool) {
        self.conversation = conversation.description
        self.following = following
    }
}
