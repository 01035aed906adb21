package import Base
package import Storage

/// Lets an agent go, with what they have; adapted where conversations are.
package protocol AgentDismissal: Sendable {
    /// Switches an agent off, ends their sessions, and hands back every conversation that they have.
    ///
    /// - `check`: Called first in the same transaction; what it throws keeps the agent.
    func dismiss(
        _ agent: ID<Agent>,
        by actor: AuditActor,
        if check: @escaping @Sendable (Connection) throws -> Void
    ) async throws

    /// Inside a transaction of the caller: tells everybody at the desk that the role of agents has changed, or that they
    /// are back.
    func tellPeopleChanged(in db: Connection)

    /// Takes back what agents still have who answer nobody any more.
    func takeBackFromLeft() async throws
}

extension AgentDismissal {
    /// Switches an agent off, whoever they are.
    package func dismiss(_ agent: ID<Agent>, by actor: AuditActor) async throws {
        try await dismiss(agent, by: actor) { _ in }
    }
}

// How agents are switched off and on.
extension Agents {
    /// Inside a transaction of the caller, who hands on what the agent has: switches an agent off and ends their sessions.
    ///
    /// - Returns: Whether they were on.
    package static func deactivate(
        _ id: ID<Agent>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) -> Bool {
        let sql = AgentSQL(db: db)
        guard try sql.setActive(false, id, at: now) else { return false }
        let ended = try AgentSessionSQL(db: db).deleteAll(of: id)
        try sql.setAbsentOffline(at: now)
        let details = ["sessions": "\(ended)"]
        let deed = Deed(.agentDeactivated, by: actor, on: AuditSubject("agent", id), details)
        try AuditTrail.record(deed, at: now, in: db)
        return true
    }

    /// Inside a transaction of the caller: switches an agent on again.
    static func reactivate(
        _ id: ID<Agent>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        guard try AgentSQL(db: db).setActive(true, id, at: now) else { return }
        try AuditTrail.record(
            Deed(.agentReactivated, by: actor, on: AuditSubject("agent", id)),
            at: now,
            in: db
        )
    }

    /// Inside a transaction of the caller: everybody who answers nobody: they were switched off, or their role does not.
    package static func notAnswering(in db: Connection) throws(DatabaseError) -> [ID<Agent>] {
        try AgentSQL(db: db).notAnswering()
    }
}
