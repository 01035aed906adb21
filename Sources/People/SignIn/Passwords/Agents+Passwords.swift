package import Base
import Safeguard
package import Storage

// How agents' passwords are set and asked for.
extension Agents {
    /// Demands what an agent shows again before an important step: the password, and the second factor that they have.
    ///
    /// Throws: ``SignInError``.
    func demand(_ proof: SecondFactors.Proof, of agent: Agent) async throws {
        let known = try await database.read { db in try AgentSQL(db: db).credentials(email: agent.email) }
        let stored = known.flatMap { PasswordHash(stored: $0.passwordHash) } ?? PasswordHash.unmatchable
        let isRight = try await BlockingWork.run { stored.verify(proof.password.exposed) }
        guard isRight else { throw SignInError.passwordWrong }
        let now = clock.now
        let refusal: SignInError? = try await database.write { db in
            let factors = SecondFactorSQL(db: db)
            switch try Self.missingFactor(of: agent.id, in: db) {
            case nil: return nil
            case .passkeyRequired: return try Passkeys.flaw(in: proof.passkey, of: agent.id, at: now, in: db)
            default: break
            }
            guard let code = proof.code else { return .codeRequired }
            let check = try factors.check(code, of: agent.id, at: now)
            if check == .accepted(.recoveryCode) {
                let left = try factors.recoveryCodesLeft(of: agent.id)
                try Self.recordRecovery(of: agent, left: left, from: .unknown, at: now, in: db)
            }
            return check.error
        }
        if let refusal { throw refusal }
    }

    /// Changes an agent's own password; every other session of theirs ends.
    ///
    /// - `session`: The session that stays.
    ///
    /// Throws: ``SignInError``, `PasswordError`.
    package func changePassword(
        of agent: Agent,
        proof: SecondFactors.Proof,
        to password: Redacted<String>,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws {
        try await demand(proof, of: agent)
        guard password != proof.password else { throw SignInError.passwordSame }
        try await set(password, of: agent, keeping: session, by: actor)
    }

    /// Gives an agent a new password; every session of theirs ends.
    ///
    /// - `email`: Whose.
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``AgentError/addressUnknown``, `PasswordError`.
    package func setPassword(
        _ password: Redacted<String>,
        of email: String,
        by actor: AuditActor
    ) async throws {
        try await set(password, of: try await agent(email: email), keeping: [], by: actor)
    }

    /// The agent who signs in with an e-mail address.
    ///
    /// Throws: ``AgentError/addressUnknown``.
    package func agent(email: String) async throws -> Agent {
        let address = Self.address(email)
        let known = try await database.read { db in try AgentSQL(db: db).credentials(email: address) }
        guard let agent = known?.agent else { throw AgentError.addressUnknown }
        return agent
    }

    private func set(
        _ password: Redacted<String>,
        of agent: Agent,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws {
        let rules = passwordRules
        let hash = try await BlockingWork.run {
            try rules.check(password.exposed, knowing: [agent.name, agent.email])
            return try PasswordHash(hashing: password.exposed)
        }
        let now = clock.now
        try await database.write { [self] db in
            let sql = AgentSQL(db: db)
            try sql.setPasswordHash(hash.stored, of: agent.id, at: now)
            try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: session)
            try sql.setAbsentOffline(at: now)
            try recordChange(.agentPasswordChanged, of: agent, by: actor, at: now, in: db)
        }
        ended.raise()
    }

    /// Records that how an agent signs in was changed, and tells them by mail.
    func recordChange(
        _ action: AuditAction,
        of agent: Agent,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        try AuditTrail.record(Deed(action, by: actor, on: agent.subject), at: now, in: db)
        try letters?.tell(agent, of: action, by: actor, at: now, in: db)
    }
}
