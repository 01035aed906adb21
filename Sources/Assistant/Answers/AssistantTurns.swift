package import Base
package import Conversations
package import Knowledge
package import Logging
import People
package import Storage

/// Answers customers whose conversation the assistant has: hears that one wrote, looks it up, says what it found.
package struct AssistantTurns: Sendable {
    /// Entries of the timeline that one turn looks back over.
    private static let mostPending = 100

    private let database: any Database
    private let timeline: Timeline
    private let search: HelpSearches
    private let questions: QuestionCounter
    private let localisation: Localisation
    private let clock: any WallClock
    private let logger: Logger

    package init(
        _ database: any Database,
        timeline: Timeline,
        search: HelpSearches,
        questions: QuestionCounter,
        localisation: Localisation,
        clock: any WallClock,
        logger: Logger
    ) {
        self.database = database
        self.timeline = timeline
        self.search = search
        self.questions = questions
        self.localisation = localisation
        self.clock = clock
        self.logger = logger
    }

    /// What it hears.
    package var subscription: OutboxSubscription {
        OutboxSubscription(CustomerAskedAssistant.self) { try await answer($0) }
    }

    /// Answers what was written; harmless when it comes again, silent when a person has the conversation by now.
    ///
    /// Of several messages in a row the last one's event answers them all.
    package func answer(_ asked: CustomerAskedAssistant) async throws {
        let conversation = try await timeline.conversation(asked.conversation)
        guard conversation.status == .assistant else { return }
        let stored = try await memory(of: asked.conversation)
        guard stored.answeredSeq < asked.seq else { return }
        let pending = try await pending(in: conversation, since: stored.answeredSeq)
        guard pending.last?.seq == asked.seq else { return }
        var memory = stored.memory
        let known = search.search(for: try await reader(conversation.customer))
        let reply = reply(to: pending, asked.action, conversation, known, &memory)
        let wording = AssistantWording(localisation: localisation, locale: conversation.locale)
        let (draft, move) = wording.draft(reply)
        let remembered = memory
        // What it remembers is what it said: an answer that came too late counts for nothing.
        try await timeline.answer(asked.conversation, inReplyTo: asked.seq, with: draft, then: move) { db in
            try AssistantMemorySQL(db: db).remember(remembered, answered: asked.seq, of: asked.conversation)
        }
        count(reply, to: remembered.question, in: conversation)
    }

    /// What could not be answered, and what a person had to answer after all, is what the help centre lacks.
    private func count(_ reply: AssistantTurn.Reply, to question: String, in conversation: Conversation) {
        let (locale, reader) = (conversation.locale, conversation.customer.description)
        switch reply {
        case .answer:
            questions.asked(question, in: locale, by: reader, hasFound: true)
            questions.opened(question, in: locale, by: reader)
        case .abstain, .handOver(.failed):
            questions.asked(question, in: locale, by: reader, hasFound: false)
        case .askBack, .greet, .introduce, .secretHidden, .helped, .handOver(.asked): break
        }
    }

    /// The customer's messages that nobody has answered, in order.
    private func pending(in conversation: Conversation, since seq: Int) async throws -> [Message] {
        let start = max(seq, conversation.lastSeq - Self.mostPending)
        let messages = try await timeline.messages(conversation.id, after: start, limit: Self.mostPending)
            .filter { $0.kind != .event }
        let answered = messages.lastIndex { $0.author.type != .customer }
        return Array(messages.suffix(from: answered.map { $0 + 1 } ?? 0))
    }

    private func reply(
        to messages: [Message],
        _ action: String?,
        _ conversation: Conversation,
        _ search: HelpSearch,
        _ memory: inout AssistantMemory
    ) -> AssistantTurn.Reply {
        // What held a secret is not searched for.
        if messages.contains(where: { !$0.masked.isEmpty }) { return .secretHidden }
        let texts = messages.map(\.body).filter { !$0.allSatisfy(\.isWhitespace) }
        // Files alone are for a person to look at.
        if texts.isEmpty { return .handOver(.asked) }
        let wording = AssistantWording(localisation: localisation, locale: conversation.locale)
        let action = action ?? texts.last.flatMap(wording.action(named:))
        let turn = AssistantTurn(asking: search, in: conversation.locale)
        return turn.reply(to: .init(action: action, texts: texts), &memory)
    }

    /// As whom a customer reads the help centre: what only some may read is told to nobody else.
    private func reader(_ id: ID<Customer>) async throws -> Reader {
        Reader(try await database.read { db in try Customers.customer(id, in: db) })
    }

    private func memory(of id: ID<Conversation>) async throws -> StoredMemory {
        try await database.read { db in try AssistantMemorySQL(db: db).memory(of: id) }
    }
}
