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
    /// Since when it waits for a person.
    package internal(set) var queuedAt: Instant?
    package internal(set) var assignedAt: Instant?
    package internal(set) var resolvedAt: Instant?
    package internal(set) var rating: Int?
    /// The beginning of the last text, and who wrote it.
    package internal(set) var preview: String
    package internal(set) var previewAuthor: Author.Kind?
    package internal(set) var updatedAt: Instant

    init(
        id: ID<Conversation>,
        reference: Reference,
        kind: Kind,
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

    /// What happened is nothing that waits to be read: who has read everything before it has read it too.
    mutating func passOver(_ seq: Int) {
        if customerReadSeq == seq - 1 { customerReadSeq = seq }
        if agentReadSeq == seq - 1 { agentReadSeq = seq }
    }

    /// The realtime topic on which it is heard.
    package var realtimeTopic: String { id.description }
}
