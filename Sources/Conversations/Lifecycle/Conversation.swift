package import Base
package import People
import Storage

/// One case of a customer, whatever the channel.
package struct Conversation: Sendable, Hashable, Identified {
    package static let idPrefix = "cnv"

    /// A chat is live, a ticket is not; either can become the other.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case chat, ticket
    }

    package enum Status: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case assistant, queued, assigned
        case waitingCustomer = "waiting_customer"
        case resolved, closed

        /// What the customer reads.
        package var progress: Progress {
            switch self {
            case .assistant: .submitted
            case .queued: .accepted
            case .assigned: .inProgress
            case .waitingCustomer: .waitingForYou
            case .resolved: .resolved
            case .closed: .closed
            }
        }

        /// Whether somebody still has to do something: the assistant, a person or the customer.
        package var isOpen: Bool { self != .resolved && self != .closed }

        /// Whether a person has it.
        package var isWithAgent: Bool { self == .assigned || self == .waitingCustomer }
    }

    /// The status in the customer's words.
    package enum Progress: String, Sendable, Hashable, Codable, CaseIterable {
        case submitted, accepted
        case inProgress = "in_progress"
        case waitingForYou = "waiting_for_you"
        case resolved, closed
    }

    package let id: ID<Conversation>
    /// The number that is read out on the phone.
    package let reference: Reference
    package internal(set) var kind: Kind
    /// Where it came from: `web`, `phone`, ….
    package let channel: String
    package let topic: Topic
    /// In the customer's words; empty until they have written some.
    package internal(set) var subject: String
    package let locale: LocaleCode
    package let customer: ID<Customer>
    package let createdAt: Instant
    package internal(set) var status: Status
    /// Who has it; kept after it was resolved, so that it can return to the same person.
    package internal(set) var agent: ID<Agent>?
    /// How many messages and notes there are.
    package internal(set) var lastSeq = 0
    package internal(set) var lastNoteSeq = 0
    /// How far each side has read.
    package internal(set) var customerReadSeq = 0
    package internal(set) var agentReadSeq = 0
    /// The queue that it is or was in; nil until a person was first asked for.
    package internal(set) var queue: ID<Queue>?
    /// In which line of the queue it waits; nil when it does not.
    package internal(set) var lane: Lane?
    /// Since when it waits in the queue: what its place is counted by.
    package internal(set) var queuedAt: Instant?
    /// Since when the customer waits for a person's word; nil while it is their turn.
    package internal(set) var waitingSince: Instant?
    /// When whoever has it first wrote; nil until then.
    package internal(set) var answeredAt: Instant?
    /// Who gave it back, or did not answer, and until when they do not get it again.
    package internal(set) var avoided: Avoidance?
    package internal(set) var assignedAt: Instant?
    /// That it was put aside; ``activeSnooze`` says whether it still is.
    package internal(set) var snooze: Snooze?
    package internal(set) var resolvedAt: Instant?
    package internal(set) var rating: Int?
    /// The beginning of the last text, and who wrote it.
    package internal(set) var preview: String
    package internal(set) var previewAuthor: Author.Kind?
    package internal(set) var updatedAt: Instant
    /// What the agents' loads count for it at this moment; saving brings it in line with ``load``.
    var counted: [Load] = []

    /// An agent to whom it is not given before a moment.
    package struct Avoidance: Sendable, Hashable {
        package let agent: ID<Agent>
        package let until: Instant
    }

    /// What it takes of whom.
    struct Load: Sendable, Hashable {
        let agent: ID<Agent>
        let kind: WorkKind
    }

    init(
        id: ID<Conversation>,
        reference: Reference,
        kind: Kind,
        channel: String = "web",
        topic: Topic,
        subject: String,
        locale: LocaleCode,
        customer: ID<Customer>,
        status: Status,
        createdAt: Instant
    ) {
        self.id = id
        self.reference = reference
        self.kind = kind
        self.channel = channel
        self.topic = topic
        self.subject = subject
        self.locale = locale
        self.customer = customer
        self.status = status
        self.preview = ""
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    /// The longest subject that is made of a message.
    private static let longestSubject = 80

    /// What a case is called that nobody named: the beginning of its first message, in one line.
    static func subject(from message: String) -> String {
        String(message.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(longestSubject))
    }

    /// What kind of work it is to an agent.
    package var workKind: WorkKind {
        switch kind {
        case .ticket: .ticket
        case .chat: channel == "phone" ? .call : .chat
        }
    }

    /// What it takes of the agent who has it; a ticket that waits for its customer takes nothing.
    var load: Load? {
        guard let agent, status.isWithAgent, !(kind == .ticket && status == .waitingCustomer) else {
            return nil
        }
        return Load(agent: agent, kind: workKind)
    }

    /// What happened is nothing that waits to be read: who has read everything before it has read it too.
    mutating func passOver(_ seq: Int) {
        if customerReadSeq == seq - 1 { customerReadSeq = seq }
        if agentReadSeq == seq - 1 { agentReadSeq = seq }
    }

    /// The realtime topic on which it is heard.
    package var realtimeTopic: String { id.description }
}
