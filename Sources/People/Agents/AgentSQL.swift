import Base
import Storage

/// Every statement about agents, their sessions and presence.
struct AgentSQL {
    let db: Connection

    func agent(_ id: ID<Agent>) throws(DatabaseError) -> Agent? {
        try db.first(Agent.self, "SELECT \(Agent.columns) FROM agent WHERE id = \(id)")
    }

    /// Active agents by name.
    func activeAgents() throws(DatabaseError) -> [Agent] {
        try db.all(
            Agent.self,
            "SELECT \(Agent.columns) FROM agent WHERE is_active = \(true) ORDER BY name, id"
        )
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

    func setPasswordHash(_ hash: String, of id: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE agent SET password_hash = \(hash), updated_at = \(now) WHERE id = \(id)")
    }

    func insertSession(
        _ digest: [UInt8],
        _ agent: ID<Agent>,
        from now: Instant,
        until expiry: Instant
    )
        throws(DatabaseError)
    {
        try db.run(
            """
            INSERT INTO agent_session (token_digest, agent_id, created_at, expires_at)
            VALUES (\(digest), \(agent), \(now), \(expiry))
            """
        )
    }

    /// Whose session it is; nil when it is unknown, over, or the agent was deactivated.
    func agent(withSession digest: [UInt8], at now: Instant) throws(DatabaseError) -> Agent? {
        try db.first(
            Agent.self,
            """
            SELECT \(Agent.columns) FROM agent_session JOIN agent ON agent.id = agent_session.agent_id
            WHERE token_digest = \(digest) AND expires_at > \(now) AND agent.is_active = \(true)
            """
        )
    }

    /// Which of some sessions are neither over nor a deactivated agent's.
    func holding(_ digests: [[UInt8]], at now: Instant) throws(DatabaseError) -> [[UInt8]] {
        try db.values(
            [UInt8].self,
            """
            SELECT token_digest FROM agent_session JOIN agent ON agent.id = agent_session.agent_id
            WHERE token_digest IN (\(list: digests)) AND expires_at > \(now) AND agent.is_active = \(true)
            """
        )
    }

    func deleteSession(_ digest: [UInt8]) throws(DatabaseError) {
        try db.run("DELETE FROM agent_session WHERE token_digest = \(digest)")
    }

    func deleteExpired(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM agent_session WHERE expires_at <= \(now)")
    }

    func setPresence(_ state: Presence, of id: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_presence (agent_id, state, changed_at) VALUES (\(id), \(state), \(now))
            ON CONFLICT (agent_id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
            """
        )
    }

    /// Whoever has no session is not there, whatever they said last.
    func setAbsentOffline(at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent_presence SET state = \(Presence.offline), changed_at = \(now)
            WHERE state <> \(Presence.offline) AND NOT EXISTS (
                SELECT 1 FROM agent_session
                WHERE agent_session.agent_id = agent_presence.agent_id AND expires_at > \(now)
            )
            """
        )
    }

    /// An agent who never said is offline.
    func presence(of id: ID<Agent>) throws(DatabaseError) -> Presence {
        try db.value(Presence.self, "SELECT state FROM agent_presence WHERE agent_id = \(id)") ?? .offline
    }

    /// Everybody's presence; agents who never said are left out.
    func presences() throws(DatabaseError) -> [AgentPresence] {
        try db.all(AgentPresence.self, "SELECT agent_id, state, changed_at FROM agent_presence")
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
