package import Base
import Safeguard
package import Storage

// How agents come in, stay and leave.
extension Agents {
    /// An agent signs in every working day.
    private static let sessionLife = Duration.seconds(12 * 3600)

    /// Signs an agent in.
    ///
    /// What was typed as a wrong address is not recorded: it may be a password in the wrong field.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``AgentError/signInFailed``, after the same time whether the address or the password is wrong.
    package func signIn(
        email: String,
        password: Redacted<String>,
        from place: String? = nil
    ) async throws -> Session {
        let address = Self.address(email)
        let known = try await database.read { db in try AgentSQL(db: db).credentials(email: address) }
        let stored = known.flatMap { PasswordHash(stored: $0.passwordHash) } ?? PasswordHash.unmatchable
        let isRight = try await BlockingWork.run { stored.verify(password.exposed) }
        guard let known, isRight else {
            let subject = known?.agent.subject ?? AuditSubject("agent")
            let stranger = AuditActor(.unknown, address: place)
            try await AuditTrail(database, clock: clock).record(
                Deed(.agentSignInFailed, by: stranger, on: subject)
            )
            throw AgentError.signInFailed
        }
        let agent = known.agent
        let now = clock.now
        let token = OpaqueToken(prefix: AgentPrincipal.tokenPrefix)
        let upgraded =
            stored.needsRehash
            ? try await BlockingWork.run { try PasswordHash(hashing: password.exposed) } : nil
        try await database.write { db in
            let sql = AgentSQL(db: db)
            try sql.insertSession(token.digest, agent.id, from: now, until: now + Self.sessionLife)
            if let upgraded {
                try sql.renewPasswordHash(known.passwordHash, as: upgraded.stored, of: agent.id, at: now)
            }
            let entered = Deed(.agentSignedIn, by: agent.acting(from: place), on: agent.subject)
            try AuditTrail.record(entered, at: now, in: db)
        }
        return Session(agent: agent, token: token)
    }

    /// Ends a session; an agent without another one is offline, so that nothing is given to nobody.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    package func signOut(_ token: String, from place: String? = nil) async throws {
        let digest = OpaqueToken.digest(of: token)
        let now = clock.now
        try await database.write { db in
            let sql = AgentSQL(db: db)
            let agent = try sql.agent(withSession: digest, at: now)
            try sql.deleteSession(digest)
            try sql.setAbsentOffline(at: now)
            guard let agent else { return }
            let left = Deed(.agentSignedOut, by: agent.acting(from: place), on: agent.subject)
            try AuditTrail.record(left, at: now, in: db)
        }
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
        let address = Self.address(email)
        let known = try await database.read { db in try AgentSQL(db: db).credentials(email: address) }
        guard let agent = known?.agent else { throw AgentError.addressUnknown }
        let rules = passwordRules
        let hash = try await BlockingWork.run {
            try rules.check(password.exposed, knowing: [agent.name, agent.email])
            return try PasswordHash(hashing: password.exposed)
        }
        let now = clock.now
        try await database.write { db in
            let sql = AgentSQL(db: db)
            try sql.setPasswordHash(hash.stored, of: agent.id, at: now)
            try sql.deleteSessions(of: agent.id)
            try sql.setAbsentOffline(at: now)
            try AuditTrail.record(Deed(.agentPasswordChanged, by: actor, on: agent.subject), at: now, in: db)
        }
    }
}
