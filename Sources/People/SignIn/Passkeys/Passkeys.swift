package import Base
import Safeguard
package import Storage

/// The door to passkeys: making one, and signing in with one, which is password and second factor at once.
package struct Passkeys: Sendable {
    /// The page on which a passkey is made or used.
    package struct Site: Sendable, Hashable {
        /// The host, which the keys are bound to.
        package let relyingParty: String
        /// Such as `https://help.example.com`.
        package let origin: String

        /// - `authority`: Host and port of the request.
        package init?(authority: String?, isSecure: Bool) {
            guard let authority = authority?.lowercased(), !authority.isEmpty else { return nil }
            let host = authority.hasPrefix("[") ? authority : String(authority.prefix { $0 != ":" })
            self.relyingParty = host
            self.origin = "\(isSecure ? "https" : "http")://\(authority)"
        }
    }

    /// What the browser brings of a new key.
    package struct Made: Sendable {
        package let name: String
        package let clientData: [UInt8]
        package let authenticatorData: [UInt8]
    }

    /// What the browser brings to sign in.
    package struct Assertion: Sendable {
        package let credentialID: [UInt8]
        package let clientData: [UInt8]
        package let authenticatorData: [UInt8]
        package let signature: [UInt8]
    }

    private let agents: Agents
    private var database: any Database { agents.database }
    private var clock: any WallClock { agents.clock }

    package init(agents: Agents) {
        self.agents = agents
    }

    package func passkeys(of agent: ID<Agent>) async throws -> [Passkey] {
        try await database.read { db in try PasskeySQL(db: db).passkeys(of: agent) }
    }

    /// What a new passkey has to answer to; it is good for five minutes, once.
    ///
    /// Throws: ``SignInError``.
    package func challenge(for agent: Agent, proof: SecondFactors.Proof) async throws -> [UInt8] {
        try await agents.demand(proof, of: agent)
        return try await challenge(of: agent.id)
    }

    /// What somebody who signs in has to answer to; it is good for five minutes, once.
    package func challenge() async throws -> [UInt8] {
        try await challenge(of: nil)
    }

    private func challenge(of agent: ID<Agent>?) async throws -> [UInt8] {
        let challenge = RecoveryCode.newSalt() + RecoveryCode.newSalt()
        let now = clock.now
        try await database.write { db in
            try PasskeySQL(db: db).insert(challenge: challenge, of: agent, at: now)
        }
        return challenge
    }

    /// Keeps a new passkey; every other session of the agent ends.
    ///
    /// - `session`: The session that stays.
    ///
    /// Throws: ``SignInError/passkeyRefused``, ``AgentError/invalid(field:_:)``.
    package func add(
        _ made: Made,
        of agent: Agent,
        at site: Site,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws -> Passkey {
        let name = made.name.trimmed
        guard (1...60).contains(name.count) else {
            throw AgentError.invalid(field: "name", "1 to 60 characters")
        }
        guard let said = PasskeyClientData(made.clientData, for: .make, at: site.origin),
            let key = PasskeyCheck.made(made.authenticatorData, for: site.relyingParty)
        else { throw SignInError.passkeyRefused }
        let now = clock.now
        let passkey = Passkey(
            credentialID: key.credentialID,
            agent: agent.id,
            name: name,
            relyingParty: site.relyingParty,
            algorithm: key.algorithm,
            publicKey: key.publicKey,
            signCount: key.signCount,
            createdAt: now,
            usedAt: nil
        )
        let isTaken = try await database.write { [agents] db in
            let sql = PasskeySQL(db: db)
            guard try sql.use(said.challenge, of: agent.id, at: now),
                try sql.passkey(key.credentialID) == nil,
                try sql.passkeys(of: agent.id).count < Passkey.mostOfAgent
            else { return false }
            try sql.insert(passkey)
            try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: session)
            try AgentSessionSQL(db: db).setProven(session, at: now)
            try agents.recordChange(.passkeyAdded, of: agent, by: actor, at: now, in: db)
            return true
        }
        guard isTaken else { throw SignInError.passkeyRefused }
        agents.ended.raise()
        return passkey
    }

    /// Forgets a passkey; every other session of the agent ends.
    ///
    /// - `session`: The session that stays.
    ///
    /// Throws: ``SignInError``.
    package func remove(
        _ credentialID: [UInt8],
        of agent: Agent,
        proof: SecondFactors.Proof,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws {
        try await database.read { db in try Self.check(credentialID, isRemovableBy: agent, in: db) }
        try await agents.demand(proof, of: agent)
        let now = clock.now
        try await database.write { [agents] db in
            // Of two that were the last but one, both asked for at once, one stays.
            try Self.check(credentialID, isRemovableBy: agent, in: db)
            guard try PasskeySQL(db: db).delete(credentialID, of: agent.id) else {
                throw SignInError.passkeyNotFound
            }
            try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: session)
            try AgentSessionSQL(db: db).forgetProofs(of: agent.id)
            try agents.recordChange(.passkeyRemoved, of: agent, by: actor, at: now, in: db)
        }
        agents.ended.raise()
    }

    /// A role that must have a second factor keeps the last one, as it keeps the authenticator app.
    private static func check(
        _ credentialID: [UInt8],
        isRemovableBy agent: Agent,
        in db: Connection
    ) throws {
        let known = try PasskeySQL(db: db).passkeys(of: agent.id).map(\.credentialID)
        guard known.contains(credentialID) else { throw SignInError.passkeyNotFound }
        let isLast = try known.count == 1 && SecondFactorSQL(db: db).enrolledAt(of: agent.id) == nil
        guard try !isLast || !SignInPolicySQL(db: db).policy().secondFactorRoles.contains(agent.role) else {
            throw SignInError.secondFactorNotRemovable
        }
    }

    /// Signs an agent in.
    ///
    /// Throws: ``SignInError/passkeyRefused``, whatever was wrong; ``SignInError/addressNotAllowed``.
    package func signIn(
        _ assertion: Assertion,
        at site: Site,
        from origin: SignInOrigin
    ) async throws -> Agents.Session {
        let (passkey, agent, policy) = try await database.read { db in
            let passkey = try PasskeySQL(db: db).passkey(assertion.credentialID)
            let agent = try passkey.flatMap { try AgentSQL(db: db).agent($0.agent) }
            return (passkey, agent, try SignInPolicySQL(db: db).policy())
        }
        guard policy.allows(origin.address) else {
            try await agents.refuse(.addressNotAllowed, agent, by: .passkey, from: origin)
            throw SignInError.addressNotAllowed
        }
        let now = clock.now
        let token = OpaqueToken(prefix: AgentPrincipal.tokenPrefix)
        let isIn = try await database.write { db in
            guard let passkey, let agent, agent.isActive,
                try Self.isProven(assertion, by: passkey, at: site, at: now, in: db)
            else { return false }
            try agents.begin(token, .passkey, of: agent, from: origin, at: now, in: db)
            return true
        }
        guard isIn, let agent else {
            try await agents.refuse(.passkeyRefused, agent, by: .passkey, from: origin)
            throw SignInError.passkeyRefused
        }
        return Agents.Session(agent: agent, token: token)
    }
}
