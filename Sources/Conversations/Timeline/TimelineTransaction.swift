package import Base
import Foundation
import People
import Realtime
import Storage
import Trust
import Web

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
    let rules: RoutingRules
    let missedAfter: Duration?
    let linkGuard: LinkGuard
    let verificationMethods: Set<StepUp.Method>
    let tally = QueueTally()
    let inboxTally = InboxTally()

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
        case .customer:
            conversation.customerReadSeq = message.seq
            // Whatever it was put aside for, the customer wants something now.
            conversation.snooze = nil
            try noteReading(conversation)
        case .agent:
            conversation.agentReadSeq = message.seq
            try noteReply(conversation)
        case .assistant: break
        case .system: conversation.passOver(message.seq)
        }
        conversation.updatedAt = now
        tell(try message.realtimeEvent(linkGuard))
        return message
    }

    /// Adds a note for agents and tells it.
    func appendNote(_ entry: Entry, to conversation: inout Conversation) throws -> Message {
        conversation.lastNoteSeq += 1
        let note = message(entry, conversation, seq: conversation.lastNoteSeq, afterSeq: conversation.lastSeq)
        try MessageSQL(db: db).insert(note)
        conversation.updatedAt = now
        tell(try note.realtimeEvent(linkGuard))
        try mention(in: note, of: conversation)
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
        let values = [
            "name": event.agent?.name ?? "", "badge": event.agent?.badge ?? "",
            "time": event.at?.text(in: conversation.locale) ?? "",
            "purpose": named("purpose", event.verification?.purpose, in: conversation.locale),
            "method": named("method", event.verification?.method, in: conversation.locale),
        ]
        // With a time it says more than without.
        let key = "timeline.event.\(event.type.rawValue)" + (event.at == nil ? "" : "_at")
        let body = localisation.text(key, in: conversation.locale, values)
        _ = try append(Entry(kind: .event, author: .system, body: body, event: event), to: &conversation)
    }

    /// What something about a verification is called; empty for nothing.
    func named(_ kind: String, _ value: String?, in locale: LocaleCode) -> String {
        value.map { localisation.text("timeline.verification.\(kind).\($0)", in: locale) } ?? ""
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
        let before = conversation
        let effects = try conversation.apply(event, at: now)
        if event == .returned, let agent = before.agent, before.status.isWithAgent {
            // Who gives something back does not want it straight back.
            conversation.avoided = Conversation.Avoidance(agent: agent, until: now + rules.avoidedFor)
        }
        if conversation.status == .resolved {
            let closing = CloseConversationJob(conversation: conversation.id)
            try jobs.enqueue(
                closing,
                key: conversation.id.description,
                after: CloseConversationJob.delay,
                in: db
            )
        }
        if before.status == .resolved, conversation.status == .queued {
            try append(TimelineEvent(.reopened), to: &conversation)
        }
        if let queue = conversation.queue, conversation.status == .resolved || conversation.status == .closed
        {
            if before.status == .queued { tally.abandoned(queue) }
            if before.status.isWithAgent { tally.resolved(queue) }
        }
        for effect in effects {
            if effect == .askAssistant {
                guard let seq else { continue }
                let asked = CustomerAskedAssistant(conversation: conversation.id, seq: seq, action: action)
                try outbox.append(asked, in: db)
            } else {
                try perform(effect, on: &conversation, after: before)
            }
        }
    }

    // MARK: Saving and telling

    /// Writes the conversation, brings the agents' loads in line with it, tells its status if that changed, and gives
    /// whoever has room now what waits.
    func save(_ conversation: Conversation, since before: Conversation) throws {
        try ConversationSQL(db: db).update(conversation, since: before)
        let freed = try count(conversation)
        inboxTally.changed(before, to: conversation)
        if conversation.status != before.status || conversation.agent != before.agent
            || conversation.kind != before.kind
        {
            let agent = try conversation.agent.flatMap { id throws(DatabaseError) in
                try Agents.agent(id, in: db)
            }
            tell(try StatusFrame(conversation, agent: agent).realtimeEvent())
        }
        tell(InboxBroadcaster.changed(conversation.id))
        for agent in freed { try drain(to: agent) }
    }

    /// Writes what was counted; the last thing of a transaction, so that others wait for its rows as shortly as can be.
    func writeTallies() throws(DatabaseError) {
        try QueueTallySQL(db: db).add(tally, at: now)
        try InboxTallySQL(db: db).add(inboxTally)
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
