package import Base
import Foundation
package import People
import Realtime
import Safeguard
package import Storage

// How the door's calls run: in one transaction, once for each client id, on a locked conversation.
extension Timeline {
    /// A draft that was checked and whose secrets are hidden.
    struct Prepared: Sendable {
        let clientID: UUID?
        var body: String
        var masked: [String]
        let attachments: [ID<Attachment>]
        let quickReplies: [String]
        let action: String?
    }

    /// Checks a draft and hides what must not be stored, without asking anybody: as it can be done in a transaction.
    ///
    /// Nothing reaches the database that did not pass here or in its two sisters of ``KnownTransactions``.
    func prepare(_ draft: Draft) throws(ConversationError) -> Prepared {
        let draft = try checked(draft)
        return prepared(draft, gate.mask(draft.body))
    }

    /// A draft within its limits, without what means nothing.
    func checked(_ draft: Draft) throws(ConversationError) -> Draft {
        guard draft.attachments.count <= Self.mostAttachments else {
            throw .tooManyAttachments(limit: Self.mostAttachments)
        }
        guard draft.body.utf8.count <= Self.longestBody * 8, draft.body.count <= Self.longestBody else {
            throw .messageTooLong(limit: Self.longestBody)
        }
        guard (draft.action?.utf8.count ?? 0) <= 120 else {
            throw .invalid(field: "action", "120 bytes at most")
        }
        var checked = draft
        checked.quickReplies = draft.quickReplies.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard checked.quickReplies.count <= Self.mostQuickReplies,
            checked.quickReplies.allSatisfy({ !$0.isEmpty && $0.count <= Self.longestQuickReply })
        else {
            throw .invalid(
                field: "quick_replies",
                "\(Self.mostQuickReplies) at most, each of 1 to \(Self.longestQuickReply) characters"
            )
        }
        // It means nothing in a text, and what is answered is what was stored.
        let hasNull = draft.body.utf8.contains(0)
        if hasNull { checked.body = draft.body.replacingOccurrences(of: "\0", with: "") }
        guard !draft.attachments.isEmpty || !checked.body.allSatisfy(\.isWhitespace) else {
            throw .emptyMessage
        }
        return checked
    }

    /// What is written of a checked draft.
    func prepared(_ draft: Draft, _ masked: MaskedText) -> Prepared {
        Prepared(
            clientID: draft.clientID,
            body: masked.text,
            masked: masked.kinds.map(\.rawValue),
            attachments: draft.attachments,
            quickReplies: draft.quickReplies.map { gate.mask($0).text },
            action: draft.action.map { gate.mask($0).text }
        )
    }

    func transaction<Value: Sendable>(
        _ body: @escaping @Sendable (TimelineTransaction) throws -> Value
    ) async throws -> Value {
        try await database.write { db in
            let work = work(in: db)
            let value = try body(work)
            try work.writeTallies()
            return value
        }
    }

    /// What one transaction works with; its time is the moment at which it began.
    func work(in db: Connection) -> TimelineTransaction {
        TimelineTransaction(
            db: db,
            now: clock.now,
            bus: bus,
            outbox: outbox,
            jobs: jobs,
            localisation: localisation,
            rules: rules,
            missedAfter: missedAfter,
            linkGuard: linkGuard,
            verificationMethods: verificationMethods
        )
    }

    /// Writes a message or note unless its client id came before; then answers with what was written then.
    func once(
        _ id: ID<Conversation>,
        _ clientID: UUID?,
        by author: String,
        among stream: RealtimeEvent.Stream = .messages,
        _ body: @escaping @Sendable (TimelineTransaction) throws -> Message
    ) async throws -> Message {
        @Sendable func known(_ db: Connection) throws -> Message? {
            guard let clientID else { return nil }
            let sql = MessageSQL(db: db)
            let known =
                stream == .notes
                ? try sql.note(id, clientID: clientID) : try sql.message(id, clientID: clientID)
            guard let message = known else { return nil }
            // Somebody else's id proves nothing and reveals nothing.
            guard try message.author.id == author || Self.became(author, message.author.id, db) else {
                throw ConversationError.notFound
            }
            return message
        }
        do {
            return try await transaction(body)
        } catch {
            // A repeat is recognised where it cannot be missed: by the database, which refuses the second of an id.
            // Whatever else a repeat fails of, such as a conversation that is closed by now, it was written before.
            guard clientID != nil else { throw error }
            do {
                if let message = try await database.read({ db in try known(db) }) { return message }
            } catch let refusal as ConversationError {
                throw refusal
            } catch is DatabaseError {
                // What went wrong first is what counts.
            }
            throw error
        }
    }

