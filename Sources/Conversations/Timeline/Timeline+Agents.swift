package import Base
import Foundation
package import People
import Realtime
import Safeguard
package import Storage

/// What agents do.
extension Timeline {
    /// The most messages told to somebody whom another one was faster than.
    private static let mostNews = 50

    /// An agent writes to the customer.
    ///
    /// - `seen`: The last message that they had seen while they wrote; nil writes whatever came since.
    ///
    /// Throws: ``ConversationError/answeredMeanwhile(_:)`` when somebody else has answered after that one;
    /// ``SolicitationError`` when it asks for what nobody may ask for.
    package func reply(
        _ draft: Draft,
        to id: ID<Conversation>,
        by agent: Agent,
        expecting seen: Int? = nil
    ) async throws -> Message {
        let prepared = try await prepare(draft, for: id, by: agent)
        try await stopSolicitation(draft, to: id, by: agent)
        return try await once(id, draft.clientID, by: agent.id.description) { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            if let seen { try refuseIfAnswered(conversation, after: seen, besides: agent, work.db) }
            // Whoever writes to a waiting customer takes the conversation: that is said before the message.
            try work.move(&conversation, .agentWrote(agent.id))
            var prepared = prepared
            let hidden = try work.hidePieces(of: &prepared, by: agent.id.description, in: &conversation)
            var entry = try entry(prepared, by: agent, for: id, work.db)
            entry.card = Card(quickReplies: prepared.quickReplies)
            let message = try work.append(entry, to: &conversation)
            if let hidden { try work.append(TimelineEvent(.secretMasked, hidden: hidden), to: &conversation) }
            try work.dropDraft(of: agent.id, in: id, .text, sentAs: message.body)
            try work.save(conversation, since: before)
            let replied = Deed(
                .conversationReplied,
                by: agent.acting(),
                on: AuditSubject("conversation", id),
                ["seq": String(message.seq)]
            )
            try AuditTrail.record(replied, at: work.now, in: work.db)
            return message
        }
    }

    /// An agent writes a note for colleagues.
    package func note(_ draft: Draft, on id: ID<Conversation>, by agent: Agent) async throws -> Message {
        try await note(draft, .text, on: id, by: agent)
    }

    /// A supervisor tells whoever has the conversation something that the customer never sees; they are alerted.
    ///
    /// - Throws: `AgentError.notPermitted` for anybody else.
    package func whisper(_ draft: Draft, on id: ID<Conversation>, by agent: Agent) async throws -> Message {
        guard Permission.conversationsSupervise.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.conversationsSupervise)
        }
        return try await note(draft, .whisper, on: id, by: agent)
    }

    private func note(
        _ draft: Draft,
        _ kind: Message.Kind,
        on id: ID<Conversation>,
        by agent: Agent
    ) async throws -> Message {
        let prepared = try await prepare(draft, for: id, by: agent)
        return try await once(id, draft.clientID, by: agent.id.description, among: .notes) { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            var entry = try entry(prepared, by: agent, for: id, work.db)
            entry.kind = kind
            let note = try work.appendNote(entry, to: &conversation)
            try work.dropDraft(of: agent.id, in: id, kind == .whisper ? .whisper : .note, sentAs: note.body)
            try work.save(conversation, since: before)
            return note
        }
    }

    /// The customer's own messages refuse nothing: they are what is answered.
    private func refuseIfAnswered(
        _ conversation: Conversation,
        after seen: Int,
        besides agent: Agent,
        _ db: Connection
    ) throws {
        guard seen >= 0 else { throw ConversationError.invalid(field: "expected_seq", "0 or more") }
        guard seen < conversation.lastSeq else { return }
        let news = try MessageSQL(db: db).messages(conversation.id, after: seen, limit: Self.mostNews)
        guard news.contains(where: { $0.answers(besides: agent.id.description) }) else { return }
        throw ConversationError.answeredMeanwhile(news)
    }

    func entry(
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

    /// An agent resolves or closes a conversation.
    ///
    /// - `actor`: Who does it, for the audit trail.
    package func finish(
        _ id: ID<Conversation>,
        _ event: Conversation.Event,
        by actor: AuditActor = .system
    ) async throws -> Conversation {
        try await change(id) { conversation, work in
            try work.noteChange(event == .closed ? "close" : "resolve", of: id, by: actor)
            try work.move(&conversation, event)
            try work.append(TimelineEvent(event == .closed ? .closed : .resolved), to: &conversation)
        }
    }
}
