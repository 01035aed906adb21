import Base
import Safeguard
import Storage

/// Every statement about second factors, and the one place where their secrets are sealed and opened.
struct SecondFactorSQL {
    let db: Connection

    // MARK: Secrets

    private static let field = FieldName("agent_second_factor.secret")

    private func sealed(_ secret: AuthenticatorSecret, of agent: ID<Agent>) throws -> [UInt8] {
        try db.dataKey(of: KeyOwner(agent)).seal(secret.bytes, as: Self.field)
    }

    private func opened(_ sealed: [UInt8]?, of agent: ID<Agent>) throws -> AuthenticatorSecret? {
        guard let sealed else { return nil }
        guard let key = try db.existingDataKey(of: KeyOwner(agent)) else {
            throw DatabaseError(.keyMissing, "the key of an agent's second factor was destroyed")
        }
        return AuthenticatorSecret(bytes: try key.open(sealed, as: Self.field))
    }

    // MARK: The factor

    /// An agent's second factor, the one that waits included; nil when there was never any.
    func factor(of agent: ID<Agent>) throws -> SecondFactor? {
        let rows = try db.rows(
            """
            SELECT secret, enrolled_at, pending_secret, pending_at, last_step, locked_until
            FROM agent_second_factor WHERE agent_id = \(agent)
            """
        )
        guard let row = rows.first else { return nil }
        return SecondFactor(
            secret: try opened(try row.get("secret"), of: agent),
            enrolledAt: try row.get("enrolled_at"),
            pending: try opened(try row.get("pending_secret"), of: agent),
            pendingAt: try row.get("pending_at"),
            lastStep: try row.get("last_step"),
            lockedUntil: try row.get("locked_until")
        )
    }

    /// Since when an agent has a second factor; nil when they have none.
    func enrolledAt(of agent: ID<Agent>) throws(DatabaseError) -> Instant? {
        try db.value(
            Instant.self,
            "SELECT enrolled_at FROM agent_second_factor WHERE agent_id = \(agent) AND secret IS NOT NULL"
        )
    }

    /// The agents who have one.
    func enrolled() throws(DatabaseError) -> Set<ID<Agent>> {
        Set(
            try db.values(
                ID<Agent>.self,
                "SELECT agent_id FROM agent_second_factor WHERE secret IS NOT NULL"
            )
        )
    }

    /// Keeps a secret until it is confirmed; one that waited before is gone.
    func setPending(_ secret: AuthenticatorSecret, of agent: ID<Agent>, at now: Instant) throws {
        let sealed = try sealed(secret, of: agent)
        try db.run(
            """
            INSERT INTO agent_second_factor
                (agent_id, pending_secret, pending_at, last_step, failures, locked_until)
            VALUES (\(agent), \(sealed), \(now), 0, 0, \(Instant(milliseconds: 0)))
            ON CONFLICT (agent_id) DO UPDATE SET pending_secret = excluded.pending_secret,
                pending_at = excluded.pending_at
            """
        )
    }

    /// Makes the factor of what waits.
    ///
    /// - `begunAt`: When what was confirmed began to wait.
    /// - `step`: Of the code that confirmed it.
    ///
    /// Returns: Whether it still waited: of two confirmations at once one is told so.
    func confirm(
        of agent: ID<Agent>,
        begunAt: Instant,
        step: Int,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent_second_factor SET secret = pending_secret, enrolled_at = \(now), pending_secret = NULL,
                pending_at = NULL, last_step = \(step), failures = 0
            WHERE agent_id = \(agent) AND pending_at = \(begunAt) AND pending_secret IS NOT NULL
            """
        ) == 1
    }

    /// Uses the code of a time step up, and all before it.
    ///
    /// - Returns: Whether it was free: of two requests with the same code one is told so.
    func use(_ step: Int, of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE agent_second_factor SET last_step = \(step), failures = 0
            WHERE agent_id = \(agent) AND last_step < \(step)
            """
        ) == 1
    }

    /// Counts a wrong code; after ``SecondFactor/patience`` of them none is taken until a moment.
    func fail(of agent: ID<Agent>, lockingUntil moment: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE agent_second_factor SET failures = failures + 1,
                locked_until = CASE WHEN failures + 1 >= \(SecondFactor.patience) THEN \(moment) ELSE locked_until END
            WHERE agent_id = \(agent)
            """
        )
    }

    func forgetFailures(of agent: ID<Agent>) throws(DatabaseError) {
        try db.run("UPDATE agent_second_factor SET failures = 0 WHERE agent_id = \(agent)")
    }

    /// Takes an agent's second factor and recovery codes away.
    ///
    /// - Returns: Whether there was any.
    func delete(of agent: ID<Agent>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM agent_recovery_code WHERE agent_id = \(agent)")
        return try db.run("DELETE FROM agent_second_factor WHERE agent_id = \(agent)") == 1
    }

    // MARK: Recovery codes

    /// Puts codes into the place of those that there were.
    func setRecoveryCodes(_ codes: [RecoveryCode], of agent: ID<Agent>) throws(DatabaseError) {
        try db.run("DELETE FROM agent_recovery_code WHERE agent_id = \(agent)")
        let salt = RecoveryCode.newSalt()
        for code in codes {
            try db.run(
                """
                INSERT INTO agent_recovery_code (agent_id, digest, salt)
                VALUES (\(agent), \(code.digest(salt: salt)), \(salt))
                """
            )
        }
    }

    /// Uses a recovery code up.
    ///
    /// - Returns: Whether it was one of theirs and free: of two requests with the same code one is told so.
    func use(_ code: RecoveryCode, of agent: ID<Agent>, at now: Instant) throws(DatabaseError) -> Bool {
        let salts = try db.values(
            [UInt8].self,
            "SELECT DISTINCT salt FROM agent_recovery_code WHERE agent_id = \(agent)"
        )
        for salt in salts {
            let used = try db.run(
                """
                UPDATE agent_recovery_code SET used_at = \(now)
                WHERE agent_id = \(agent) AND digest = \(code.digest(salt: salt)) AND used_at IS NULL
                """
            )
            if used == 1 { return true }
        }
        return false
    }

    func recoveryCodesLeft(of agent: ID<Agent>) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM agent_recovery_code WHERE agent_id = \(agent) AND used_at IS NULL"
        ) ?? 0
    }

    // MARK: Codes

    /// Checks a code of an agent who has a second factor, and uses it up when it is right.
    ///
    /// - `code`: Of the app, or a recovery code.
    func check(_ code: String, of agent: ID<Agent>, at now: Instant) throws -> CodeCheck {
        guard let factor = try factor(of: agent), let secret = factor.secret else { return .wrong }
        if let wait = wait(factor, at: now) { return .locked(wait) }
        if let recovery = RecoveryCode(code) {
            if try use(recovery, of: agent, at: now) {
                try forgetFailures(of: agent)
                return .accepted(.recoveryCode)
            }
        } else {
            switch secret.match(code, at: now, after: factor.lastStep) {
            case .step(let step): return try use(step, of: agent) ? .accepted(.authenticator) : .used
            // Somebody who looked over a shoulder gets no more tries than who guesses.
            case .used:
                try fail(of: agent, lockingUntil: now + SecondFactor.pause)
                return .used
            case .none: break
            }
        }
        try fail(of: agent, lockingUntil: now + SecondFactor.pause)
        return .wrong
    }

    /// For how long no code is taken; nil when it is.
    func wait(_ factor: SecondFactor, at now: Instant) -> Duration? {
        factor.lockedUntil > now ? factor.lockedUntil - now : nil
    }
}
