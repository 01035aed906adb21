package import Base
import Foundation
import People
import Realtime
import Storage

/// Everything that one transaction does to one or several timelines: entries, moves, assignment, and what must be told
/// once it is on disk.
///
/// It is the only place that numbers entries, applies the lifecycle and counts loads, so that a route, the assistant
/// and routing cannot disagree.
struct TimelineTransaction {
    let db: Connection
    let now: Instant
    let bus: any EventBus
    let outbox: Outbox
    let jobs: Jobs
    let localisation: Localisation

    /// What an entry consists of besides its place.
    struct Entry {
        var kind = Message.Kind.text
        var author: Author
        var body: String
        var masked: [String] = []
        var attachments: [AttachmentSummary] = []
        var card: Card?
        var event: TimelineEvent?
        var clientID: UUID?
    }

    /// Adds a message at the end and tells it.
    ///
    /// - `conversation`: Locked by this transaction; written by ``save(_:since:)``.
    func append(_ entry: Entry, to conversation: inout Conversation) throws -> Message {
        conversation.lastSeq += 1
        let message = message(entry, conversation, seq: conversation.lastSeq, afterSeq: nil)
        try MessageSQL(db: db).insert(message)
        if entry.kind != .event {
            conversation.preview = String(entry.body.prefix(140))
            conversation.previewAuthor = entry.author.type
        }
        switch entry.author.type {
        case .customer: conversation.customerReadSeq = message.seq
        case .agent: conversation.agentReadSeq = message.seq
        case .assistant: break
        case .system: conversation.passOver(message.seq)
        }
        conversation.updatedAt = now
        tell(try message.realtimeEvent())
        return message
    }

    /// Adds a note for agents and tells it.
    func appendNote(_ entry: Entry, to conversation: inout Conversation) throws -> Message {
        conversation.lastNoteSeq += 1
        let note = message(entry, conversation, seq: conversation.lastNoteSeq, afterSeq: conversation.lastSeq)
        try MessageSQL(db: db).insert(note)
        conversation.updatedAt = now
        tell(try note.realtimeEvent())
        return note
    }

    private func message(_ entry: Entry, _ conversation: Conversation, seq: Int, afterSeq: Int?) -> Message {
        Message(
            conversation: conversation.id,
            seq: seq,
            afterSeq: afterSeq,
            kind: entry.kind,
            author: entry.author,
            body: entry.body,
            masked: entry.masked,
            attachments: entry.attachments,
            card: entry.card,
            event: entry.event,
            clientID: entry.clientID,
            createdAt: now
        )
    }

    /// Adds what happened, with a text for readers that know no events.
    func append(_ event: TimelineEvent, to conversation: inout Conversation) throws {
        let values = ["name": event.agent?.name ?? "", "badge": event.agent?.badge ?? ""]
        let body = localisation.text("timeline.event.\(event.type.rawValue)", in: conversation.locale, values)
        _ = try append(Entry(kind: .event, author: .system, body: body, event: event), to: &conversation)
    }

    /// Moves the conversation and does what follows from it.
    ///
    /// - `causing`: The message that caused it, for the assistant to answer.
    func move(
        _ conversation: inout Conversation,
        _ event: Conversation.Event,
        causing seq: Int? = nil,
        action: String? = nil
    ) throws {
        let wasResolved = conversation.status == .resolved
        // Who gives something back does not want it straight back.
        let avoided = event == .returned ? conversation.agent : nil
        let effects = try conversation.apply(event, at: now)
        if conversation.status == .resolved {
            let closing = CloseConversationJob(conversation: conversation.id)
            try jobs.enqueue(
                closing,
                key: conversation.id.description,
                after: CloseConversationJob.delay,
                in: db
            )
        }
        if wasResolved, conversation.status == .queued {
            try append(TimelineEvent(.reopened), to: &conversation)
        }
        for effect in effects {
            if effect == .askAssistant {
                guard let seq else { continue }
                let asked = CustomerAskedAssistant(conversation: conversation.id, seq: seq, action: action)
                try outbox.append(asked, in: db)
            } else {
                try perform(effect, on: &conversation, avoiding: avoided, isByRouting: false)
            }
        }
    }

    private func perform(
        _ effect: Conversation.Effect,
        on conversation: inout Conversation,
        avoiding avoided: ID<Agent>? = nil,
        isByRouting: Bool
    ) throws {
        switch effect {
        case .askAssistant:
            return
        case .enterQueue:
            tellQueueMoved()
            if try !assign(&conversation, avoiding: avoided) {
                try append(TimelineEvent(.queued), to: &conversation)
            }
        case .leaveQueue:
            tellQueueMoved()
        case .occupy(let agent):
            if !isByRouting { _ = try RoutingSQL(db: db).occupy(agent, capacity: nil, at: now) }
            try announce(agent, in: &conversation)
        case .release(let agent):
            try RoutingSQL(db: db).release(agent)
            try drain(to: agent, except: conversation.id)
        }
    }

