package import Base
import Foundation
import People
package import Storage

/// Brings back a conversation that was put aside until a time.
package struct WakeConversationJob: Job {
    package static let name = "conversation.wake"

    package let conversation: ID<Conversation>
    /// Which snooze it ends: another one began at another time.
    package let since: Instant

    /// How the job is done.
    package static func handler(_ timeline: Timeline) -> JobHandler {
        JobHandler(Self.self) { job in try await timeline.wakeIfDue(job.conversation, since: job.since) }
    }
}

extension Timeline {
    /// Ends a snooze whose time has come; any other is left alone.
    package func wakeIfDue(_ id: ID<Conversation>, since: Instant) async throws {
        try await transaction { work in
            guard var conversation = try ConversationSQL(db: work.db).locked(id),
                let snooze = conversation.activeSnooze, snooze.since == since,
                let until = snooze.until, until <= work.now
            else { return }
            let before = conversation
            try work.wake(&conversation)
            try work.save(conversation, since: before)
        }
    }
}

extension TimelineTransaction {
    /// Puts a conversation aside; who puts aside what nobody has takes it.
    ///
    /// - `until`: When it comes back; nil for when the customer writes.
    ///
    /// Throws: ``ConversationError`` when it is over, or the time is not between now and a year from now.
    func snooze(_ conversation: inout Conversation, until: Instant?, by agent: Agent) throws {
        if let until, until <= now || until - now > Snooze.longest {
            throw ConversationError.invalid(field: "until", "a time within the next 366 days")
        }
        guard conversation.status != .closed, conversation.status != .resolved else {
            throw ConversationError.notAllowed(.assigned(agent.id), in: conversation.status)
        }
        if !conversation.status.isWithAgent { try move(&conversation, .assigned(agent.id)) }
        guard let holder = conversation.agent else { return }
        conversation.snooze = Snooze(agent: holder, since: now, until: until)
        try appendInner(TimelineEvent(.snoozed, at: until), by: agent, to: &conversation)
        if let until {
            let job = WakeConversationJob(conversation: conversation.id, since: now)
            try jobs.enqueue(job, key: conversation.id.description, after: until - now, in: db)
        } else {
            try jobs.cancel(WakeConversationJob.self, key: conversation.id.description, in: db)
        }
    }

    /// Brings a conversation back to the top of its agent's list.
    func wake(_ conversation: inout Conversation) throws {
        guard conversation.activeSnooze != nil else { return }
        conversation.snooze = nil
        conversation.updatedAt = now
        try appendInner(TimelineEvent(.woken), by: nil, to: &conversation)
    }

    /// Adds what agents alone see to have happened.
    ///
    /// - Parameters:
    ///   - event: What it was.
    ///   - agent: Who did it; nil for what came about by itself.
    ///   - conversation: Where.
    ///   - clientID: Lets the database refuse it when it comes again.
    /// - Returns: The note that tells it.
    /// - Throws: `DatabaseError`, with a unique violation for what came before.
    @discardableResult
    func appendInner(
        _ event: TimelineEvent,
        by agent: Agent?,
        to conversation: inout Conversation,
        clientID: UUID? = nil
    ) throws -> Message {
        let author = agent.map { Author.agent($0) } ?? .system
        let values = ["name": event.agent?.name ?? "", "badge": event.agent?.badge ?? ""]
        let body = localisation.text("timeline.event.\(event.type.rawValue)", in: .english, values)
        return try appendNote(
            Entry(kind: .event, author: author, body: body, event: event, clientID: clientID),
            to: &conversation
        )
    }
}
