package import Base
package import Storage

/// What a second person does, and whoever asked.
extension Approvals {
    /// Agrees: it is done as it was asked for, in this transaction, once.
    ///
    /// - Throws: ``ApprovalError``; `overtaken` where it cannot be done any more, which is its end.
    package func approve(
        _ id: ID<Approval>,
        note: String,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        let note = try checked(note)
        let now = now
        do {
            return try await database.write { db in
                try carryOut(id, note: note, by: agent, as: actor, at: now, in: db)
            }
        } catch let error as any DomainError where Self.isFinal(error) {
            return try await overtake(id, because: error.problem.code, by: agent, as: actor)
        } catch let error as DatabaseError where error.isUniqueViolation {
            return try await overtake(id, because: "exists", by: agent, as: actor)
        }
    }

    private func carryOut(
        _ id: ID<Approval>,
        note: String,
        by agent: Agent,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws -> ApprovalView {
        let sql = ApprovalSQL(db: db)
        let found = try decidable(sql.held(id), by: agent)
        let action = found.action
        var kept = found.kept
        try kept.approval.apply(.approved(by: agent.id, note: note), at: now)
        guard let requester = try AgentSQL(db: db).agent(kept.approval.requester), requester.isActive,
            action.permission.isGranted(to: requester.role)
        else { throw Obstacle(code: "requester_not_permitted") }
        guard let parameters = kept.parameters else { throw Obstacle(code: "erased") }
        guard Self.hash(action.name, parameters) == kept.approval.hash else { throw ApprovalError.altered }
        guard Self.digest(try action.standsOn(parameters, db)) == kept.approval.standing else {
            throw Obstacle(code: "changed")
        }
        let both = AuditActor(.agent, id: requester.id.description, name: "\(requester.name) + \(agent.name)")
        try action.carryOut(
            parameters,
            ApprovedDeed(
                db: db,
                now: now,
                approval: id,
                requester: requester,
                approverAddress: actor.address,
                actor: both
            )
        )
        try sql.decide(kept.approval)
        let asked = ["requester": requester.id.description, "requester_name": requester.name]
        try Self.record(.approvalGiven, kept.approval, asked, by: actor, at: now, in: db)
        db.afterCommit { [told] in told() }
        return try Self.view(kept, for: agent, at: now, actions, in: db)
    }

    /// It ends here, and whoever agreed is told why.
    private func overtake(
        _ id: ID<Approval>,
        because reason: String,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        let event = Approval.Event.overtaken(by: agent.id, reason: reason)
        _ = try await decide(id, event, .approvalOvertaken, ["reason": reason], by: agent, as: actor)
        throw ApprovalError.overtaken(reason: reason)
    }

    /// - `note`: Why; not empty.
    ///
    /// Throws: ``ApprovalError``.
    package func refuse(
        _ id: ID<Approval>,
        note: String,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        let note = try checked(note)
        guard !note.isEmpty else { throw ApprovalError.noteMissing }
        let event = Approval.Event.refused(by: agent.id, note: note)
        return try await decide(id, event, .approvalRefused, by: agent, as: actor)
    }

    /// By whoever asked.
    ///
    /// Throws: ``ApprovalError``.
    package func withdraw(
        _ id: ID<Approval>,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        try await decide(id, .withdrawn(by: agent.id), .approvalWithdrawn, by: agent, as: actor)
    }

    private func decide(
        _ id: ID<Approval>,
        _ event: Approval.Event,
        _ audited: AuditAction,
        _ details: [String: String] = [:],
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> ApprovalView {
        let now = now
        return try await database.write { db in
            let sql = ApprovalSQL(db: db)
            var kept = try decidable(sql.held(id), by: agent).kept
            try kept.approval.apply(event, at: now)
            try sql.decide(kept.approval)
            let asked = ["requester": kept.approval.requester.description]
            try Self.record(
                audited,
                kept.approval,
                details.merging(asked) { first, _ in first },
                by: actor,
                at: now,
                in: db
            )
            db.afterCommit { [told] in told() }
            return try Self.view(kept, for: agent, at: now, actions, in: db)
        }
    }

    /// A request that an agent may see: their own, and what they may agree to.
    private func decidable(
        _ kept: ApprovalSQL.Kept?,
        by agent: Agent
    ) throws(ApprovalError) -> (kept: ApprovalSQL.Kept, action: ApprovableAction) {
        guard let kept, let action = actions[kept.approval.action],
            kept.approval.requester == agent.id || action.permission.isGranted(to: agent.role)
        else { throw .notFound }
        return (kept, action)
    }

    /// Whether an error says that the thing cannot be done any more, and not that it could not be done just now.
    private static func isFinal(_ error: any DomainError) -> Bool {
        !(error is ApprovalError) && [403, 404, 409, 410, 422].contains(error.problem.status)
    }
}

/// What stands in the way of something that was agreed to.
private struct Obstacle: DomainError {
    let code: String
    var problem: Problem { Problem(409, code, "It is not as it was when it was asked for.") }
}
