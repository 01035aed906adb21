import Base
import Storage

/// Every statement about agents, their sessions and presence.
struct AgentSQL {
    let db: Connection

    func agent(_ id: ID<Agent>) throws(DatabaseError) -> Agent? {
        try db.first(Agent.self, "SELECT \(Agent.columns) FROM agent WHERE id = \(id)")
    }

    /// The agent of an e-mail address as it is stored, deactivated ones included.
    func agent(email: String) throws(DatabaseError) -> Agent? {
        try db.first(Agent.self, "SELECT \(Agent.columns) FROM agent WHERE email = \(email)")
    }

    /// - Returns: Whether it was otherwise.
    func setActive(_ isActive: Bool, _ id: ID<Agent>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent SET is_active = \(isActive), updated_at = \(now)
            WHERE id = \(id) AND is_active <> \(isActive)
            """
        ) == 1
    }

    /// Whoever was switched off, or has a role that answers nobody.
    func notAnswering() throws(DatabaseError) -> [ID<Agent>] {
        let roles = Role.allCases.filter(Permission.conversationsAnswer.isGranted)
        return try db.values(
            ID<Agent>.self,
            "SELECT id FROM agent WHERE is_active = \(false) OR role NOT IN (\(list: roles))"
        )
    }

    /// Whoever manages agents and can sign in, held against other transactions until this one ends: of two admins who
    /// switch one another off in the same moment one stays.
    func heldManagers() throws(DatabaseError) -> [ID<Agent>] {
        let roles = Role.allCases.filter(Permission.agentsManage.isGranted)
        // Others may go on to sign in, which refers to them.
        let lock = db.dialect(sqlite: "", postgres: "FOR NO KEY UPDATE")
        return try db.values(
            ID<Agent>.self,
            "SELECT id FROM agent WHERE role IN (\(list: roles)) AND is_active = \(true) ORDER BY id \(lock)"
        )
    }

    func setRole(_ role: Role, of id: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE agent SET role = \(role), updated_at = \(now) WHERE id = \(id)")
    }

    /// Active agents by name.
    func activeAgents() throws(DatabaseError) -> [Agent] {
        try db.all(
            Agent.self,
            "SELECT \(Agent.columns) FROM agent WHERE is_active = \(true) ORDER BY name, id"
        )
    }

    func isActive(_ badge: Badge) throws(DatabaseError) -> Bool {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM agent WHERE badge = \(badge) AND is_active = \(true)"
        ) == 1
    }

    /// An active agent and the password's hash, for signing in.
    func credentials(email: String) throws(DatabaseError) -> AgentCredentials? {
        try db.first(
            AgentCredentials.self,
            """
            SELECT \(Agent.columns), agent.password_hash FROM agent
            WHERE email = \(email) AND is_active = \(true)
            """
        )
    }

    /// - Throws: `DatabaseError` with a unique violation when the address or the badge is taken.
    func insert(_ agent: Agent, passwordHash: String, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent (id, name, email, password_hash, role, badge, capacity, is_active, created_at, updated_at)
            VALUES (\(agent.id), \(agent.name), \(agent.email), \(passwordHash), \(agent.role), \(agent.badge),
                \(agent.capacity), \(agent.isActive), \(now), \(now))
            """
        )
    }

    /// - Returns: Whether there is such an agent.
    func setAbilities(
        _ abilities: Abilities,
        capacity: Int,
        of id: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent SET capacity = \(capacity), skills = \(JSONColumn(abilities.skills)),
                languages = \(JSONColumn(abilities.languages)), limits = \(JSONColumn(abilities.limits)),
                updated_at = \(now)
            WHERE id = \(id)
            """
        ) == 1
    }

    /// Writes a password's hash anew with stronger parameters, unless another password was set meanwhile.
    func renewPasswordHash(
        _ old: String,
        as new: String,
        of id: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent SET password_hash = \(new), updated_at = \(now)
            WHERE id = \(id) AND password_hash = \(old)
            """
        )
    }

    func setPasswordHash(_ hash: String, of id: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE agent SET password_hash = \(hash), updated_at = \(now) WHERE id = \(id)")
    }

    /// What an agent says of themselves is a sign of life as well.
    func setPresence(
        _ state: Presence,
        _ reason: AwayReason?,
        of id: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_presence (agent_id, state, reason, changed_at, seen_at)
            VALUES (\(id), \(state), \(reason), \(now), \(now))
            ON CONFLICT (agent_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                changed_at = excluded.changed_at, seen_at = excluded.seen_at, dropped_at = NULL
            """
        )
    }

    /// Notes that some agents are there.
    func setSeen(_ ids: [ID<Agent>], at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE agent_presence SET seen_at = \(now) WHERE agent_id IN (\(list: ids))")
    }

    /// The agents among some who were taken for gone.
    func dropped(among ids: [ID<Agent>]) throws(DatabaseError) -> [ID<Agent>] {
        try db.values(
            ID<Agent>.self,
            "SELECT agent_id FROM agent_presence WHERE dropped_at IS NOT NULL AND agent_id IN (\(list: ids))"
        )
    }

    /// Takes somebody back who was taken for gone.
    ///
    /// - Returns: Whether they were: of two nodes that see it, one is told so.
    func restore(_ id: ID<Agent>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent_presence SET dropped_at = NULL, seen_at = \(now)
            WHERE agent_id = \(id) AND dropped_at IS NOT NULL
            """
        ) == 1
    }

    /// The agents who say that they are there and have given no sign of life since a moment.
    func silent(since moment: Instant) throws(DatabaseError) -> [ID<Agent>] {
        try db.values(
            ID<Agent>.self,
            """
            SELECT agent_id FROM agent_presence
            WHERE state <> \(Presence.offline) AND dropped_at IS NULL AND seen_at < \(moment)
            """
        )
    }

    /// Takes somebody for gone who has given no sign of life since a moment.
    ///
    /// - Returns: Whether they still had not: of two nodes that see it, one is told so.
    func drop(_ id: ID<Agent>, silentSince moment: Instant, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent_presence SET dropped_at = \(now)
            WHERE agent_id = \(id) AND state <> \(Presence.offline) AND dropped_at IS NULL AND seen_at < \(moment)
            """
        ) == 1
    }

    /// Whoever has no session is not there, whatever they said last.
    func setAbsentOffline(at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent_presence SET state = \(Presence.offline), reason = NULL, dropped_at = NULL, changed_at = \(now)
            WHERE state <> \(Presence.offline) AND NOT EXISTS (
                SELECT 1 FROM agent_session
                WHERE agent_session.agent_id = agent_presence.agent_id AND expires_at > \(now)
            )
            """
        )
    }

    /// What an agent said; nil for one who never did.
    func presence(of id: ID<Agent>) throws(DatabaseError) -> AgentPresence? {
        try db.first(
            AgentPresence.self,
            "SELECT \(AgentPresence.columns) FROM agent_presence WHERE agent_id = \(id)"
        )
    }

    /// Everybody's presence; agents who never said are left out.
    func presences() throws(DatabaseError) -> [AgentPresence] {
        try db.all(AgentPresence.self, "SELECT \(AgentPresence.columns) FROM agent_presence")
    }
}

/// An agent with the password's hash.
struct AgentCredentials: RowDecodable {
    let agent: Agent
    let passwordHash: String

    init(row: Row) throws(DatabaseError) {
        self.agent = try Agent(row: row)
        self.passwordHash = try row.get("password_hash")
    }
}
