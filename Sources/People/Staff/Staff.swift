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
        try await database.write { db in
            let agent = try Self.held(id, by: manager, in: db)
            guard agent.role != role else { return }
            if let before, agent.role != before { throw AgentError.roleChangedMeanwhile(agent.role) }
            try give(role, to: agent, by: actor, at: now, in: db)
        }
        try await dismissal.takeBackFromLeft()
        return try await member(id)
    }

    private func give(
        _ role: Role,
        to agent: Agent,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        try Agents.setRole(role, of: agent, by: actor, at: now, in: db)
        dismissal.tellPeopleChanged(in: db)
        db.afterCommit { [agents] in agents.ended.raise() }
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
            try await dismissal.dismiss(id, by: actor) { [agents] db in
                _ = try Self.held(id, by: manager, in: db)
                // Before what they have is handed back, which takes its time.
                db.afterCommit { agents.ended.raise() }
            }
        }
        return try await member(id)
    }

    private func bringBack(_ id: ID<Agent>, by manager: Agent, as actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            _ = try Self.held(id, by: manager, in: db)
            try bringBack(id, by: actor, at: now, in: db)
        }
    }

    private func bringBack(
        _ id: ID<Agent>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        // Whom the company's directory has deleted it sees again: it could not switch them off otherwise.
        try ScimSQL(db: db).revive(id)
        try Agents.reactivate(id, by: actor, at: now, in: db)
        dismissal.tellPeopleChanged(in: db)
    }

    // MARK: What a second person may have to agree to

    /// Making somebody more than they are: an admin who could do it alone could make the second person that everything
    /// else needs.
    package static let empowering = "agent.empower"

    /// What making somebody more than they are amounts to.
    package struct Empowerment: Codable, Sendable {
        let agent: ID<Agent>
        /// What they become; nil where they are switched on as what they were.
        let role: Role?
    }

    /// What is asked for where somebody is to be given more than they may do now; nil where they are given no more, which
    /// needs nobody else.
    ///
    /// - `role`: What they are to become; nil where they are to be switched on.
    /// - `manager`: Who wants it.
    ///
    /// Throws: ``AgentError``.
    package func empowerment(_ role: Role?, of agent: Agent, by manager: Agent) throws -> Empowerment? {
        guard agent.id != manager.id else { throw AgentError.ownAccount }
        let gains = role.map { !$0.permissions.isSubset(of: agent.role.permissions) } ?? !agent.isActive
        return gains ? Empowerment(agent: agent.id, role: role) : nil
    }

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.empowering,
            needs: .agentsManage,
            standsOn: { (wish: Empowerment, db) in
                guard let agent = try AgentSQL(db: db).agent(wish.agent) else {
                    throw AgentError.notFound(wish.agent)
                }
                return "\(agent.role.rawValue) \(agent.isActive)"
            },
            carryOut: { wish, deed in
                let agent = try Self.held(wish.agent, by: deed.requester, in: deed.db)
                if let role = wish.role {
                    try give(role, to: agent, by: deed.actor, at: deed.now, in: deed.db)
                } else {
                    try bringBack(agent.id, by: deed.actor, at: deed.now, in: deed.db)
                }
            }
        )
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
