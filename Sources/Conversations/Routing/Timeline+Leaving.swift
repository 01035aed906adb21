package import Base
package import People
package import Storage

// What becomes of the conversations of agents who do not work here any more, or answer nobody.
extension Timeline: AgentDismissal {
    package func dismiss(
        _ agent: ID<Agent>,
        by actor: AuditActor,
        if check: @escaping @Sendable (Connection) throws -> Void
    ) async throws {
        try await transaction { work in
            try check(work.db)
            guard try Agents.deactivate(agent, by: actor, at: work.now, in: work.db) else { return }
            work.tell(InboxBroadcaster.peopleChanged)
        }
        try await takeBack(fromLeft: [agent])
    }

    package func tellPeopleChanged(in db: Connection) {
        work(in: db).tell(InboxBroadcaster.peopleChanged)
    }

    /// Takes back what agents still have who answer nobody any more: where that was interrupted, or somebody was given
    /// something in the same moment.
    package func takeBackFromLeft() async throws {
        let left = try await database.read { db in try Agents.notAnswering(in: db) }
        try await takeBack(fromLeft: left)
    }

    private func takeBack(fromLeft agents: [ID<Agent>]) async throws {
        guard !agents.isEmpty else { return }
        // Each in a transaction of its own: somebody may have had hundreds, and others write meanwhile.
        var done: Set<ID<Conversation>> = []
        while true {
            let kept = try await database.read { db in try RoutingSQL(db: db).held(by: agents) }
            let rest = kept.filter { !done.contains($0.id) }
            guard !rest.isEmpty else { return }
            for found in rest {
                guard let agent = found.agent else { continue }
                done.insert(found.id)
                try await transaction { work in try work.takeBackFromLeft(found.id, from: agent) }
            }
        }
    }
}

extension TimelineTransaction {
    /// Takes a conversation, if it is still theirs, from an agent who has left.
    fileprivate func takeBackFromLeft(_ id: ID<Conversation>, from agent: ID<Agent>) throws {
        guard var conversation = try ConversationSQL(db: db).locked(id), conversation.status.isWithAgent,
            conversation.agent == agent
        else { return }
        let before = conversation
        try move(&conversation, .returned)
        try save(conversation, since: before)
    }
}