    /// Changes a conversation of a customer.
    func change(
        _ id: ID<Conversation>,
        by customer: Customer,
        _ body: @escaping @Sendable (inout Conversation, TimelineTransaction) throws -> Void
    ) async throws -> Conversation {
        try await transaction { work in
            var conversation = try owned(id, by: customer, work.db)
            let before = conversation
            try body(&conversation, work)
            try work.save(conversation, since: before)
            return conversation
        }
    }

    /// Changes any conversation.
    func change(
        _ id: ID<Conversation>,
        _ body: @escaping @Sendable (inout Conversation, TimelineTransaction) throws -> Void
    ) async throws -> Conversation {
        try await transaction { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            try body(&conversation, work)
            try work.save(conversation, since: before)
            return conversation
        }
    }

    func existing(_ id: ID<Conversation>, _ db: Connection) throws -> Conversation {
        guard let conversation = try ConversationSQL(db: db).locked(id) else {
            throw ConversationError.notFound
        }
        return conversation
    }

    func owned(_ id: ID<Conversation>, by customer: Customer, _ db: Connection) throws -> Conversation {
        let conversation = try existing(id, db)
        _ = try owner(of: conversation, for: customer, db)
        return conversation
    }

    /// As whom somebody acts on a conversation of theirs: a guest who became verified while the request was under way
    /// acts as the verified customer, whose the conversation is by now.
    ///
    /// For writing only: a guest's open connection must not read what the customer has besides.
    ///
    /// - Throws: ``ConversationError/notFound`` when it is not theirs.
    func owner(
        of conversation: Conversation,
        for customer: Customer,
        _ db: Connection
    ) throws -> Customer {
        if conversation.customer == customer.id { return customer }
        guard !customer.isVerified, let verified = try Customers.customer(customer.id, in: db),
            verified.id == conversation.customer
        else { throw ConversationError.notFound }
        return verified
    }

    /// Whether an author was a guest and is another one's name now.
    private static func became(_ guest: String, _ author: String, _ db: Connection) throws -> Bool {
        guard let guest = ID<Customer>(guest) else { return false }
        return try Customers.customer(guest, in: db)?.id.description == author
    }

    /// Binds uploaded files to the conversation they are sent in.
    func claim(
        _ ids: [ID<Attachment>],
        of uploader: String,
        for conversation: ID<Conversation>,
        _ db: Connection
    ) throws -> [AttachmentSummary] {
        guard !ids.isEmpty else { return [] }
        return try ids.map { id in
            guard let file = try AttachmentSQL(db: db).claim(id, by: uploader, for: conversation) else {
                throw ConversationError.attachmentNotFound
            }
            return file.summary
        }
    }
}

/// Conversations follow a guest who turns out to be a verified customer.
package struct ConversationMerging: CustomerMerging {
    private let timeline: Timeline

    package init(_ timeline: Timeline) {
        self.timeline = timeline
    }

    package func merge(_ guest: ID<Customer>, into verified: ID<Customer>, db: Connection) throws {
        guard let customer = try Customers.customer(verified, in: db) else { return }
        let work = timeline.work(in: db)
        let guestAuthor = Author(id: guest.description, type: .customer, name: "")
        for var conversation in try ConversationSQL(db: db).reassign(guest, to: verified) {
            let before = conversation
            try MessageSQL(db: db).rename(conversation.id, from: guestAuthor, to: .customer(customer))
            if conversation.status != .closed {
                try work.append(TimelineEvent(.customerVerified), to: &conversation)
            }
            if conversation.status == .queued {
                // Whoever they are now may belong into another queue; the place is counted from the same time.
                conversation.queue = nil
                _ = try work.assign(&conversation)
            }
            // Now there is an account that what waits for a person, or is with one, can be about.
            if conversation.status == .queued || conversation.status.isWithAgent {
                try work.askForVerification(in: &conversation)
            }
            try work.save(conversation, since: before)
        }
        try work.writeTallies()
        try AttachmentSQL(db: db).reassign(from: guest.description, to: verified.description)
    }
}
