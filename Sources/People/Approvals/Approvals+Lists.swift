package import Base
import Storage

/// What is shown of what needs a second person.
extension Approvals {
    /// The actions that somebody may agree to, by name.
    private func names(for agent: Agent) -> [String] {
        actions.values.filter { $0.permission.isGranted(to: agent.role) }.map(\.name).sorted()
    }

    /// One page of what concerns an agent, the newest first: their own, and what they may agree to.
    ///
    /// - `isWaiting`: What waits; else what is over.
    /// - `limit`: 1...100.
    package func list(
        isWaiting: Bool,
        for agent: Agent,
        before: ID<Approval>?,
        limit: Int
    ) async throws -> [ApprovalView] {
        let (now, names) = (now, names(for: agent))
        return try await database.read { db in
            try ApprovalSQL(db: db).list(
                isWaiting: isWaiting,
                of: names,
                or: agent.id,
                at: now,
                before: before,
                limit: limit
            ).map { try Self.view($0, for: agent, at: now, actions, in: db) }
        }
    }

    /// How many wait for this agent to decide.
    package func waiting(for agent: Agent) async throws -> Int {
        let (now, names) = (now, names(for: agent))
        return try await database.read { db in
            try ApprovalSQL(db: db).count(of: names, notBy: agent.id, at: now)
        }
    }

    /// - Throws: ``ApprovalError/notFound``.
    package func approval(_ id: ID<Approval>, for agent: Agent) async throws -> ApprovalView {
        let (now, names) = (now, names(for: agent))
        return try await database.read { db in
            guard let kept = try ApprovalSQL(db: db).approval(id),
                kept.approval.requester == agent.id || names.contains(kept.approval.action)
            else { throw ApprovalError.notFound }
            return try Self.view(kept, for: agent, at: now, actions, in: db)
        }
    }

    static func view(
        _ kept: ApprovalSQL.Kept,
        for agent: Agent,
        at now: Instant,
        _ actions: [String: ApprovableAction],
        in db: Connection
    ) throws(DatabaseError) -> ApprovalView {
        let sql = AgentSQL(db: db)
        let approval = kept.approval
        let mayDecide =
            approval.requester != agent.id
            && actions[approval.action]?.permission.isGranted(to: agent.role) == true
        return ApprovalView(
            kept,
            approval.status(at: now),
            mayDecide: mayDecide,
            requester: try sql.agent(approval.requester),
            decider: try approval.decider.flatMap { id throws(DatabaseError) in try sql.agent(id) }
        )
    }
}

/// A request as those read it whom it concerns.
package struct ApprovalView: Encodable, Sendable {
    private struct Person: Encodable {
        let id: String
        let name: String
        let badge: String

        init(_ agent: Agent) {
            self.id = agent.id.description
            self.name = agent.name
            self.badge = agent.badge.rawValue
        }
    }

    package let id: String
    private let action: String
    private let about: [String: String]
    /// The exact parameters as JSON; left out once it is decided.
    private let parameters: String?
    private let hash: String
    package let status: Approval.Status
    /// Whether the reader may agree or refuse, while it waits.
    private let mayDecide: Bool
    private let requester: Person?
    private let createdAt: Instant
    private let expiresAt: Instant
    private let decider: Person?
    private let decidedAt: Instant?
    private let note: String?
    private let reason: String?

    init(
        _ kept: ApprovalSQL.Kept,
        _ status: Approval.Status,
        mayDecide: Bool,
        requester: Agent?,
        decider: Agent?
    ) {
        let approval = kept.approval
        self.id = approval.id.description
        self.action = approval.action
        self.about = kept.about
        self.parameters = status == .waiting ? kept.parameters : nil
        self.hash = approval.hash.hexadecimal
        self.status = status
        self.mayDecide = mayDecide && status == .waiting
        self.requester = requester.map(Person.init)
        self.createdAt = approval.createdAt
        self.expiresAt = approval.expiresAt
        self.decider = decider.map(Person.init)
        self.decidedAt = approval.decidedAt
        self.note = approval.note.isEmpty ? nil : approval.note
        self.reason = approval.reason
    }
}
