package import Base
package import People
package import Storage
package import Trust

/// Whom a verification in a conversation is about.
package struct VerificationAudience: Sendable {
    package let customer: Customer
    package let locale: LocaleCode
    package let isClosed: Bool
}

/// What is told about a verification.
package enum VerificationNews: Sendable {
    /// An agent asks for it: its card.
    case asked(StepUp, by: Agent)
    /// What became of it.
    case decided(TimelineEvent.Kind, TimelineEvent.Verified, until: Instant?)
}

/// That customers prove in a conversation who they are: the room beside decides it, the timeline shows it.
extension Timeline {
    /// Who the customer of a conversation is by now; nil where there is none.
    package static func verificationAudience(
        of id: ID<Conversation>,
        in db: Connection
    ) throws(DatabaseError) -> VerificationAudience? {
        guard let conversation = try ConversationSQL(db: db).conversation(id),
            let customer = try Customers.customer(conversation.customer, in: db)
        else { return nil }
        return VerificationAudience(
            customer: customer,
            locale: conversation.locale,
            isClosed: conversation.status == .closed
        )
    }

    /// Runs a body in one transaction with what it tells in the conversation.
    package func verify<Value: Sendable>(
        in id: ID<Conversation>,
        _ body: @escaping @Sendable (Connection) throws -> (value: Value, news: VerificationNews?)
    ) async throws -> Value {
        try await transaction { work in
            // Locked first, as everything else that writes to it does.
            var conversation = try existing(id, work.db)
            let before = conversation
            let (value, news) = try body(work.db)
            switch news {
            case nil: return value
            case .asked(let stepUp, let agent):
                // As with a reply: whoever asks takes the conversation, and that is said before.
                try work.move(&conversation, .agentWrote(agent.id))
                try work.appendCard(of: stepUp, by: .agent(agent), to: &conversation)
            case .decided(let kind, let verified, let until):
                try work.append(TimelineEvent(kind, at: until, verification: verified), to: &conversation)
                // The customer has done what was waited for.
                if kind != .verificationTakenBack, conversation.status == .waitingCustomer {
                    try work.move(&conversation, .customerWrote)
                }
            }
            try work.save(conversation, since: before)
            return value
        }
    }
}
