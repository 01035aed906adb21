package import Base
import Safeguard
import Storage

// How agents come in, stay and leave.
extension Agents {
    /// An agent signs in every working day.
    private static let sessionLife = Duration.seconds(12 * 3600)
    /// How exact the time of a session's last use is kept: noting it costs a write.
    private static let sightPause = Duration.seconds(60)

    /// Signs an agent in.
    ///
    /// What was typed as a wrong address is not recorded: it may be a password in the wrong field.
    ///
    /// - `code`: Of the authenticator app, where there is one: six digits, or a recovery code. Whoever has passkeys alone
    ///   comes in by one of those.
    /// - `origin`: Where the request came from.
    ///
    /// Throws: ``AgentError/signInFailed``, after the same time whether the address or the password is wrong;
    /// ``SignInError``.
    package func signIn(
        email: String,
        password: Redacted<String>,
        code: String? = nil,
        from origin: SignInOrigin = .unknown
    ) async throws -> Session {
        let address = Self.address(email)
        let (known, policy) = try await database.read { db in
            (try AgentSQL(db: db).credentials(email: address), try SignInPolicySQL(db: db).policy())
        }
        // Said before anything is compared: outside the company's network no password can be tried at all.
        guard origin == .unknown || policy.allows(origin.address) else {
            try await refuse(.addressNotAllowed, known?.agent, by: .password, from: origin)
            throw SignInError.addressNotAllowed
        }
        let stored = known.flatMap { PasswordHash(stored: $0.passwordHash) } ?? PasswordHash.unmatchable
        let isRight = try await BlockingWork.run { stored.verify(password.exposed) }
        guard let known, isRight else {
            try await refuse(.passwordWrong, known?.agent, by: .password, from: origin)
            throw AgentError.signInFailed
        }
        let session = try await enter(known.agent, code: code, from: origin)
        if stored.needsRehash {
            let renewed = try await BlockingWork.run { try PasswordHash(hashing: password.exposed) }
            let now = clock.now
            try await database.write { db in
                try AgentSQL(db: db).renewPasswordHash(
                    known.passwordHash,
                    as: renewed.stored,
                    of: known.agent.id,
                    at: now
                )
            }
        }
        return session
    }

    /// The second half of signing in: the code, and the session.
    ///
    /// - `first`: How the agent proved the first half; kept of the session where there is no second factor.
    /// - `entering`: Done in the same transaction before the session begins.
    func enter(
        _ agent: Agent,
        code: String?,
        by first: SignInMethod = .password,
        from origin: SignInOrigin,
        entering: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) async throws -> Session {
        let now = clock.now
        let token = OpaqueToken(prefix: AgentPrincipal.tokenPrefix)
        let refusal: SignInError? = try await database.write { db in
            let factors = SecondFactorSQL(db: db)
            let missing = try Self.missingFactor(of: agent.id, in: db)
            guard missing == .codeRequired else {
                if let missing { return missing }
                try entering(db)
                try begin(token, first, of: agent, from: origin, at: now, in: db)
                return nil
            }
            guard let code else { return missing }
            let check = try factors.check(code, of: agent.id, at: now)
            guard case .accepted(let method) = check else {
                let tried = first == .password ? .authenticator : first
                try Self.record(check.outcome, agent, by: tried, from: origin, at: now, in: db)
                return check.error
            }
            if method == .recoveryCode {
                let left = try factors.recoveryCodesLeft(of: agent.id)
                try Self.recordRecovery(of: agent, left: left, from: origin, at: now, in: db)
            }
            try entering(db)
            let proven = first == .password ? method : first
            try begin(token, proven, hasProvedMore: true, of: agent, from: origin, at: now, in: db)
            return nil
        }
        if let refusal { throw refusal }
        return Session(agent: agent, token: token)
    }

    /// Inside a transaction: what somebody has to prove beside their password; nil for nothing.
    ///
    /// A code where there is an authenticator app, which recovery codes stand in for; else a passkey where there is any.
    static func missingFactor(of agent: ID<Agent>, in db: Connection) throws(DatabaseError) -> SignInError? {
        if try SecondFactorSQL(db: db).enrolledAt(of: agent) != nil { return .codeRequired }
        return try PasskeySQL(db: db).passkeys(of: agent).isEmpty ? nil : .passkeyRequired
    }

    /// Inside a transaction: somebody who proved who they are is let in.
    ///
    /// - `hasProvedMore`: Whether it was with a second factor that the method does not tell of.
    func begin(
        _ token: OpaqueToken,
        _ method: SignInMethod,
        hasProvedMore: Bool = false,
        of agent: Agent,
        from origin: SignInOrigin,
        at now: Instant,
        in db: Connection
    ) throws {
        try letters?.tell(agent, of: method, from: origin, at: now, in: db)
        let session = AgentSession(
            digest: token.digest,
            device: origin.device,
            address: origin.address,
            method: method,
            createdAt: now,
            seenAt: now,
            secondFactorAt: method.provesSecondFactor || hasProvedMore ? now : nil
        )
        try AgentSessionSQL(db: db).insert(session, of: agent.id, until: now + Self.sessionLife)
        try SignInRecordSQL(db: db).insert(.succeeded, by: method, of: agent.id, from: origin, at: now)
        let entered = Deed(
            .agentSignedIn,
            by: agent.acting(from: origin.address),
            on: agent.subject,
            ["method": method.rawValue]
        )
        try AuditTrail.record(entered, at: now, in: db)
    }

