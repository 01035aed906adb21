import Base
import People
import Trust

// What a queue wants its customers to prove is asked for while they wait, in the transaction that brought them into it.
extension TimelineTransaction {
    /// Lets the assistant ask for what the queue of a conversation wants, unless that is known or asked for already.
    ///
    /// - `isNews`: Whether a guest has not been told yet that it needs an account.
    func askForVerification(in conversation: inout Conversation, isNews: Bool = false) throws {
        guard !verificationMethods.isEmpty, let queue = conversation.queue,
            let wanted = try QueueSQL(db: db).queue(queue)?.verification,
            verificationMethods.contains(wanted.method),
            let customer = try Customers.customer(conversation.customer, in: db),
            let place = ID<ConversationPlace>(bytes: conversation.id.bytes)
        else { return }
        guard customer.isVerified else {
            guard isNews else { return }
            let purpose = named("purpose", wanted.purpose.rawValue, in: conversation.locale)
            let body = localisation.text(
                "timeline.verification.sign_in",
                in: conversation.locale,
                ["purpose": purpose]
            )
            _ = try append(Entry(author: .assistant, body: body), to: &conversation)
            return
        }
        let asked = try StepUps.askUnlessKnown(wanted, in: place, of: customer, at: now, in: db)
        guard let asked else { return }
        try appendCard(of: asked, by: .assistant, to: &conversation)
    }

    /// Adds the card of what was asked for.
    func appendCard(of asked: StepUp, by author: Author, to conversation: inout Conversation) throws {
        let verification = Card.Verification(
            id: asked.id.description,
            purpose: asked.purpose.rawValue,
            method: asked.method.rawValue,
            expiresAt: asked.expiresAt
        )
        let values = [
            "purpose": named("purpose", verification.purpose, in: conversation.locale),
            "method": named("method", verification.method, in: conversation.locale),
        ]
        let words = author.type == .assistant ? "body_waiting" : "body"
        let entry = Entry(
            kind: .card,
            author: author,
            body: localisation.text("timeline.verification.\(words)", in: conversation.locale, values),
            card: Card(.verification, verification: verification)
        )
        _ = try append(entry, to: &conversation)
    }
}
