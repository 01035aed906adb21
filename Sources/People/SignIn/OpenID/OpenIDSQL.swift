import Base
import Safeguard
import Storage

/// Every statement about signing in by OpenID Connect, and the one place where the client's secret is sealed.
struct OpenIDSQL {
    let db: Connection

    // MARK: The provider

    func provider() throws(DatabaseError) -> OpenIDProvider? {
        try db.first(
            OpenIDProvider.self,
            "SELECT \(OpenIDProvider.columns) FROM openid_provider WHERE id = 1"
        )
    }

    func set(_ provider: OpenIDProvider, at now: Instant) throws(DatabaseError) {
        var secret: [UInt8]?
        if let plain = provider.clientSecret {
            secret = try db.seal(plain.exposed, of: .installation, as: OpenIDProvider.secretField)
        }
        try db.run("DELETE FROM openid_provider")
        try db.run(
            """
            INSERT INTO openid_provider (id, \(OpenIDProvider.columns), updated_at)
            VALUES (1, \(provider.name), \(provider.issuer), \(provider.clientID), \(secret),
                \(JSONColumn(provider.scopes)), \(provider.roleClaim), \(JSONColumn(provider.roles)),
                \(provider.linksVerifiedEmail), \(provider.createsAgents), \(JSONColumn(provider.trustedMethods)),
                \(now))
            """
        )
    }

    /// - Returns: Whether there was one.
    func removeProvider() throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM openid_provider") == 1
    }

    // MARK: Who is who

    /// Who somebody of a provider is here, deactivated ones included.
    func agent(issuer: String, subject: String) throws(DatabaseError) -> Agent? {
        try db.first(
            Agent.self,
            """
            SELECT \(Agent.columns) FROM agent_openid JOIN agent ON agent.id = agent_openid.agent_id
            WHERE issuer = \(issuer) AND subject = \(subject)
            """
        )
    }

    /// - Throws: `DatabaseError` with a unique violation when the subject is somebody already.
    func link(_ agent: ID<Agent>, issuer: String, subject: String, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_openid (issuer, subject, agent_id, linked_at)
            VALUES (\(issuer), \(subject), \(agent), \(now))
            """
        )
    }

    // MARK: On the way

    /// Notes that a browser is sent to the provider.
    func begin(_ attempt: OpenIDAttempt, at now: Instant) throws(DatabaseError) {
        try insert(attempt.browser.digest, attempt.state.digest, nil, at: now)
    }

    /// Uses an attempt up.
    ///
    /// - Returns: Whether the browser began it with this state, in time, and did not come back before: of two requests with
    ///   the same one is told so.
    func finish(browser: [UInt8], state: [UInt8], at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            DELETE FROM openid_attempt
            WHERE browser_digest = \(browser) AND state_digest = \(state) AND agent_id IS NULL AND expires_at > \(now)
            """
        ) == 1
    }

    /// Notes that of somebody only the second factor is missing.
    func wait(browser: [UInt8], for agent: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try insert(browser, [], agent, at: now)
    }

    private func insert(
        _ browser: [UInt8],
        _ state: [UInt8],
        _ agent: ID<Agent>?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO openid_attempt (browser_digest, state_digest, agent_id, expires_at)
            VALUES (\(browser), \(state), \(agent), \(now + OpenIDAttempt.life))
            """
        )
    }

    /// Whose second factor a browser may still give; nil for nobody's.
    func waiting(browser: [UInt8], at now: Instant) throws(DatabaseError) -> Agent? {
        try db.first(
            Agent.self,
            """
            SELECT \(Agent.columns) FROM openid_attempt JOIN agent ON agent.id = openid_attempt.agent_id
            WHERE browser_digest = \(browser) AND expires_at > \(now) AND agent.is_active = \(true)
            """
        )
    }

    /// - Returns: Whether it was there: of two requests one is told so.
    func remove(browser: [UInt8]) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM openid_attempt WHERE browser_digest = \(browser)") == 1
    }

    func forget(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM openid_attempt WHERE expires_at <= \(now)")
    }
}
