import Base
import Storage

/// Every statement about agents' sessions.
struct AgentSessionSQL {
    let db: Connection

    /// Whether a session has proved what its owner has: somebody with an authenticator app or a passkey is let in by nothing
    /// that came by the password alone, whenever it began.
    private static let isProven: SQL = """
        (agent_session.second_factor_at IS NOT NULL OR NOT (
            EXISTS (SELECT 1 FROM agent_second_factor
                WHERE agent_second_factor.agent_id = agent.id AND agent_second_factor.secret IS NOT NULL)
            OR EXISTS (SELECT 1 FROM agent_passkey WHERE agent_passkey.agent_id = agent.id)))
        """

    func insert(
        _ session: AgentSession,
        of agent: ID<Agent>,
        until expiry: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_session
                (token_digest, agent_id, created_at, expires_at, browser, platform, address, method, seen_at,
                second_factor_at)
            VALUES (\(session.digest), \(agent), \(session.createdAt), \(expiry), \(session.device.browser),
                \(session.device.platform), \(session.address), \(session.method), \(session.seenAt),
                \(session.secondFactorAt))
            """
        )
    }

    /// A session with its owner; nil when it is unknown, over, without the second factor that its owner has, or the agent
    /// was deactivated.
    func session(_ digest: [UInt8], at now: Instant) throws(DatabaseError) -> OwnedSession? {
        try db.first(
            OwnedSession.self,
            """
            SELECT \(Agent.columns), \(AgentSession.columns)
            FROM agent_session JOIN agent ON agent.id = agent_session.agent_id
            WHERE token_digest = \(digest) AND expires_at > \(now) AND agent.is_active = \(true)
                AND \(Self.isProven)
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
    /// deactivated agent's, and have proved the second factor that their owner has or the role must have.
    func holding(_ digests: [[UInt8]], at now: Instant) throws(DatabaseError) -> [[UInt8]: Role] {
        let roles = try SignInPolicySQL(db: db).policy().secondFactorRoles
        let condition: SQL =
            roles.isEmpty
            ? Self.isProven
            : "\(Self.isProven) AND (agent.role NOT IN (\(list: roles)) OR agent_session.second_factor_at IS NOT NULL)"
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

    /// Notes that its owner has proved a second factor with a session.
    func setProven(_ digest: [UInt8], at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE agent_session SET second_factor_at = \(now) WHERE token_digest = \(digest)")
    }

    /// Forgets what an agent's sessions have proved, once they have no second factor any more.
    ///
    /// A role that must have one asks for it again. What the provider vouched for stays.
    func forgetProofs(of agent: ID<Agent>) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent_session SET second_factor_at = NULL
            WHERE agent_id = \(agent) AND method <> \(SignInMethod.openIDWithSecondFactor)
                AND agent_id NOT IN (SELECT agent_id FROM agent_second_factor WHERE secret IS NOT NULL)
                AND agent_id NOT IN (SELECT agent_id FROM agent_passkey)
            """
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
