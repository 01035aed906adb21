import Base
import Storage

/// Every statement about agents' sessions.
struct AgentSessionSQL {
    let db: Connection

    func insert(
        _ session: AgentSession,
        of agent: ID<Agent>,
        until expiry: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_session
                (token_digest, agent_id, created_at, expires_at, browser, platform, address, method, seen_at)
            VALUES (\(session.digest), \(agent), \(session.createdAt), \(expiry), \(session.device.browser),
                \(session.device.platform), \(session.address), \(session.method), \(session.seenAt))
            """
        )
    }

    /// A session with its owner; nil when it is unknown, over, or the agent was deactivated.
    func session(_ digest: [UInt8], at now: Instant) throws(DatabaseError) -> OwnedSession? {
        try db.first(
            OwnedSession.self,
            """
            SELECT \(Agent.columns), \(AgentSession.columns), (
                SELECT COUNT(*) FROM agent_second_factor
                WHERE agent_second_factor.agent_id = agent.id AND agent_second_factor.secret IS NOT NULL
            ) AS factors
            FROM agent_session JOIN agent ON agent.id = agent_session.agent_id
            WHERE token_digest = \(digest) AND expires_at > \(now) AND agent.is_active = \(true)
            """
        )
    }

    /// The sessions of an agent that are not over, the one that was used last first.
    func sessions(of agent: ID<Agent>, at now: Instant) throws(DatabaseError) -> [AgentSession] {
        try db.all(
            AgentSession.self,
            """
            SELECT \(AgentSession.columns) FROM agent_session
            WHERE agent_id = \(agent) AND expires_at > \(now)
            ORDER BY seen_at DESC, created_at DESC, token_digest
            """
        )
    }

    /// The addresses that sessions were used from last.
    func addresses() throws(DatabaseError) -> [([UInt8], String?)] {
        var found: [([UInt8], String?)] = []
        for row in try db.rows("SELECT token_digest, address FROM agent_session") {
            found.append((try row.get("token_digest"), try row.get("address")))
        }
        return found
    }

    /// Which of some sessions let their owners do everything that their roles may, which are told: they are not over, not a
    /// deactivated agent's, and have the second factor that the role must have.
    func holding(_ digests: [[UInt8]], at now: Instant) throws(DatabaseError) -> [[UInt8]: Role] {
        let roles = try SignInPolicySQL(db: db).policy().secondFactorRoles
        let secured: SQL = """
            agent_session.method IN (\(list: SignInMethod.ofTwoFactors)) OR EXISTS (SELECT 1 FROM agent_second_factor
                WHERE agent_second_factor.agent_id = agent.id AND agent_second_factor.secret IS NOT NULL)
            """
        let condition: SQL =
            roles.isEmpty ? "1 = 1" : "(agent.role NOT IN (\(list: roles)) OR \(secured))"
        var found: [[UInt8]: Role] = [:]
        let rows = try db.rows(
            """
            SELECT token_digest, agent.role FROM agent_session JOIN agent ON agent.id = agent_session.agent_id
            WHERE token_digest IN (\(list: digests)) AND expires_at > \(now) AND agent.is_active = \(true)
                AND \(condition)
            """
        )
        for row in rows { found[try row.get("token_digest")] = try row.get("role", as: Role.self) }
        return found
    }

    /// Notes that a session is used.
    func setSeen(_ digest: [UInt8], from address: String?, at now: Instant) throws(DatabaseError) {
        try db.run(
            "UPDATE agent_session SET seen_at = \(now), address = \(address) WHERE token_digest = \(digest)"
        )
    }

    /// - Returns: Whether it was there.
    @discardableResult
    func delete(_ digest: [UInt8]) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM agent_session WHERE token_digest = \(digest)") == 1
    }

    /// Ends an agent's sessions, all or all but one.
    ///
    /// - Returns: How many it were.
    @discardableResult
    func deleteAll(of agent: ID<Agent>, except digest: [UInt8] = []) throws(DatabaseError) -> Int {
        try db.run("DELETE FROM agent_session WHERE agent_id = \(agent) AND token_digest <> \(digest)")
    }

    func deleteExpired(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM agent_session WHERE expires_at <= \(now)")
    }
}
