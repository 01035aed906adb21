package import Base
package import People
import Storage

extension Timeline {
    /// A supervisor looks at a conversation without being seen: that goes on record.
    ///
    /// Looking at one's own is no listening. The entry is in no timeline: the customer and the agent who has the
    /// conversation do not learn of it.
    ///
    /// - Throws: `AgentError.notPermitted` for anybody else.
    package func listen(silentlyTo id: ID<Conversation>, by agent: Agent) async throws {
        guard Permission.conversationsSupervise.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.conversationsSupervise)
        }
        let conversation = try await conversation(id)
        guard conversation.agent != agent.id else { return }
        let entry = SilentListening(agent: agent.id, holder: conversation.agent, beganAt: clock.now)
        var details: [String: String] = [:]
        details["holder"] = entry.holder?.description
        let listened = Deed(
            .conversationListenedSilently,
            by: agent.acting(),
            on: AuditSubject("conversation", id),
            details
        )
        try await database.write { db in
            guard try SilentListeningSQL(db: db).insert(entry, to: id) else { return }
            try AuditTrail.record(listened, at: entry.beganAt, in: db)
        }
    }
}

extension SilentListeningView {
    /// Entries of a conversation that are shown at most.
    private static let most = 50

    /// Inside a transaction of the caller: the record of a conversation, the newest first.
    static func all(
        of conversation: ID<Conversation>,
        _ db: Connection
    ) throws(DatabaseError) -> [SilentListeningView] {
        let entries = try SilentListeningSQL(db: db).entries(of: conversation, limit: most)
        var people: [ID<Agent>: Person] = [:]
        for id in Set(entries.flatMap { [$0.agent, $0.holder].compactMap(\.self) }) {
            people[id] = try Agents.agent(id, in: db).map(Person.init)
        }
        return entries.compactMap { entry in
            people[entry.agent].map { agent in
                SilentListeningView(
                    agent: agent,
                    holder: entry.holder.flatMap { people[$0] },
                    beganAt: entry.beganAt
                )
            }
        }
    }
}
