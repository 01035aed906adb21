import Base
import People

/// One conversation as the desk's lists show it.
package struct InboxRow: Encodable, Sendable {
    struct CustomerSummary: Encodable, Sendable {
        let id: String
        let name: String?
        let verified: Bool
        let tier: String?
    }

    struct Assignee: Encodable, Sendable {
        let id: String
        let name: String
        let badge: String
    }

    struct QueueSummary: Encodable, Sendable {
        let id: String
        let name: String
    }

    struct LastMessage: Encodable, Sendable {
        let body: String
        let authorType: Author.Kind?
        let seq: Int
    }

    let id: String
    let reference: String
    let kind: Conversation.Kind
    let subject: String
    let topic: Topic
    let status: Conversation.Status
    let locale: LocaleCode
    let customer: CustomerSummary
    let assignee: Assignee?
    /// The queue that it waits in, or came through; nil when none was needed, or it is no longer in use.
    let queue: QueueSummary?
    let lastMessage: LastMessage
    let lastSeq: Int
    /// Up to where agents have read.
    let readSeq: Int
    /// How many of the customer's messages wait for an agent to read them, 100 at most.
    let unread: Int
    let waitingSince: Instant?
    let createdAt: Instant
    let updatedAt: Instant
    let rating: Int?
    let tags: [Tag]
    let snooze: SnoozeView?

    /// Since when it is put aside, and until when; without one until the customer writes.
    struct SnoozeView: Encodable, Sendable {
        let since: Instant
        let until: Instant?
    }

    init(
        _ conversation: Conversation,
        customer: Customer?,
        agent: Agent?,
        queue: Queue?,
        tags: [Tag],
        unread: Int
    ) {
        self.id = conversation.id.description
        self.reference = conversation.reference.rawValue
        self.kind = conversation.kind
        self.subject = conversation.subject
        self.topic = conversation.topic
        self.status = conversation.status
        self.locale = conversation.locale
        self.customer = CustomerSummary(
            id: conversation.customer.description,
            name: customer?.profile.name,
            verified: customer?.isVerified ?? false,
            tier: customer?.profile.tier
        )
        self.assignee = agent.map { Assignee(id: $0.id.description, name: $0.name, badge: $0.badge.rawValue) }
        self.queue = queue.map { QueueSummary(id: $0.id.description, name: $0.name) }
        self.lastMessage = LastMessage(
            body: conversation.preview,
            authorType: conversation.previewAuthor,
            seq: conversation.lastSeq
        )
        self.lastSeq = conversation.lastSeq
        self.readSeq = conversation.agentReadSeq
        self.unread = unread
        self.waitingSince = conversation.waitingSince
        self.createdAt = conversation.createdAt
        self.updatedAt = conversation.updatedAt
        self.rating = conversation.rating
        self.tags = tags
        self.snooze = conversation.activeSnooze.map { SnoozeView(since: $0.since, until: $0.until) }
    }
}

/// How much there is in each view of one agent's inbox.
package struct InboxCounts: Encodable, Sendable, Hashable {
    package let mine: Int
    package let unassigned: Int
    package let waiting: Int
    package let snoozed: Int
    package let all: Int
}

/// How much there is of everything, counted once for all agents.
struct InboxTotals: Sendable {
    /// Open conversations by who has them and their status.
    private let rows: [InboxTotalRow]

    init(_ rows: [InboxTotalRow]) {
        self.rows = rows
    }

    func counts(for agent: ID<Agent>) -> InboxCounts {
        func count(_ isMeant: (InboxTotalRow) -> Bool) -> Int {
            rows.filter(isMeant).reduce(0) { $0 + $1.count }
        }
        /// Without those that were put aside.
        func active(_ isMeant: (InboxTotalRow) -> Bool) -> Int {
            rows.filter(isMeant).reduce(0) { $0 + $1.count - $1.snoozed }
        }
        return InboxCounts(
            mine: active { $0.agent == agent && $0.status.isWithAgent },
            unassigned: count { $0.status == .queued },
            waiting: active { $0.agent == agent && $0.status == .waitingCustomer },
            snoozed: rows.filter { $0.agent == agent && $0.status.isWithAgent }.reduce(0) {
                $0 + $1.snoozed
            },
            all: count { _ in true }
        )
    }
}
