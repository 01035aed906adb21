import Base
import Safeguard
import Storage

/// The door for programs that make agents of those who join and let those go who leave (SCIM 2.0, RFC 7643 and 7644).
package struct Provisioning: Sendable {
    /// What a program has seen of a user, and whether it must still be so.
    typealias Expectation = @Sendable (ScimUser) -> Bool

    private let agents: Agents
    private let dismissal: any AgentDismissal
    private var database: any Database { agents.database }
    private var clock: any WallClock { agents.clock }

    package init(agents: Agents, dismissal: any AgentDismissal) {
        self.agents = agents
        self.dismissal = dismissal
    }

    /// - Throws: ``ScimError/notFound``.
    func user(_ id: ID<Agent>) async throws -> ScimUser {
        guard let user = try await database.read({ db in try ScimSQL(db: db).user(id) }) else {
            throw ScimError.notFound
        }
        return user
    }

    func users(
        _ filter: ScimFilter?,
        after skipped: Int,
        limit: Int
    ) async throws -> (page: [ScimUser], total: Int) {
        try await database.read { db in try ScimSQL(db: db).users(filter, after: skipped, limit: limit) }
    }

    /// Makes an agent; one who was deleted before comes back, with badge and history.
    ///
    /// - Throws: ``ScimError``.
    func create(_ draft: ScimDraft, by actor: AuditActor) async throws -> ScimUser {
        let known = try await database.read { db in
            try ScimSQL(db: db).deleted(userName: draft.userName, email: draft.email)
        }
        if let known {
            return try await change(known, by: actor, isRevival: true, if: { _ in true }) { _ in draft }
        }
        let person = Agents.Draft(
            name: draft.name,
            email: draft.email,
            role: draft.role,
            // Nobody knows it: they come through the OpenID provider, or an admin sets one.
            password: Redacted(OpaqueToken(prefix: "").text)
        )
        let made: Agent
        do {
            made = try await agents.create(person, by: actor) { agent, db in
                let sql = ScimSQL(db: db)
                guard try !sql.isTaken(draft.userName, besides: agent.id) else { throw ScimError.uniqueness }
                try sql.setNames(draft, of: agent.id)
            }
        } catch AgentError.emailTaken {
            throw ScimError.uniqueness
        } catch AgentError.invalid(let field, let why) {
            throw ScimError.value("\(field): \(why).")
        }
        if !draft.isActive { try await dismissal.dismiss(made.id, by: actor) }
        return try await user(made.id)
    }

    /// Changes a user.
    ///
    /// - `isMeant`: Whether they are still as the program has seen them.
    /// - `body`: What becomes of them.
    ///
    /// Throws: ``ScimError``.
    func change(
        _ id: ID<Agent>,
        by actor: AuditActor,
        if isMeant: @escaping Expectation,
        _ body: @escaping @Sendable (ScimUser) throws -> ScimDraft
    ) async throws -> ScimUser {
        try await change(id, by: actor, isRevival: false, if: isMeant, body)
    }

    private func change(
        _ id: ID<Agent>,
        by actor: AuditActor,
        isRevival: Bool,
        if isMeant: @escaping Expectation,
        _ body: @escaping @Sendable (ScimUser) throws -> ScimDraft
    ) async throws -> ScimUser {
        let now = clock.now
        let (isLeaving, isOther) = try await database.write { db in
            let sql = ScimSQL(db: db)
            if isRevival { try sql.revive(id) }
            guard let user = try sql.user(id) else { throw ScimError.notFound }
            guard isMeant(user) else { throw ScimError.changedMeanwhile }
            let draft = try body(user)
            guard draft != ScimDraft(user) else { return (false, false) }
            guard try !sql.isTaken(draft.userName, besides: id),
                try !sql.isTaken(address: draft.email, besides: id)
            else { throw ScimError.uniqueness }
            try sql.setNames(draft, of: id)
            try sql.setAgent(draft, of: id, at: now)
            if draft.role != user.agent.role {
                try Agents.setRole(draft.role, of: user.agent, by: actor, at: now, in: db)
                dismissal.tellPeopleChanged(in: db)
                db.afterCommit { [agents] in agents.ended.raise() }
            } else if draft.name != user.agent.name || draft.email != user.agent.email {
                try AuditTrail.record(Deed(.agentChanged, by: actor, on: user.agent.subject), at: now, in: db)
            }
            if draft.isActive, !user.agent.isActive { try Agents.reactivate(id, by: actor, at: now, in: db) }
            return (!draft.isActive && user.agent.isActive, draft.role != user.agent.role)
        }
        if isLeaving { try await letGo(id, by: actor) }
        if isOther { try await dismissal.takeBackFromLeft() }
        return try await user(id)
    }

    /// Deletes a user: the agent is switched off and hidden from programs; what they wrote stays.
    ///
    /// - Throws: ``ScimError``.
    func delete(_ id: ID<Agent>, by actor: AuditActor, if isMeant: @escaping Expectation) async throws {
        let now = clock.now
        let seen = try await user(id)
        guard isMeant(seen) else { throw ScimError.changedMeanwhile }
        if seen.agent.isActive { try await letGo(id, by: actor) }
        try await database.write { db in
            let sql = ScimSQL(db: db)
            guard let user = try sql.user(id) else { return }
            try sql.setDeleted(user, at: now)
        }
    }

    private func letGo(_ id: ID<Agent>, by actor: AuditActor) async throws {
        try await dismissal.dismiss(id, by: actor) { [agents] db in
            // Before what they have is handed back, which takes its time.
            db.afterCommit { agents.ended.raise() }
        }
    }
}
