package import Base
package import Safeguard
package import Storage

/// The door to agents' second factors: an authenticator app, and recovery codes for when it is lost.
package struct SecondFactors: Sendable {
    /// What somebody types again before an important step.
    package struct Proof: Sendable {
        package let password: Redacted<String>
        /// Of the authenticator app, by whom has one.
        package let code: String?
        /// By whom has passkeys and no app.
        package let passkey: Passkeys.Proof?

        package init(password: Redacted<String>, code: String?, passkey: Passkeys.Proof? = nil) {
            self.password = password
            self.code = code
            self.passkey = passkey
        }
    }

    private let agents: Agents
    private let issuer: String
    private var database: any Database { agents.database }
    private var clock: any WallClock { agents.clock }

    /// - `issuer`: What apps show beside the codes: the company's name.
    package init(agents: Agents, issuer: String) {
        self.agents = agents
        self.issuer = issuer
    }

    package func status(of agent: Agent) async throws -> SecondFactorStatus {
        try await database.read { db in
            let sql = SecondFactorSQL(db: db)
            let policy = try SignInPolicySQL(db: db).policy()
            return SecondFactorStatus(
                enrolledAt: try sql.enrolledAt(of: agent.id),
                recoveryCodesLeft: try sql.recoveryCodesLeft(of: agent.id),
                isRequired: policy.secondFactorRoles.contains(agent.role),
                hasPasskeys: try !PasskeySQL(db: db).passkeys(of: agent.id).isEmpty
            )
        }
    }

    /// The agents who have a second factor: an authenticator app or a passkey.
    package func enrolled() async throws -> Set<ID<Agent>> {
        try await database.read { db in
            try SecondFactorSQL(db: db).enrolled().union(PasskeySQL(db: db).owners())
        }
    }

    /// Begins to set one up, or to replace the one that there is.
    ///
    /// Throws: ``SignInError``.
    package func begin(_ agent: Agent, proof: Proof) async throws -> Enrolment {
        try await agents.demand(proof, of: agent)
        let secret = AuthenticatorSecret()
        let now = clock.now
        let address = secret.address(of: agent.email, issuer: issuer)
        try await database.write { db in try SecondFactorSQL(db: db).setPending(secret, of: agent.id, at: now)
        }
        return Enrolment(
            key: secret.text,
            address: address,
            // What cannot be drawn can be typed.
            drawing: Redacted(QRCode.svg(of: address.exposed) ?? "")
        )
    }

    /// Ends setting up with a code of the new one; every other session of the agent ends.
    ///
    /// - `session`: The session that stays.
    ///
    /// Returns: Ten recovery codes, told this once.
    ///
    /// Throws: ``SignInError``.
    package func confirm(
        _ agent: Agent,
        code: String,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws -> [RecoveryCode] {
        let now = clock.now
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        let refusal: SignInError? = try await database.write { [agents] db in
            let sql = SecondFactorSQL(db: db)
            guard let factor = try sql.factor(of: agent.id), let pending = factor.pending(at: now),
                let begunAt = factor.pendingAt
            else { return .enrolmentOver }
            if let wait = sql.wait(factor, at: now) { return .codeLocked(wait) }
            guard case .step(let step) = pending.match(code, at: now, after: 0) else {
                try sql.fail(of: agent.id, lockingUntil: now + SecondFactor.pause)
                return .codeWrong
            }
            guard try sql.confirm(of: agent.id, begunAt: begunAt, step: step, at: now) else {
                return .enrolmentOver
            }
            try sql.setRecoveryCodes(codes, of: agent.id)
            try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: session)
            try AgentSessionSQL(db: db).setProven(session, at: now)
            let action: AuditAction = factor.secret == nil ? .secondFactorEnrolled : .secondFactorReplaced
            try agents.recordChange(action, of: agent, by: actor, at: now, in: db)
            return nil
        }
        if let refusal { throw refusal }
        agents.ended.raise()
        return codes
    }

    /// Takes the second factor away; every other session of the agent ends.
    ///
    /// Throws: ``SignInError``.
    package func remove(
        _ agent: Agent,
        proof: Proof,
        keeping session: [UInt8],
        by actor: AuditActor
    ) async throws {
        let status = try await status(of: agent)
        guard status.isOn else { throw SignInError.noSecondFactor }
        guard !status.isRequired else { throw SignInError.secondFactorNotRemovable }
        try await agents.demand(proof, of: agent)
        let now = clock.now
        try await database.write { db in
            guard try SecondFactorSQL(db: db).delete(of: agent.id) else { throw SignInError.noSecondFactor }
            try agents.recordChange(.secondFactorRemoved, of: agent, by: actor, at: now, in: db)
            try endSessions(of: agent, except: session, at: now, in: db)
            try AgentSessionSQL(db: db).forgetProofs(of: agent.id)
        }
    }

    /// Takes second factor and passkeys from somebody who lost their devices; all of their sessions end.
    ///
    /// Throws: ``SignInError/noSecondFactor``, ``AgentError/notFound(_:)``.
    package func reset(_ id: ID<Agent>, by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in try reset(id, by: actor, at: now, in: db) }
    }

    private func reset(_ id: ID<Agent>, by actor: AuditActor, at now: Instant, in db: Connection) throws {
        guard let agent = try AgentSQL(db: db).agent(id) else { throw AgentError.notFound(id) }
        let hadFactor = try SecondFactorSQL(db: db).delete(of: id)
        let passkeys = try PasskeySQL(db: db).deleteAll(of: id)
        guard hadFactor || passkeys > 0 else { throw SignInError.noSecondFactor }
        if hadFactor { try agents.recordChange(.secondFactorRemoved, of: agent, by: actor, at: now, in: db) }
        for _ in 0..<passkeys {
            try agents.recordChange(.passkeyRemoved, of: agent, by: actor, at: now, in: db)
        }
        try endSessions(of: agent, except: [], at: now, in: db)
    }

    private func endSessions(
        of agent: Agent,
        except session: [UInt8],
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        try AgentSessionSQL(db: db).deleteAll(of: agent.id, except: session)
        try AgentSQL(db: db).setAbsentOffline(at: now)
        db.afterCommit { [agents] in agents.ended.raise() }
    }

    /// Taking somebody's second factor and passkeys away: whoever then has their password has the account.
    package static let resetting = "second_factor.remove"

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.resetting,
            needs: .agentsManage,
            standsOn: { (id: ID<Agent>, db) in
                let since = try SecondFactorSQL(db: db).enrolledAt(of: id)
                let passkeys = try PasskeySQL(db: db).passkeys(of: id).map(\.credentialID.hexadecimal)
                guard since != nil || !passkeys.isEmpty else { throw SignInError.noSecondFactor }
                return "\(since?.milliseconds ?? 0) \(passkeys.joined(separator: " "))"
            },
            carryOut: { id, deed in try reset(id, by: deed.actor, at: deed.now, in: deed.db) }
        )
    }

    /// Makes new recovery codes; those that there were are good for nothing any more.
    ///
    /// Throws: ``SignInError``.
    package func renewRecoveryCodes(
        _ agent: Agent,
        proof: Proof,
        by actor: AuditActor
    ) async throws -> [RecoveryCode] {
        guard try await status(of: agent).isOn else { throw SignInError.noSecondFactor }
        try await agents.demand(proof, of: agent)
        let now = clock.now
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        try await database.write { [agents] db in
            try SecondFactorSQL(db: db).setRecoveryCodes(codes, of: agent.id)
            try agents.recordChange(.recoveryCodesRenewed, of: agent, by: actor, at: now, in: db)
        }
        return codes
    }
}
