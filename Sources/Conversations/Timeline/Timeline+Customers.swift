package import Base
import Foundation
package import People
import Realtime
import Safeguard
import Storage

/// What customers do.
extension Timeline {
    /// Opens a conversation.
    ///
    /// A chat begins with the assistant, a ticket waits for a person.
    ///
    /// - `greeting`: The assistant's first message, put before the customer's; nil for none.
    ///
    /// Throws: ``ConversationError`` when the topic is unknown or the first message is not acceptable.
    package func open(
        _ opening: Opening,
        by customer: Customer,
        greeting: Draft?
    ) async throws -> Conversation {
        guard topics.contains(opening.topic) else {
            throw ConversationError.topicUnknown(opening.topic.rawValue)
        }
        let writer = customer.id.description
        let named = await mask(opening.subject ?? "", knownTo: customer.uid, writer: writer)
        let subject = named.text
        guard subject.count <= 200 else {
            throw ConversationError.invalid(field: "subject", "200 characters at most")
        }
        let prepared: Prepared? =
            if let first = opening.first { try await prepare(first, by: customer) } else { nil }
        // A reference that exists already is drawn again; the space is large enough for one more draw.
        for _ in 0..<4 {
            do {
                return try await transaction { work in
                    let customer = try Customers.current(customer, in: work.db)
                    if let clientID = opening.clientID,
                        let known = try ConversationSQL(db: work.db).conversation(
                            of: customer.id,
                            clientID: clientID
                        )
                    {
                        return known
                    }
                    return try open(opening, named, prepared, greeting, customer, work)
                }
            } catch let error as DatabaseError where error.isUniqueViolation {
                continue
            }
        }
        throw DatabaseError(.failed, "no free reference was found")
    }

    private func open(
        _ opening: Opening,
        _ subject: MaskedText,
        _ first: Prepared?,
        _ greeting: Draft?,
        _ customer: Customer,
        _ work: TimelineTransaction
    ) throws -> Conversation {
        var conversation = Conversation(
            id: ID(at: work.now),
            reference: .random(),
            kind: opening.kind,
            channel: opening.channel,
            topic: opening.topic,
            subject: subject.text,
            locale: opening.locale,
            customer: customer.id,
            status: .assistant,
            createdAt: work.now
        )
        try ConversationSQL(db: work.db).insert(conversation, clientID: opening.clientID)
        work.inboxTally.opened(conversation)
        if let visit = opening.visit, !visit.isEmpty {
            try VisitSQL(db: work.db).insert(visit.masked { gate.mask($0).text }, of: conversation.id)
        }
        let before = conversation
        if let greeting, opening.kind == .chat {
            let entry = TimelineTransaction.Entry(
                kind: .card,
                author: .assistant,
                body: greeting.body,
                card: greeting.card
            )
            _ = try work.append(entry, to: &conversation)
        }
        if !subject.kinds.isEmpty { try work.append(TimelineEvent(.secretMasked), to: &conversation) }
        if let first {
            try write(first, by: customer, to: &conversation, work)
        }
        if opening.kind == .ticket { try work.requestPerson(for: &conversation) }
        try work.save(conversation, since: before)
        return conversation
    }

    /// A customer writes.
    ///
    /// - Throws: ``ConversationError/notFound`` when it is not theirs.
    package func write(_ draft: Draft, to id: ID<Conversation>, by customer: Customer) async throws -> Message
    {
        let prepared = try await prepare(draft, by: customer)
        return try await once(id, draft.clientID, by: customer.id.description) { work in
            var conversation = try existing(id, work.db)
            let customer = try owner(of: conversation, for: customer, work.db)
            let before = conversation
            let message = try write(prepared, by: customer, to: &conversation, work)
            try work.save(conversation, since: before)
            return message
        }
    }

    @discardableResult
    private func write(
        _ prepared: Prepared,
        by customer: Customer,
        to conversation: inout Conversation,
        _ work: TimelineTransaction
    ) throws -> Message {
        guard conversation.status != .closed else {
            throw ConversationError.notAllowed(.customerWrote, in: .closed)
        }
        var prepared = prepared
        let hidden = try work.hidePieces(of: &prepared, by: customer.id.description, in: &conversation)
        let entry = TimelineTransaction.Entry(
            author: .customer(customer),
            body: prepared.body,
            masked: prepared.masked,
            attachments: try claim(
                prepared.attachments,
                of: customer.id.description,
                for: conversation.id,
                work.db
            ),
            clientID: prepared.clientID
        )
        // The words of a button are ours and name nothing.
        if conversation.subject.isEmpty, prepared.action == nil {
            conversation.subject = Conversation.subject(from: prepared.body)
        }
        let message = try work.append(entry, to: &conversation)
        if !prepared.masked.isEmpty {
            try work.append(TimelineEvent(.secretMasked, hidden: hidden), to: &conversation)
        }
        try work.move(&conversation, .customerWrote, causing: message.seq, action: prepared.action)
        return message
    }

    /// The customer asks for a person.
    package func askForPerson(_ id: ID<Conversation>, by customer: Customer) async throws -> Conversation {
        try await change(id, by: customer) { conversation, work in
            guard !conversation.status.isWithAgent, conversation.status != .queued else { return }
            try work.append(TimelineEvent(.handoverRequested), to: &conversation)
            try work.requestPerson(for: &conversation)
        }
    }

    /// The customer will not wait for the answer: the chat goes on as a ticket and keeps its place.
    ///
    /// One that the assistant has goes to a person, for a ticket waits for one. A ticket stays one.
    ///
    /// - Throws: ``ConversationError/notAllowed(_:in:)`` for one that is over.
    package func turnIntoTicket(_ id: ID<Conversation>, by customer: Customer) async throws -> Conversation {
        try await change(id, by: customer) { conversation, work in
            guard conversation.kind != .ticket else { return }
            guard conversation.status != .resolved, conversation.status != .closed else {
                throw ConversationError.notAllowed(.personAsked, in: conversation.status)
            }
            try work.turnIntoTicket(&conversation)
            if conversation.status == .assistant { try work.move(&conversation, .personAsked) }
        }
    }

    /// The customer says that it is solved.
    package func resolve(_ id: ID<Conversation>, by customer: Customer) async throws -> Conversation {
        try await change(id, by: customer) { conversation, work in
            guard conversation.status != .resolved else { return }
            try work.move(&conversation, .resolved)
            try work.append(TimelineEvent(.resolved), to: &conversation)
        }
    }

    /// The customer rates a conversation that is resolved; again changes the rating.
    ///
    /// - `score`: 1...5.
    package func rate(
        _ id: ID<Conversation>,
        score: Int,
        comment: String?,
        by customer: Customer
    ) async throws
        -> Conversation
    {
        guard (1...5).contains(score) else { throw ConversationError.invalid(field: "score", "1 to 5") }
        let writer = customer.id.description
        let comment = await mask(comment ?? "", knownTo: customer.uid, writer: writer)
        guard comment.text.count <= 2000 else {
            throw ConversationError.invalid(field: "comment", "2000 characters at most")
        }
        return try await change(id, by: customer) { conversation, work in
            guard conversation.status == .resolved || conversation.status == .closed else {
                throw ConversationError.notRateable
            }
            let isFirst = conversation.rating == nil
            conversation.rating = score
            try ConversationSQL(db: work.db).setRatingComment(comment.text, of: id)
            if isFirst { try work.append(TimelineEvent(.rated, score: score), to: &conversation) }
            if !comment.kinds.isEmpty { try work.append(TimelineEvent(.secretMasked), to: &conversation) }
        }
    }
}
