package import Base
package import Storage

/// That somebody signed in, or tried to.
package struct SignInRecord: Sendable, Hashable, Identified {
    package static let idPrefix = "sin"

    /// What came of it, as a stable code.
    package enum Outcome: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case succeeded
        case passwordWrong = "password_wrong"
        case codeWrong = "code_wrong"
        case codeUsed = "code_used"
        case codeLocked = "code_locked"
        case passkeyRefused = "passkey_refused"
        case addressNotAllowed = "address_not_allowed"
        /// The provider did not vouch for them.
        case openIDRefused = "openid_refused"
        case roleUnknown = "role_unknown"
        case agentInactive = "agent_inactive"
    }

    package let id: ID<SignInRecord>
    package let happenedAt: Instant
    package let outcome: Outcome
    package let method: SignInMethod
    package let address: String?
    package let device: Device
}

extension SignInRecord: RowDecodable {
    static let columns: SQL = "id, happened_at, outcome, method, address, browser, platform"

    package init(row: Row) throws(DatabaseError) {
        self.init(
            id: try row.get("id"),
            happenedAt: try row.get("happened_at"),
            outcome: try row.get("outcome"),
            method: try row.get("method"),
            address: try row.get("address"),
            device: Device(browser: try row.get("browser"), platform: try row.get("platform"))
        )
    }
}

/// Every statement about the history of sign-ins.
struct SignInRecordSQL {
    /// What is older is forgotten: 180 days.
    static let kept = Duration.seconds(180 * 86_400)
    /// Of one agent no more are kept, so that who guesses cannot fill the disk.
    static let mostOfAgent = 1000

    let db: Connection

    func insert(
        _ outcome: SignInRecord.Outcome,
        by method: SignInMethod,
        of agent: ID<Agent>,
        from origin: SignInOrigin,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO agent_sign_in (id, agent_id, happened_at, outcome, method, address, browser, platform, locale)
            VALUES (\(ID<SignInRecord>(at: now)), \(agent), \(now), \(outcome), \(method), \(origin.address),
                \(origin.device.browser), \(origin.device.platform), \(origin.locale))
            """
        )
    }

    /// The latest first.
    ///
    /// - Complexity: one range scan of `agent_sign_in_by_agent`.
    func records(
        of agent: ID<Agent>,
        before: ID<SignInRecord>?,
        limit: Int
    ) throws(DatabaseError) -> [SignInRecord] {
        let begin: SQL = if let before { "AND id < \(before)" } else { "" }
        return try db.all(
            SignInRecord.self,
            """
            SELECT \(SignInRecord.columns) FROM agent_sign_in WHERE agent_id = \(agent) \(begin)
            ORDER BY id DESC LIMIT \(limit)
            """
        )
    }

    /// How somebody came in before, the latest first.
    ///
    /// - Complexity: one range scan of `agent_sign_in_by_agent`.
    func entries(of agent: ID<Agent>) throws(DatabaseError) -> [SignInEntry] {
        try db.all(
            SignInEntry.self,
            """
            SELECT address, browser, platform, locale FROM agent_sign_in
            WHERE agent_id = \(agent) AND outcome = \(SignInRecord.Outcome.succeeded)
            ORDER BY id DESC LIMIT \(Self.mostOfAgent)
            """
        )
    }

    /// Forgets what is old, and what one agent has too much of.
    func forget(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM agent_sign_in WHERE happened_at < \(now - Self.kept)")
        let full = try db.values(
            ID<Agent>.self,
            "SELECT agent_id FROM agent_sign_in GROUP BY agent_id HAVING COUNT(*) > \(Self.mostOfAgent)"
        )
        for agent in full {
            try db.run(
                """
                DELETE FROM agent_sign_in WHERE agent_id = \(agent) AND id <= (
                    SELECT id FROM agent_sign_in WHERE agent_id = \(agent)
                    ORDER BY id DESC LIMIT 1 OFFSET \(Self.mostOfAgent)
                )
                """
            )
        }
    }
}

/// From where and in which language somebody came in once.
struct SignInEntry: Sendable {
    let address: String?
    let device: Device
    let locale: LocaleCode?
}

extension SignInEntry: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.init(
            address: try row.get("address"),
            device: Device(browser: try row.get("browser"), platform: try row.get("platform")),
            locale: try row.get("locale")
        )
    }
}
