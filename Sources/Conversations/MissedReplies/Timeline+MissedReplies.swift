package import Base
package import People
import Storage
import Trust

extension TimelineTransaction {
    /// An agent wrote: from now on it counts how long that stays unread.
    func noteReply(_ conversation: Conversation) throws {
        guard let missedAfter else { return }
        try MissedReplySQL(db: db).note(conversation.id, seq: conversation.lastSeq, due: now + missedAfter)
    }

    /// The customer has read.
    func noteReading(_ conversation: Conversation) throws {
        guard let missedAfter else { return }
        let sql = MissedReplySQL(db: db)
        try sql.forget(conversation.id)
        guard conversation.customerReadSeq < conversation.lastSeq else { return }
        // What came after what they read waits from now on.
        let next = try MessageSQL(db: db).messages(
            conversation.id,
            after: conversation.customerReadSeq,
            limit: 50
        )
        guard let reply = next.first(where: { $0.author.type == .agent }) else { return }
        try sql.note(conversation.id, seq: reply.seq, due: now + missedAfter)
    }
}

extension Timeline {
    /// How long the excerpt of a reply is, in characters.
    private static let longestExcerpt = 280
    /// How many are looked at in one go.
    private static let batch = 200

    /// Tells which replies were missed.
    ///
    /// - `isConnected`: Which of some customers have a live connection on this node: they are given more time.
    /// - `notice`: How long before it is due a reply is put off for whoever is connected; longer than two runs of every
    ///   node, so that each node is asked before any of them tells.
    package func tellMissedReplies(
        notice: Duration,
        isConnected: @Sendable ([ID<Customer>]) -> Set<ID<Customer>>
    ) async throws {
        guard let missedAfter else { return }
        let now = clock.now
        let soon = try await database.read { db in
            try MissedReplySQL(db: db).waiting(dueBefore: now + notice, limit: Self.batch)
        }
        guard !soon.isEmpty else { return }
        let connected = isConnected(soon.map(\.customer))
        let put = soon.filter { connected.contains($0.customer) }.map(\.conversation)
        if !put.isEmpty {
            try await database.write { db in
                try MissedReplySQL(db: db).putOff(put, to: now + missedAfter + notice)
            }
        }
        let due = try await database.read { db in
            try MissedReplySQL(db: db).waiting(dueBefore: now, limit: Self.batch)
        }
        for each in due {
            try await database.write { db in
                guard try MissedReplySQL(db: db).take(each.conversation, dueBefore: now) else { return }
                let event = CustomerMissedReply(conversation: each.conversation, seq: each.seq)
                try outbox.append(event, in: db)
            }
        }
    }

    /// What was missed, as it is now.
    ///
    /// - Returns: nil once the customer has read it, or the conversation is closed.
    package func missedReply(_ event: CustomerMissedReply) async throws -> MissedReply? {
        try await database.read { db in
            guard let conversation = try ConversationSQL(db: db).conversation(event.conversation),
                conversation.status != .closed, conversation.customerReadSeq < event.seq,
                let customer = try Customers.customer(conversation.customer, in: db),
                let message = try MessageSQL(db: db).messages(conversation.id, after: event.seq - 1, limit: 1)
                    .first
            else { return nil }
            let id = conversation.id.description
            return MissedReply(
                conversation: MissedReply.Case(
                    id: id,
                    reference: conversation.reference.rawValue,
                    kind: conversation.kind,
                    topic: conversation.topic,
                    subject: conversation.subject,
                    status: conversation.status,
                    locale: conversation.locale,
                    path: "/conversations/\(id)"
                ),
                customer: MissedReply.Person(
                    id: customer.id.description,
                    uid: customer.uid,
                    name: customer.profile.name,
                    email: customer.profile.email,
                    verified: customer.isVerified,
                    antiPhishing: try mark(of: customer, in: conversation.locale, db)
                ),
                reply: MissedReply.Reply(
                    seq: message.seq,
                    author: TimelineEvent.Person(
                        name: message.author.name,
                        badge: message.author.badge ?? ""
                    ),
                    excerpt: String(message.body.prefix(Self.longestExcerpt)),
                    createdAt: message.createdAt
                ),
                unread: try MessageSQL(db: db).unread(in: conversation)
            )
        }
    }

    /// A guest has none, for nobody vouches for who reads it.
    private func mark(
        of customer: Customer,
        in locale: LocaleCode,
        _ db: Connection
    ) throws
        -> MissedReply.Mark?
    {
        guard customer.isVerified, let code = try AntiPhishingCodes.code(of: customer.id, in: db) else {
            return nil
        }
        return MissedReply.Mark(code: code.text, line: code.line(in: locale, localisation))
    }
}
