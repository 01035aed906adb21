import Base
import People
import Safeguard
import Storage

// Replies that ask for what nobody may ask for.
extension Timeline {
    /// Stops a reply that asks its customer for a secret, a transfer or control of their device: nothing of it is stored,
    /// and it is on record that it was tried.
    ///
    /// The audit trail has every try; the inner event and the mention by which supervisors learn of it come once for each
    /// agent in a conversation while they have not looked.
    ///
    /// - Throws: ``SolicitationError``.
    func stopSolicitation(_ draft: Draft, to id: ID<Conversation>, by agent: Agent) async throws {
        guard let error = SolicitationError(in: [draft.body] + draft.quickReplies) else { return }
        try await transaction { work in
            var conversation = try existing(id, work.db)
            let before = conversation
            let asks = error.kinds.map(\.rawValue)
            let stopped = Deed(
                .replyStopped,
                by: agent.acting(),
                on: AuditSubject("conversation", id),
                ["asks": asks.joined(separator: ",")]
            )
            try AuditTrail.record(stopped, at: work.now, in: work.db)
            try work.reportStoppedReply(asking: asks, by: agent, in: &conversation)
            try work.save(conversation, since: before)
        }
        throw error
    }
}

extension TimelineTransaction {
    /// Puts a stopped reply before the supervisors, and before whoever reads the conversation's notes.
    fileprivate func reportStoppedReply(
        asking asks: [String],
        by agent: Agent,
        in conversation: inout Conversation
    ) throws {
        let supervisors = try Agents.activeAgents(in: db).filter {
            $0.id != agent.id && Permission.conversationsSupervise.isGranted(to: $0.role)
        }
        let sql = MentionSQL(db: db)
        let told = try supervisors.filter {
            try sql.hasUnreadStop(of: agent.id, in: conversation.id, for: $0.id)
        }
        guard told.isEmpty else { return }
        let person = TimelineEvent.Person(name: agent.name, badge: agent.badge.rawValue)
        let event = TimelineEvent(.replyStopped, agent: person, asks: asks)
        let note = try appendInner(event, by: agent, to: &conversation)
        for supervisor in supervisors { try mention(supervisor.id, in: note, of: conversation) }
    }
}
