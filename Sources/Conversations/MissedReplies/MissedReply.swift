package import Base
import Storage

/// A customer who is away has not read an agent's reply for a while: told once, until they have read.
package struct CustomerMissedReply: OutboxEvent, Hashable {
    package static let name = "conversation.customer_missed_reply"

    package let conversation: ID<Conversation>
    /// The first reply that is unread.
    package let seq: Int

    package init(conversation: ID<Conversation>, seq: Int) {
        self.conversation = conversation
        self.seq = seq
    }
}

/// What somebody who writes to the customer by another way needs to know.
package struct MissedReply: Encodable, Sendable {
    struct Person: Encodable {
        let id: String
        let uid: String?
        let name: String?
        let email: String?
        let verified: Bool
        /// Nil for who has chosen none, as every guest.
        let antiPhishing: Mark?
    }

    /// By what the customer knows that a message is ours; it leaves with the message and is kept nowhere on the way.
    struct Mark: Encodable {
        let code: String
        /// The sentence that a message is ended with, in the conversation's language.
        let line: String
    }

    struct Reply: Encodable {
        let seq: Int
        let author: TimelineEvent.Person
        let excerpt: String
        let createdAt: Instant
    }

    struct Case: Encodable {
        let id: String
        let reference: String
        let kind: Conversation.Kind
        let topic: Topic
        let subject: String
        let status: Conversation.Status
        let locale: LocaleCode
        /// Where the customer reads it, under the site's address.
        let path: String
    }

    let conversation: Case
    let customer: Person
    let reply: Reply
    /// How many messages the customer has not read.
    let unread: Int
}
