package import Base
package import Storage

/// The door to what the installation asks of those who sign in.
package struct SignInPolicies: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let ended: WorkSignal

    /// - `ended`: Raised when sessions have ended.
    package init(_ database: any Database, clock: any WallClock, ended: WorkSignal) {
        self.database = database
        self.clock = clock
        self.ended = ended
    }

    package func policy() async throws -> SignInPolicy {
        try await database.read { db in try SignInPolicySQL(db: db).policy() }
    }

    /// Changes it; sessions from where the desk is not open any more end.
    ///
    /// - `address`: Where the change comes from: it must stay allowed.
    ///
    /// Throws: ``AgentError/invalid(field:_:)``, ``SignInError/wouldLockYouOut``.
    package func set(
        _ policy: SignInPolicy,
        from address: String?,
        by actor: AuditActor
    ) async throws -> SignInPolicy {
        let policy = try check(policy, from: address)
        let now = clock.now
        try await database.write { db in try write(policy, by: actor, at: now, in: db) }
        return policy
    }

    /// A policy as it is stored.
    ///
    /// Throws: As ``set(_:from:by:)``.
    package func check(_ policy: SignInPolicy, from address: String?) throws -> SignInPolicy {
        let policy = try policy.validated()
        guard policy.allows(address) else { throw SignInError.wouldLockYouOut }
        return policy
    }

    /// Changing what the installation asks of those who sign in.
    package static let changing = "sign_in_policy.change"

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.changing,
            needs: .signInManage,
            standsOn: { (_: SignInPolicy, db) in
                String(decoding: try WireJSON.encode(try SignInPolicySQL(db: db).policy()), as: UTF8.self)
            },
            carryOut: { policy, deed in
                try checkNobodyIsLockedOut(by: policy, deed)
                try write(policy, by: deed.actor, at: deed.now, in: deed.db)
            }
        )
    }

    /// Looks again at whom a policy locks out: since it was asked for, people may have moved.
    ///
    /// Nobody agrees to it from where the desk would be closed to them, which leaves the request to somebody else. Where it
    /// would be closed to whoever asked, in every place that they are signed in from, it cannot be done any more.
    private func checkNobodyIsLockedOut(by policy: SignInPolicy, _ deed: ApprovedDeed) throws {
        guard policy.allows(deed.approverAddress) else { throw ApprovalError.wouldLockApproverOut }
        let places = try AgentSessionSQL(db: deed.db).sessions(of: deed.requester.id, at: deed.now)
            .compactMap(\.address)
        guard places.isEmpty || places.contains(where: { policy.allows($0) }) else {
            throw SignInError.wouldLockRequesterOut
        }
    }

    /// Opens the desk to every address: for the operator at the server's machine.
    package func clearAddresses(by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            let sql = SignInPolicySQL(db: db)
            // Nothing but this: what an admin sets in the same moment is not undone with it.
            try sql.clearAddresses(at: now)
            try enforce(try sql.policy(), by: actor, at: now, in: db)
        }
    }

    private func write(
        _ policy: SignInPolicy,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        try SignInPolicySQL(db: db).set(policy, at: now)
        try enforce(policy, by: actor, at: now, in: db)
    }

    /// Ends the sessions that a policy which was just written does not allow, and records it.
    private func enforce(
        _ policy: SignInPolicy,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        let sql = AgentSessionSQL(db: db)
        for (digest, address) in try sql.addresses() where !policy.allows(address) {
            try sql.delete(digest)
        }
        try AgentSQL(db: db).setAbsentOffline(at: now)
        let roles = policy.secondFactorRoles.map(\.rawValue).sorted().joined(separator: " ")
        let changed = Deed(
            .signInPolicyChanged,
            by: actor,
            on: AuditSubject("sign_in_policy"),
            ["second_factor_roles": roles, "allowed_addresses": policy.addresses.joined(separator: " ")]
        )
        try AuditTrail.record(changed, at: now, in: db)
        db.afterCommit { [ended] in ended.raise() }
    }
}
