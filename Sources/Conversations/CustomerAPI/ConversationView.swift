package import Base
package import People
import Storage

/// A conversation as its customer sees it.
package struct ConversationView: Encodable, Sendable {
    struct LastMessage: Encodable {
        let body: String
        let authorType: Author.Kind
    }

    package let id: String
    package let reference: String
    package let kind: Conversation.Kind
    package let topic: Topic
    package let subject: String
    package let status: Conversation.Status
    package let progress: Conversation.Progress
    package let lastSeq: Int
    /// Up to where the customer has read.
    package let readSeq: Int
    package let unread: Int
    package let assignee: TimelineEvent.Person?
    package let queue: QueuePlace?
    package let rating: Int?
    package let createdAt: Instant
    package let updatedAt: Instant
    let lastMessage: LastMessage?

    init(_ conversation: Conversation, unread: Int, agent: Agent?, place: QueuePlace?) {
        self.id = conversation.id.description
        self.reference = conversation.reference.rawValue
        self.kind = conversation.kind
        self.topic = conversation.topic
        self.subject = conversation.subject
        self.status = conversation.status
        self.progress = conversation.status.progress
        self.lastSeq = conversation.lastSeq
        self.readSeq = conversation.customerReadSeq
        self.unread = unread
        self.assignee =
            conversation.status.isWithAgent
            ? agent.map { TimelineEvent.Person(name: $0.name, badge: $0.badge.rawValue) } : nil
        self.queue = place
        self.rating = conversation.rating
        self.createdAt = conversation.createdAt
        self.updatedAt = conversation.updatedAt
        self.lastMessage = conversation.previewAuthor.map {
            LastMessage(body: conversation.preview, authorType: $0)
        }
    }

    /// What the conversation is called: its subject, or its topic until there is one.
    func name(_ localisation: Localisation, _ locale: LocaleCode) -> String {
        subject.isEmpty ? localisation.text("topic.\(topic)", in: locale) : subject
    }

    private enum CodingKeys: CodingKey {
        case id, reference, kind, topic, subject, status, progress, lastSeq, readSeq, unread, assignee, queue
        case rating, createdAt, updatedAt, lastMessage
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(reference, forKey: .reference)
        try container.encode(kind, forKey: .kind)
        try container.encode(topic, forKey: .topic)
        try container.encode(subject, forKey: .subject)
        try container.encode(status, forKey: .status)
        try container.encode(progress, forKey: .progress)
        try container.encode(lastSeq, forKey: .lastSeq)
        try container.encode(readSeq, forKey: .readSeq)
        try container.encode(unread, forKey: .unread)
        // Members that may be null are present all the same.
        try container.encode(assignee, forKey: .assignee)
        try container.encode(queue, forKey: .queue)
        try container.encode(rating, forKey: .rating)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encode(lastMessage, forKey: .lastMessage)
    }
}

extension Timeline {
    /// A conversation with what its customer sees beside it.
    package func view(of conversation: Conversation) async throws -> ConversationView {
        let now = clock.now
        return try await database.read { db in try Self.view(of: conversation, db, at: now) }
    }

    private static func view(
        of conversation: Conversation,
        _ db: Connection,
        at now: Instant
    ) throws -> ConversationView {
        let agent = try conversation.agent.flatMap { id throws(DatabaseError) in try Agents.agent(id, in: db)
        }
        return ConversationView(
            conversation,
            unread: try MessageSQL(db: db).unread(in: conversation),
            agent: agent,
            place: try QueuePlace.of(conversation, db, at: now)
        )
    }

    /// One page of a customer's conversations, the most recently changed first.
    ///
    /// - `limit`: 1...100.
    package func conversations(
        of customer: Customer,
        after: ConversationCursor?,
        limit: Int
    ) async throws -> (
        views: [ConversationView], next: ConversationCursor?
    ) {
        let now = clock.now
        return try await database.read { db in
            let found = try ConversationSQL(db: db).conversations(
                of: customer.id,
                after: after,
                limit: limit + 1
            )
            let page = found.prefix(limit)
            return (
                try page.map { try Self.view(of: $0, db, at: now) },
                found.count > limit ? page.last.map(ConversationCursor.init) : nil
            )
        }
    }
}
