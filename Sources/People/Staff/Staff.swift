package import Base
package import Storage

/// The door for those who manage who works here: what each may do, and who is switched off.
package struct Staff: Sendable {
    private let agents: Agents
    private let dismissal: any AgentDismissal
    private var database: any Database { agents.database }
    private var clock: any WallClock { agents.clock }

    package init(agents: Agents, dismissal: any AgentDismissal) {
        self.agents = agents
        self.dismissal = dismissal
    }

    /// Everybody whom a filter holds, also whoever was switched off, by name.
    ///
    /// - `last`: Who was told last; nil for the beginning.
    /// - `limit`: 1...200.
    package func members(
        _ filter: StaffFilter,
        after last: ID<Agent>? = nil,
        limit: Int
    ) async throws -> [StaffMember] {
        let now = clock.now
        let trimmed = StaffFilter(words: filter.words.trimmed, isActive: filter.isActive)
        return try await database.read { db in
            try StaffSQL(db: db).members(trimmed, after: last, at: now, limit: limit)
        }
    }

    /// - Throws: ``AgentError/notFound(_:)``.
    package func member(_ id: ID<Agent>) async throws -> StaffMember {
        let now = clock.now
        guard let member = try await database.read({ db in try StaffSQL(db: db).member(id, at: now) }) else {
            throw AgentError.notFound(id)
        }
        return member
    }

    /// Gives somebody another role, which counts at once: also for connections that are open, and what they have goes back
    /// where the role answers nobody.
    ///
    /// - `before`: What they must be now; nil for whatever they are.
    /// - `manager`: Who does it.
    ///
    /// Throws: ``AgentError``.
    package func setRole(
        _ role: Role,
        of id: ID<Agent>,
        from before: Role? = nil,
        by manager: Agent,
        as actor: AuditActor
    ) async throws -> StaffMember {
        guard id != manager.id else { throw AgentError.ownAccount }
        let now = clock.now
        let isChanged = try await database.write { db in
            let agent = try Self.held(id, by: manager, in: db)
            guard agent.role != role else { return false }
            if let before, agent.role != before { throw AgentError.roleChangedMeanwhile(agent.role) }
            try Agents.setRole(role, of: agent, by: actor, at: now, in: db)
            return true
        }
        if isChanged {
            try await dismissal.rolesChanged()
            agents.ended.raise()
        }
        return try await member(id)
    }

    /// Switches somebody off, with everything that they have handed back, or on again.
    ///
    /// - `manager`: Who does it.
    ///
    /// Throws: ``AgentError``.
    package func setActive(
        _ isActive: Bool,
        of id: ID<Agent>,
        by manager: Agent,
        as actor: AuditActor
    ) async throws -> StaffMember {
        guard id != manager.id else { throw AgentError.ownAccount }
        if isActive {
            try await bringBack(id, by: manager, as: actor)
        } else {
            try await dismissal.dismiss(id, by: actor) { db in _ = try Self.held(id, by: manager, in: db) }
            agents.ended.raise()
        }
        return try await member(id)
    }

    private func bringBack(_ id: ID<Agent>, by manager: Agent, as actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            _ = try Self.held(id, by: manager, in: db)
            // Whom the company's directory has deleted it sees again: it could not switch them off otherwise.
            try ScimSQL(db: db).revive(id)
            try Agents.reactivate(id, by: actor, at: now, in: db)
        }
        try await dismissal.rolesChanged()
    }

    /// Somebody about whom another decides who still may: so of those who may one always stays, whoever else decides in the
    /// same moment.
    private static func held(_ id: ID<Agent>, by manager: Agent, in db: Connection) throws -> Agent {
        let sql = AgentSQL(db: db)
        guard try sql.heldManagers().contains(manager.id) else {
            throw AgentError.notPermitted(.agentsManage)
        }
        guard let agent = try sql.agent(id) else { throw AgentError.notFound(id) }
        return agent
    }
}
