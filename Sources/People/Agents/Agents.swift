package import Base
package import Safeguard
package import Storage

/// Who answers: agents, their sessions and presence.
package struct Agents: Sendable {
    /// An agent and the token that proves it.
    package struct Session: Sendable {
        package let agent: Agent
        package let token: OpaqueToken
    }

    /// What it takes to make an agent.
    package struct Draft: Sendable {
        package var name: String
        package var email: String
        package var role: Role
        package var password: Redacted<String>
        /// Chosen at random among the free ones when nil.
        package var badge: Badge?
        package var capacity: Int

        package init(
            name: String,
            email: String,
            role: Role,
            password: Redacted<String>,
            badge: Badge? = nil,
            capacity: Int = 6
        ) {
            self.name = name
            self.email = email
            self.role = role
            self.password = password
            self.badge = badge
            self.capacity = capacity
        }
    }

    let database: any Database
    let clock: any WallClock
    let passwordRules: PasswordRules
    let ended: WorkSignal
    let letters: SignInLetters?

    /// - `ended`: Raised when sessions have ended, so that their connections are closed at once.
    /// - `letters`: Tells them of sign-ins; nil where no mail is sent.
    package init(
        _ database: any Database,
        clock: any WallClock,
        passwordRules: PasswordRules = PasswordRules(),
        ended: WorkSignal = WorkSignal(),
        letters: SignInLetters? = nil
    ) {
        self.database = database
        self.clock = clock
        self.passwordRules = passwordRules
        self.ended = ended
        self.letters = letters
    }

    /// Makes an agent.
    ///
    /// - `actor`: Who makes them, for the audit trail.
    /// - `hasPublicPassword`: Whether everybody knows the password, as in the demo: it is not held to any rule then.
    /// - `also`: Done in the same transaction.
    ///
    /// Throws: ``AgentError/invalid(field:_:)``, ``AgentError/emailTaken(_:)``, `PasswordError`.
    package func create(
        _ draft: Draft,
        by actor: AuditActor = .system,
        hasPublicPassword: Bool = false,
        also: @escaping @Sendable (Agent, Connection) throws -> Void = { _, _ in }
    ) async throws -> Agent {
        let name = draft.name.trimmed
        let email = Self.address(draft.email)
        guard (1...80).contains(name.count) else {
            throw AgentError.invalid(field: "name", "1 to 80 characters")
        }
        guard (3...254).contains(email.utf8.count), email.dropFirst().dropLast().contains("@") else {
            throw AgentError.invalid(field: "email", "not an e-mail address")
        }
        guard (0...500).contains(draft.capacity) else {
            throw AgentError.invalid(field: "capacity", "0 to 500")
        }
        let rules = hasPublicPassword ? nil : passwordRules
        let hash = try await BlockingWork.run {
            try rules?.check(draft.password.exposed, knowing: [name, email])
            return try PasswordHash(hashing: draft.password.exposed)
        }
        let now = clock.now
        // A badge that is taken already is drawn again; after a few draws the numbers have become too short.
        for digits in [4, 4, 4, 6, 6, 8, 8] {
            let badge = draft.badge ?? Self.randomBadge(digits: digits)
            guard let badge else { continue }
            let agent = Agent(
                id: ID(at: now),
                name: name,
                email: email,
                role: draft.role,
                badge: badge,
                capacity: draft.capacity
            )
            do {
                try await database.write { db in
                    try AgentSQL(db: db).insert(agent, passwordHash: hash.stored, at: now)
                    let made = Deed(
                        .agentCreated,
                        by: actor,
                        on: agent.subject,
                        ["role": agent.role.rawValue]
                    )
                    try AuditTrail.record(made, at: now, in: db)
                    try also(agent, db)
                }
                return agent
            } catch let error as DatabaseError where error.isUniqueViolation {
                let isTaken = try await database.read { db in try AgentSQL(db: db).agent(email: email) != nil
                }
                if isTaken { throw AgentError.emailTaken(email) }
                if draft.badge != nil { throw AgentError.invalid(field: "badge", "it is taken") }
            }
        }
        throw AgentError.invalid(field: "badge", "no free number was found")
    }

    /// An e-mail address as it is stored and compared.
    static func address(_ email: String) -> String {
        String(email.prefix(320)).trimmed.lowercased()
    }

    private static func randomBadge(digits: Int) -> Badge? {
        Badge(rawValue: String((0..<digits).map { _ in "0123456789".randomElement() ?? "0" }))
    }

    /// Whether somebody who works here has this badge.
    package func isActive(_ badge: Badge) async throws -> Bool {
        try await database.read { db in try AgentSQL(db: db).isActive(badge) }
    }

    /// The agent of an id, deactivated ones included.
    package func agent(_ id: ID<Agent>) async throws -> Agent? {
        try await database.read { db in try AgentSQL(db: db).agent(id) }
    }

    /// Everybody who can sign in, by name.
    package func activeAgents() async throws -> [Agent] {
        try await database.read { db in try AgentSQL(db: db).activeAgents() }
    }

    /// What holds of an agent; one who never said is offline, nil.
    package func presence(of agent: ID<Agent>) async throws -> AgentPresence? {
        try await database.read { db in try AgentSQL(db: db).presence(of: agent) }
    }

    /// Everybody's presence; agents who never said are left out.
    package func presences() async throws -> [ID<Agent>: AgentPresence] {
        let presences = try await database.read { db in try AgentSQL(db: db).presences() }
        return Dictionary(presences.map { ($0.agent, $0) }) { first, _ in first }
    }

    /// Inside a transaction of the caller, who acts on the change.
    ///
    /// - `reason`: Kept for an agent who is away.
    package static func setPresence(
        _ state: Presence,
        because reason: AwayReason? = nil,
        of agent: ID<Agent>,
        at now: Instant,
        in db: Connection
    )
        throws(DatabaseError)
    {
        try AgentSQL(db: db).setPresence(state, state == .away ? reason : nil, of: agent, at: now)
    }

    /// Inside a transaction of the caller, who acts on the change.
    ///
    /// - `capacity`: 0...500 chats.
    ///
    /// Throws: ``AgentError``.
    package static func setAbilities(
        _ abilities: Abilities,
        capacity: Int,
        of agent: ID<Agent>,
        at now: Instant,
        in db: Connection
    ) throws {
        guard (0...500).contains(capacity) else { throw AgentError.invalid(field: "capacity", "0 to 500") }
        let sql = AgentSQL(db: db)
        guard try sql.setAbilities(try abilities.validated(), capacity: capacity, of: agent, at: now) else {
            throw AgentError.notFound(agent)
        }
    }

    /// Inside a transaction of the caller: the agent of an id.
    package static func agent(_ id: ID<Agent>, in db: Connection) throws(DatabaseError) -> Agent? {
        try AgentSQL(db: db).agent(id)
    }

    /// Inside a transaction of the caller: gives an agent another role, which counts at once.
    static func setRole(
        _ role: Role,
        of agent: Agent,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        try AgentSQL(db: db).setRole(role, of: agent.id, at: now)
        let details = ["role": role.rawValue, "before": agent.role.rawValue]
        try AuditTrail.record(Deed(.agentChanged, by: actor, on: agent.subject, details), at: now, in: db)
    }

    /// Inside a transaction of the caller: active agents by name.
    package static func activeAgents(in db: Connection) throws(DatabaseError) -> [Agent] {
        try AgentSQL(db: db).activeAgents()
    }

    /// Inside a transaction of the caller: everybody's presence; agents who never said are left out.
    package static func presences(in db: Connection) throws(DatabaseError) -> [AgentPresence] {
        try AgentSQL(db: db).presences()
    }
}

