package import Base
import Foundation
package import People
package import Storage
package import Trust

/// "Is this really you?", asked in a conversation.
extension Timeline {
    /// The customer asks whether an agent is real, and gets a code for the official page; the agents see that it was asked.
    ///
    /// - `seq`: The agent's message that is doubted; nil for whoever has the conversation.
    ///
    /// Throws: ``BadgeError``, ``ConversationError/notFound``.
    package func challenge(
        _ id: ID<Conversation>,
        message seq: Int?,
        by customer: Customer
    ) async throws -> (issued: BadgeChallenge.Issued, agent: TimelineEvent.Person) {
        try await transaction { work in
            var conversation = try existing(id, work.db)
            let customer = try owner(of: conversation, for: customer, work.db)
            let before = conversation
            let (agent, person) = try doubted(seq, in: conversation, work.db)
            let issued = try BadgeChallenges.issue(
                BadgeChallenge.Question(
                    conversation: id.description,
                    reference: conversation.reference.rawValue,
                    customer: customer.id,
                    agent: agent
                ),
                at: work.now,
                in: work.db
            )
            try work.appendInner(TimelineEvent(.challenged, agent: person), by: nil, to: &conversation)
            try work.save(conversation, since: before)
            return (issued, person)
        }
    }

    /// Who wrote a message, under the name that stands there.
    private func doubted(
        _ seq: Int?,
        in conversation: Conversation,
        _ db: Connection
    ) throws -> (ID<Agent>, TimelineEvent.Person) {
        guard let seq else {
            guard let id = conversation.agent, conversation.status.isWithAgent,
                let agent = try Agents.agent(id, in: db)
            else { throw BadgeError.nobodyHere }
            return (id, TimelineEvent.Person(name: agent.name, badge: agent.badge.rawValue))
        }
        guard let author = try MessageSQL(db: db).messages(conversation.id, numbered: [seq]).first?.author,
            author.type == .agent, let id = ID<Agent>(author.id), let badge = author.badge
        else { throw BadgeError.noAgentsMessage(seq) }
        return (id, TimelineEvent.Person(name: author.name, badge: badge))
    }

    /// Tells the agents that the official page has confirmed one of them.
    ///
    /// - `confirmation`: Told once, however often it comes.
    package func noteConfirmation(_ confirmation: BadgeConfirmed) async throws {
        guard let id = ID<Conversation>(confirmation.conversation),
            let mark = ID<BadgeChallenge>(confirmation.challenge).flatMap({ UUID(bytes: $0.bytes) })
        else { return }
        let person = TimelineEvent.Person(name: confirmation.agentName, badge: confirmation.badge)
        do {
            try await transaction { work in
                guard var conversation = try ConversationSQL(db: work.db).locked(id) else { return }
                let before = conversation
                let event = TimelineEvent(.challengeConfirmed, agent: person)
                try work.appendInner(event, by: nil, to: &conversation, clientID: mark)
                try work.save(conversation, since: before)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            // It came before.
        }
    }

    /// What becomes of a confirmation.
    package var confirmations: OutboxSubscription {
        OutboxSubscription(BadgeConfirmed.self) { confirmation in try await noteConfirmation(confirmation) }
    }
}
