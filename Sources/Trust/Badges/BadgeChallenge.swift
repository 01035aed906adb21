package import Base
package import People
package import Safeguard

/// A customer's "is this really you?" to an agent in a conversation: the official page confirms its code, once.
package struct BadgeChallenge: Sendable, Hashable, Identified {
    package static let idPrefix = "bch"
    /// How long the code counts.
    package static let lifetime = Duration.seconds(300)
    /// How many codes a conversation gets within ``window``.
    package static let most = 5
    package static let window = Duration.seconds(600)
    /// How long it is remembered, so that a late code is told what it was.
    static let remembered = Duration.seconds(30 * 86_400)

    /// What is asked about, and by whom.
    package struct Question: Sendable, Hashable {
        /// The conversation's id as everybody sees it.
        package let conversation: String
        /// The conversation's number as its customer knows it.
        package let reference: String
        package let customer: ID<Customer>
        package let agent: ID<Agent>

        package init(
            conversation: String,
            reference: String,
            customer: ID<Customer>,
            agent: ID<Agent>
        ) {
            self.conversation = conversation
            self.reference = reference
            self.customer = customer
            self.agent = agent
        }
    }

    /// A challenge that was just made, with the code that nobody can read again.
    package struct Issued: Sendable, Hashable {
        package let challenge: BadgeChallenge
        package let code: ReadableCode
    }

    /// What the official page says of a code.
    package enum Outcome: Sendable, Hashable {
        /// It is the first time, and in time.
        case confirmed
        case usedBefore(Instant)
        case expired
        /// Whoever asks is signed in and has no such conversation: somebody handed them a code of their own.
        case anothers
        /// The agent does not work here any more.
        case agentLeft
    }

    /// An outcome with what customers may know of the agent.
    package struct Answer: Sendable, Hashable {
        package let outcome: Outcome
        package let reference: String
        package let agentName: String
        package let badge: Badge
        package let askedAt: Instant
    }

    package let id: ID<BadgeChallenge>
    package let question: Question
    package let createdAt: Instant
    package let expiresAt: Instant
    /// When the official page confirmed it; nil as long as it has not.
    package let usedAt: Instant?

    /// What becomes of the code when it is typed.
    ///
    /// - `asker`: The customer whose session the page has; nil for nobody that is known.
    func outcome(for asker: Customer?, agentIsActive: Bool, at now: Instant) -> Outcome {
        // A guest of this browser may well be the customer of the app: only who is signed in is known to be another.
        if let asker, asker.isVerified, asker.id != question.customer { return .anothers }
        if let usedAt { return .usedBefore(usedAt) }
        if now >= expiresAt { return .expired }
        return agentIsActive ? .confirmed : .agentLeft
    }
}
