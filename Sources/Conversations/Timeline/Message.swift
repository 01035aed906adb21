package import Base
package import Foundation
package import People

/// Who wrote an entry.
package struct Author: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case customer, agent, assistant, system
    }

    /// The person's id, or `assistant`, `system`.
    package let id: String
    package let type: Kind
    /// As the customer reads it; empty for a guest without a name.
    package let name: String
    /// An agent's checkable work number.
    package let badge: String?

    package init(id: String, type: Kind, name: String, badge: String? = nil) {
        self.id = id
        self.type = type
        self.name = name
        self.badge = badge
    }

    package static let assistant = Author(id: "assistant", type: .assistant, name: "")
    package static let system = Author(id: "system", type: .system, name: "")

    package static func customer(_ customer: Customer) -> Author {
        Author(id: customer.id.description, type: .customer, name: customer.profile.name ?? "")
    }

    package static func agent(_ agent: Agent) -> Author {
        Author(id: agent.id.description, type: .agent, name: agent.name, badge: agent.badge.rawValue)
    }
}

/// What the assistant, or an agent, puts under a text: sources, and what can be answered with one click.
package struct Card: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        case greeting, answer, choices, abstain, handover
        /// Asks the customer to prove who they are.
        case verification
    }

    /// What a verification card stands for; what became of it is asked for by its id.
    package struct Verification: Sendable, Hashable, Codable {
        package let id: String
        package let purpose: String
        package let method: String
        package let expiresAt: Instant

        package init(id: String, purpose: String, method: String, expiresAt: Instant) {
            self.id = id
            self.purpose = purpose
            self.method = method
            self.expiresAt = expiresAt
        }
    }

    package struct Source: Sendable, Hashable, Codable {
        package let title: String
        package let url: String
        package let kind: String
        package let snippet: String

        package init(title: String, url: String, kind: String, snippet: String) {
            self.title = title
            self.url = url
            self.kind = kind
            self.snippet = snippet
        }
    }

    package struct Action: Sendable, Hashable, Codable {
        package let id: String
        package let label: String

        package init(id: String, label: String) {
            self.id = id
            self.label = label
        }
    }

    package let type: Kind
    package let sources: [Source]
    package let actions: [Action]
    /// Nil for every other kind.
    package let verification: Verification?

    package init(
        _ type: Kind,
        sources: [Source] = [],
        actions: [Action] = [],
        verification: Verification? = nil
    ) {
        self.type = type
        self.sources = sources
        self.actions = actions
        self.verification = verification
    }
}

extension Card {
    /// An agent's answers of one click; nil for none.
    init?(quickReplies: [String]) {
        guard !quickReplies.isEmpty else { return nil }
        self.init(
            .choices,
            actions: quickReplies.enumerated().map { Action(id: "reply.\($0 + 1)", label: $1) }
        )
    }
}

/// Something that happened to the conversation, as an entry of its timeline.
package struct TimelineEvent: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case handoverRequested = "handover_requested"
        case queued, assigned, transferred, resolved, reopened, closed, rated
        case secretMasked = "secret_masked"
        case customerVerified = "customer_verified"
        case becameTicket = "became_ticket"
        /// Nobody is there; ``TimelineEvent/at`` is when somebody will be.
        case outsideHours = "outside_hours"
        /// Put aside until ``TimelineEvent/at``, or until the customer writes; told to agents alone.
        case snoozed
        /// Back from having been put aside; told to agents alone.
        case woken
        /// What became of a part or the whole; ``TimelineEvent/to`` is the other conversation's reference.
        case mergedInto = "merged_into"
        case mergedFrom = "merged_from"
        case splitInto = "split_into"
        case splitFrom = "split_from"
        /// Related to the conversation of the reference, or not any more; told to agents alone.
        case linked, unlinked
        /// An agent's message that asked for a secret or a transfer was not stored; told to agents alone.
        case replyStopped = "reply_stopped"
        /// The customer asked whether the agent is real, and the official page said so; told to agents alone.
        case challenged
        case challengeConfirmed = "challenge_confirmed"
        /// What became of a verification: ``TimelineEvent/verification`` says of which.
        case verificationPassed = "verification_passed"
        case verificationFailed = "verification_failed"
        case verificationTakenBack = "verification_taken_back"
        /// What was said was erased, by request or because it was kept long enough.
        case erased
    }

    /// What was verified, and how.
    package struct Verified: Sendable, Hashable, Codable {
        package let purpose: String
        package let method: String

        package init(purpose: String, method: String) {
            self.purpose = purpose
            self.method = method
        }
    }

    package struct Person: Sendable, Hashable, Codable {
        package let name: String
        package let badge: String

        package init(name: String, badge: String) {
            self.name = name
            self.badge = badge
        }
    }

    package let type: Kind
    /// The agent it is about.
    package let agent: Person?
    /// The score of a rating, 1...5.
    package let score: Int?
    /// The moment it is about: when somebody is there, when a ticket is answered at the latest.
    package let at: Instant?
    /// The queue it was passed to, which is told to agents alone, or another conversation's reference.
    package let to: String?
    package let verification: Verified?
    /// Earlier messages, by number, whose text was hidden when this happened.
    package let hidden: [Int]?
    /// What a stopped reply asked for.
    package let asks: [String]?

    package init(
        _ type: Kind,
        agent: Person? = nil,
        score: Int? = nil,
        at: Instant? = nil,
        to: String? = nil,
        verification: Verified? = nil,
        hidden: [Int]? = nil,
        asks: [String]? = nil
    ) {
        self.verification = verification
        self.type = type
        self.agent = agent
        self.score = score
        self.at = at
        self.to = to
        self.hidden = hidden
        self.asks = asks
    }
}

/// One entry of a timeline: a message that everybody reads, or a note for agents.
package struct Message: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case text, event, card
        /// A note of a supervisor to whoever has the conversation.
        case whisper
    }

    package let conversation: ID<Conversation>
    /// 1, 2, 3… without gaps; of notes their own number.
    package let seq: Int
    /// For a note, the message it was written after; nil for a message.
    package let afterSeq: Int?
    package let kind: Kind
    package let author: Author
    package let body: String
    /// The kinds of secrets that were hidden in the body.
    package let masked: [String]
    package let attachments: [AttachmentSummary]
    package let card: Card?
    package let event: TimelineEvent?
    /// The author's own id of it.
    package let clientID: UUID?
    package let createdAt: Instant

    /// Whether it says something to the customer that a colleague, or the assistant, said.
    ///
    /// - `author`: Whose own messages do not count.
    func answers(besides author: String) -> Bool {
        kind != .event && (self.author.type == .assistant || self.author.type == .agent)
            && self.author.id != author
    }

    /// Whether only agents see it.
    package var isNote: Bool { afterSeq != nil }
}

/// A file as it is shown with a message.
package struct AttachmentSummary: Sendable, Hashable, Codable {
    package let id: ID<Attachment>
    package let name: String
    /// In bytes.
    package let size: Int
    package let mediaType: String
    /// Of a picture, in pixels.
    package let width: Int?
    package let height: Int?

    package init(
        id: ID<Attachment>,
        name: String,
        size: Int,
        mediaType: String,
        width: Int? = nil,
        height: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.size = size
        self.mediaType = mediaType
        self.width = width
        self.height = height
    }
}
