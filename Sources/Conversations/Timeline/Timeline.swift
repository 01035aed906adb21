package import Base
package import Foundation
package import People
package import Realtime
package import Safeguard
package import Storage

/// The one door through which conversations are opened, written to, moved and read.
///
/// Every call is one transaction: when it returns, what it did is on disk, numbered without gaps, and about to be
/// told to whoever listens. A repeated `clientID` does nothing again and returns what it did the first time.
package struct Timeline: Sendable {
    /// The longest message, in characters.
    package static let longestBody = 10_000
    /// The most files of one message.
    package static let mostAttachments = 10

    let database: any Database
    let bus: any EventBus
    let outbox: Outbox
    let jobs: Jobs
    let gate: SecretsGate
    let localisation: Localisation
    let topics: [Topic]
    let clock: any WallClock

    package init(
        _ database: any Database,
        bus: any EventBus,
        outbox: Outbox,
        jobs: Jobs,
        gate: SecretsGate,
        localisation: Localisation,
        topics: [Topic],
        clock: any WallClock
    ) {
        self.database = database
        self.bus = bus
        self.outbox = outbox
        self.jobs = jobs
        self.gate = gate
        self.localisation = localisation
        self.topics = topics
        self.clock = clock
    }

    /// Something to be written.
    package struct Draft: Sendable {
        package var clientID: UUID?
        package var body: String
        package var attachments: [ID<Attachment>]
        package var card: Card?
        /// The choice of an assistant's card that a customer's message stands for.
        package var action: String?

        package init(
            clientID: UUID? = nil,
            body: String,
            attachments: [ID<Attachment>] = [],
            card: Card? = nil,
            action: String? = nil
        ) {
            self.clientID = clientID
            self.body = body
            self.attachments = attachments
            self.card = card
            self.action = action
        }
    }

    /// What opens a conversation.
    package struct Opening: Sendable {
        package var kind: Conversation.Kind
        package var topic: Topic
        package var subject: String?
        package var locale: LocaleCode
        package var channel: String
        /// The first message; nil opens with the assistant's greeting alone.
        package var first: Draft?
        /// Makes opening twice opening once.
        package var clientID: UUID?

        package init(
            kind: Conversation.Kind,
            topic: Topic,
            subject: String? = nil,
            locale: LocaleCode,
            channel: String = "web",
            first: Draft? = nil,
            clientID: UUID? = nil
        ) {
            self.kind = kind
            self.topic = topic
            self.subject = subject
            self.locale = locale
            self.channel = channel
            self.first = first
            self.clientID = clientID
        }
    }

    // MARK: Customers

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
        let subject = gate.mask(opening.subject ?? "").text
        guard subject.count <= 200 else {
            throw ConversationError.invalid(field: "subject", "200 characters at most")
        }
        let prepared = try opening.first.map { try prepare($0) }
        // A reference that exists already is drawn again; the space is large enough for one more draw.
        for _ in 0..<4 {
            do {
                return try await transaction { work in
                    if let clientID = opening.clientID,
                        let known = try ConversationSQL(db: work.db).conversation(
                            of: customer.id,
                            clientID: clientID
                        )
                    {
                        return known
                    }
                    return try open(opening, subject, prepared, greeting, customer, work)
                }
            } catch let error as DatabaseError where error.isUniqueViolation {
                continue
            }
        }
        throw DatabaseError(.failed, "no free reference was found")
    }

    private func open(
        _ opening: Opening,
        _ subject: String,
        _ first: Prepared?,
        _ greeting: Draft?,
        _ customer: Customer,
        _ work: TimelineTransaction
    ) throws -> Conversation {
        var conversation = Conversation(
            id: ID(at: work.now),
            reference: .random(),
            kind: opening.kind,
            topic: opening.topic,
            subject: subject.isEmpty ? String((first?.body ?? "").prefix(80)) : subject,
            locale: opening.locale,
            customer: customer.id,
            status: .assistant,
            createdAt: work.now
        )
        try ConversationSQL(db: work.db).insert(
            conversation,
            channel: opening.channel,
            clientID: opening.clientID
        )
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
        if let first {
            try write(first, by: customer, to: &conversation, work)
        }
        if opening.kind == .ticket {
            try work.move(&conversation, .personAsked)
        }
        try work.save(conversation, since: before)
        return conversation
    }

    /// A customer writes.
    ///
    /// - Throws: ``ConversationError/notFound`` when it is not theirs.
    package func write(_ draft: Draft, to id: ID<Conversation>, by customer: Customer) async throws -> Message
    {
        let prepared = try prepare(draft)
        return try await once(id, draft.clientID, by: customer.id.description) { work in
            var conversation = try owned(id, by: customer, work.db)
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
        let message = try work.append(entry, to: &conversation)
        if !prepared.masked.isEmpty {
            try work.append(TimelineEvent(.secretMasked), to: &conversation)
        }
        try work.move(&conversation, .customerWrote, causing: message.seq, action: prepared.action)
        return message
    }

    /// The customer asks for a person.
    package func askForPerson(_ id: ID<Conversation>, by customer: Customer) async throws -> Conversation {
        try await change(id, by: customer) { conversation, work in
            guard !conversation.status.isWithAgent, conversation.status != .queued else { return }
            try work.append(TimelineEvent(.handoverRequested), to: &conversation)
            try work.move(&conversation, .personAsked)
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
        let comment = gate.mask(comment ?? "").text
        guard comment.count <= 2000 else {
            throw ConversationError.invalid(field: "comment", "2000 characters at most")
        }
        return try await change(id, by: customer) { conversation, work in
            guard conversation.status == .resolved || conversation.status == .closed else {
                throw ConversationError.notRateable
            }
            let isFirst = conversation.rating == nil
            conversation.rating = score
            try ConversationSQL(db: work.db).setRatingComment(comment, of: id)
            if isFirst { try work.append(TimelineEvent(.rated, score: score), to: &conversation) }
        }
    }

    // MARK: The assistant

    /// What the assistant does after its message.
    package enum AssistantMove: Sendable, Hashable {
        case stay
        /// Hands the conversation over to a person.
        case handOver
        /// The customer was helped.
        case resolve
    }

    /// The assistant answers the message `seq`, once, and only while the conversation is its own and the customer has
    /// not written again: it never talks over a person.
    ///
    /// - Returns: nil when it was not its turn any more.
    @discardableResult
    package func answer(
        _ id: ID<Conversation>,
        inReplyTo seq: Int,
        with draft: Draft,
        then move: AssistantMove = .stay
    ) async throws -> Message? {
        try await transaction { work in
            guard var conversation = try ConversationSQL(db: work.db).locked(id),
                conversation.status == .assistant,
                try isUnanswered(seq, in: conversation, work.db)
            else { return nil }
            let before = conversation
            let entry = TimelineTransaction.Entry(
                kind: draft.card == nil ? .text : .card,
                author: .assistant,
                body: draft.body,
                card: draft.card
            )
            let message = try work.append(entry, to: &conversation)
            switch move {
            case .stay: break
            case .handOver: try work.move(&conversation, .personAsked)
            case .resolve:
                try work.move(&conversation, .resolved)
                try work.append(TimelineEvent(.resolved), to: &conversation)
            }
            try work.save(conversation, since: before)
            return message
        }
    }

    /// Whether nothing but events follows the customer's message `seq`.
    private func isUnanswered(_ seq: Int, in conversation: Conversation, _ db: Connection) throws -> Bool {
        try MessageSQL(db: db).messages(conversation.id, after: seq, limit: 50).allSatisfy {
            $0.kind == .event
        }
    }

    // MARK: Agents

    /// An agent writes to the customer.
    package func reply(_ draft: Draft, to id: ID<Conversation>, by agent: Agent) async throws -> Message {
        let prepared = try prepare(draft)
        return try await once(id, draft.clientID, by: agent.id.description) { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            // Whoever writes to a waiting customer takes the conversation: that is said before the message.
            try work.move(&conversation, .agentWrote(agent.id))
            let message = try work.append(try entry(prepared, by: agent, for: id, work.db), to: &conversation)
            try work.save(conversation, since: before)
            return message
        }
    }

    /// An agent writes a note for colleagues.
    package func note(_ draft: Draft, on id: ID<Conversation>, by agent: Agent) async throws -> Message {
        let prepared = try prepare(draft)
        return try await transaction { work in
            if let clientID = draft.clientID,
                let known = try MessageSQL(db: work.db).note(id, clientID: clientID)
            {
                guard known.author.id == agent.id.description else { throw ConversationError.notFound }
                return known
            }
            var conversation = try existing(id, work.db)
            let before = conversation
            let note = try work.appendNote(
                try entry(prepared, by: agent, for: id, work.db),
                to: &conversation
            )
            try work.save(conversation, since: before)
            return note
        }
    }

    private func entry(
        _ prepared: Prepared,
        by agent: Agent,
        for id: ID<Conversation>,
        _ db: Connection
    ) throws
        -> TimelineTransaction.Entry
    {
        TimelineTransaction.Entry(
            author: .agent(agent),
            body: prepared.body,
            masked: prepared.masked,
            attachments: try claim(prepared.attachments, of: agent.id.description, for: id, db),
            clientID: prepared.clientID
        )
    }

    /// Gives a conversation to an agent, or back to the queue.
    ///
    /// - `agent`: nil returns it to the queue.
    /// - `expected`: Whom the caller saw it with; somebody else's having it meanwhile is an error.
    package func assign(
        _ id: ID<Conversation>,
        to agent: ID<Agent>?,
        expecting expected: ID<Agent>?? = nil
    ) async throws
        -> Conversation
    {
        try await change(id) { conversation, work in
            if let expected, conversation.agent != expected {
                throw ConversationError.changedMeanwhile(conversation.status)
            }
            if let agent {
                guard try Agents.agent(agent, in: work.db)?.isActive == true else {
                    throw AgentError.notFound(agent)
                }
                if conversation.agent == agent, conversation.status.isWithAgent { return }
                try work.move(&conversation, .assigned(agent))
            } else {
                try work.move(&conversation, .returned)
            }
        }
    }

    /// An agent resolves or closes a conversation.
    package func finish(_ id: ID<Conversation>, _ event: Conversation.Event) async throws -> Conversation {
        try await change(id) { conversation, work in
            try work.move(&conversation, event)
            try work.append(TimelineEvent(event == .closed ? .closed : .resolved), to: &conversation)
        }
    }

    /// An agent comes or goes; one who comes gets what has waited longest.
    package func setPresence(_ presence: Presence, of agent: ID<Agent>) async throws {
        try await transaction { work in
            try Agents.setPresence(presence, of: agent, at: work.now, in: work.db)
            try work.drain(to: agent, except: nil)
            work.tell(InboxBroadcaster.peopleChanged)
        }
    }
}