    /// Says who has it now.
    private func announce(_ id: ID<Agent>, in conversation: inout Conversation) throws {
        guard let agent = try Agents.agent(id, in: db) else { return }
        let person = TimelineEvent.Person(name: agent.name, badge: agent.badge.rawValue)
        try append(TimelineEvent(.assigned, agent: person), to: &conversation)
    }

    // MARK: Routing

    /// Gives a queued conversation to the best agent with room.
    ///
    /// - Returns: Whether there was one.
    private func assign(_ conversation: inout Conversation, avoiding avoided: ID<Agent>?) throws -> Bool {
        for candidate in Assignment.ranked(try candidates()) where candidate.agent != avoided {
            // Another node may have filled the last place since it was read.
            guard try RoutingSQL(db: db).occupy(candidate.agent, capacity: candidate.capacity, at: now) else {
                continue
            }
            for effect in try conversation.apply(.assigned(candidate.agent), at: now) {
                try perform(effect, on: &conversation, isByRouting: true)
            }
            return true
        }
        return false
    }

    /// Gives an agent with room what has waited longest, as long as both last.
    ///
    /// - `current`: A conversation that this transaction holds in a variable: it must not be loaded twice.
    func drain(to agent: ID<Agent>, except current: ID<Conversation>?) throws {
        let routing = RoutingSQL(db: db)
        while let candidate = try candidates().first(where: { $0.agent == agent }),
            !Assignment.ranked([candidate]).isEmpty,
            var next = try routing.next(),
            next.id != current
        {
            guard try routing.occupy(agent, capacity: candidate.capacity, at: now) else { return }
            let before = next
            for effect in try next.apply(.assigned(agent), at: now) {
                try perform(effect, on: &next, isByRouting: true)
            }
            try save(next, since: before)
        }
    }

    /// Gives the conversation that has waited longest to whoever has room, if it waits since before a moment.
    ///
    /// - Returns: Whether one was given.
    func assignForgotten(queuedBefore moment: Instant) throws -> Bool {
        guard var next = try RoutingSQL(db: db).next(), let queuedAt = next.queuedAt, queuedAt < moment else {
            return false
        }
        let before = next
        guard try assign(&next, avoiding: nil) else { return false }
        try save(next, since: before)
        tellQueueMoved()
        return true
    }

    private func candidates() throws -> [Assignment.Candidate] {
        let presences = Dictionary(uniqueKeysWithValues: try Agents.presences(in: db).map { ($0.agent, $0) })
        let loads = Dictionary(uniqueKeysWithValues: try RoutingSQL(db: db).loads().map { ($0.agent, $0) })
        return try Agents.activeAgents(in: db).compactMap { agent in
            guard agent.role.permissions.contains(.conversationsAnswer) else { return nil }
            return Assignment.Candidate(
                agent: agent.id,
                presence: presences[agent.id]?.state ?? .offline,
                open: loads[agent.id]?.open ?? 0,
                capacity: agent.capacity,
                lastAssignedAt: loads[agent.id]?.lastAssignedAt ?? Instant(milliseconds: 0)
            )
        }
    }

    // MARK: Saving and telling

    /// Writes the conversation and tells its status if that changed.
    func save(_ conversation: Conversation, since before: Conversation) throws {
        try ConversationSQL(db: db).update(conversation)
        if conversation.status != before.status || conversation.agent != before.agent {
            let agent = try conversation.agent.flatMap { id throws(DatabaseError) in
                try Agents.agent(id, in: db)
            }
            tell(try StatusFrame(conversation, agent: agent).realtimeEvent())
        }
        tell(InboxBroadcaster.changed(conversation.id))
    }

    func tell(_ event: RealtimeEvent) {
        let bus = bus
        db.afterCommit { bus.publish(event) }
    }

    func tellQueueMoved() {
        tell(QueueBroadcaster.moved)
    }
}

/// A customer wrote to a conversation that the assistant has.
package struct CustomerAskedAssistant: OutboxEvent {
    package static let name = "conversation.customer_asked_assistant"

    package let conversation: ID<Conversation>
    package let seq: Int
    /// The choice of the assistant's card that was clicked; nil for what was typed.
    package let action: String?
}