    /// Inside a transaction: a recovery code was used up.
    static func recordRecovery(
        of agent: Agent,
        left: Int,
        from origin: SignInOrigin,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let used = Deed(
            .recoveryCodeUsed,
            by: agent.acting(from: origin.address),
            on: agent.subject,
            ["left": "\(left)"]
        )
        try AuditTrail.record(used, at: now, in: db)
    }

    /// Records that somebody was not let in.
    ///
    /// - `agent`: Whom they said they were; nil when there is nobody like that.
    func refuse(
        _ outcome: SignInRecord.Outcome,
        _ agent: Agent?,
        by method: SignInMethod,
        from origin: SignInOrigin
    ) async throws {
        let now = clock.now
        try await database.write { db in
            try Self.record(outcome, agent, by: method, from: origin, at: now, in: db)
        }
    }

    private static func record(
        _ outcome: SignInRecord.Outcome,
        _ agent: Agent?,
        by method: SignInMethod,
        from origin: SignInOrigin,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        if let agent {
            try SignInRecordSQL(db: db).insert(outcome, by: method, of: agent.id, from: origin, at: now)
        }
        let failed = Deed(
            .agentSignInFailed,
            by: AuditActor(.unknown, address: origin.address),
            on: agent?.subject ?? AuditSubject("agent"),
            ["cause": outcome.rawValue]
        )
        try AuditTrail.record(failed, at: now, in: db)
    }

    /// Ends a session; an agent without another one is offline, so that nothing is given to nobody.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    package func signOut(_ token: String, from place: String? = nil) async throws {
        let digest = OpaqueToken.digest(of: token)
        let now = clock.now
        try await database.write { db in
            let sql = AgentSessionSQL(db: db)
            let agent = try sql.session(digest, at: now)?.agent
            try sql.delete(digest)
            try AgentSQL(db: db).setAbsentOffline(at: now)
            guard let agent else { return }
            let left = Deed(.agentSignedOut, by: agent.acting(from: place), on: agent.subject)
            try AuditTrail.record(left, at: now, in: db)
        }
        ended.raise()
    }

    /// Whose session a token is; nil when it is unknown or over.
    package func agent(withSession token: String) async throws -> Agent? {
        guard token.hasPrefix(AgentPrincipal.tokenPrefix) else { return nil }
        let digest = OpaqueToken.digest(of: token)
        let now = clock.now
        return try await database.read { db in try AgentSessionSQL(db: db).session(digest, at: now)?.agent }
    }

    /// Whom a session lets in, and to what; nil when it is unknown or over.
    ///
    /// - `address`: Where the request comes from.
    func principal(withSession token: String, from address: String?) async throws -> (any AgentStanding)? {
        guard token.hasPrefix(AgentPrincipal.tokenPrefix) else { return nil }
        let digest = OpaqueToken.digest(of: token)
        let now = clock.now
        let (owned, policy) = try await database.read { db in
            (try AgentSessionSQL(db: db).session(digest, at: now), try SignInPolicySQL(db: db).policy())
        }
        guard let owned else { return nil }
        guard policy.allows(address) else {
            return LimitedAgentPrincipal(agent: owned.agent, session: digest, limit: .addressNotAllowed)
        }
        if owned.session.address != address || now - owned.session.seenAt >= Self.sightPause {
            try await database.write { db in
                try AgentSessionSQL(db: db).setSeen(digest, from: address, at: now)
            }
        }
        // Whoever has a second factor has proved it: their session would not be one otherwise.
        let isSecured = owned.session.secondFactorAt != nil
        guard isSecured || !policy.secondFactorRoles.contains(owned.agent.role) else {
            return LimitedAgentPrincipal(agent: owned.agent, session: digest, limit: .secondFactorMissing)
        }
        return AgentPrincipal(agent: owned.agent, session: digest)
    }

    /// Which of some sessions still hold, by the digests of their tokens, and for which role.
    func holding(_ digests: [[UInt8]]) async throws -> [[UInt8]: Role] {
        let now = clock.now
        return try await database.read { db in try AgentSessionSQL(db: db).holding(digests, at: now) }
    }

    /// Forgets sessions that are over and old sign-ins; who has no other session is offline.
    package func deleteExpired() async throws {
        let now = clock.now
        try await database.write { db in
            try AgentSessionSQL(db: db).deleteExpired(at: now)
            try SignInRecordSQL(db: db).forget(at: now)
            try OpenIDSQL(db: db).forget(at: now)
            try AgentSQL(db: db).setAbsentOffline(at: now)
        }
    }
}