extension Agents {
    /// Notes a sign of life of some agents.
    ///
    /// - Returns: Those of them who had been taken for gone.
    package func noteSeen(_ agents: [ID<Agent>]) async throws -> [ID<Agent>] {
        guard !agents.isEmpty else { return [] }
        let now = clock.now
        return try await database.write { db in
            let sql = AgentSQL(db: db)
            try sql.setSeen(agents, at: now)
            return try sql.dropped(among: agents)
        }
    }

    /// The agents who say that they are there and have given no sign of life since a moment.
    package func silent(since moment: Instant) async throws -> [ID<Agent>] {
        try await database.read { db in try AgentSQL(db: db).silent(since: moment) }
    }

    /// Inside a transaction of the caller, who acts on it: takes an agent for gone.
    ///
    /// - Returns: Whether they still gave no sign; false when another node was first or they are back.
    package static func drop(
        _ agent: ID<Agent>,
        silentSince moment: Instant,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> Bool {
        try AgentSQL(db: db).drop(agent, silentSince: moment, at: now)
    }

    /// Inside a transaction of the caller, who acts on it: takes an agent back who was taken for gone.
    ///
    /// - Returns: Whether they were; false when another node was first.
    package static func restore(
        _ agent: ID<Agent>,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> Bool {
        try AgentSQL(db: db).restore(agent, at: now)
    }
}

extension String {
    /// Without white space around it.
    var trimmed: String {
        String(
            trimmingPrefix(while: \.isWhitespace).reversed().trimmingPrefix(while: \.isWhitespace).reversed()
        )
    }
}
