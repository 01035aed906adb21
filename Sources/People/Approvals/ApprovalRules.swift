import Base
package import Storage

/// Which actions need a second person.
package struct ApprovalRules: Sendable, Hashable, Codable {
    package var actions: Set<String>

    package init(actions: Set<String>) {
        self.actions = actions
    }

    /// Always in the same order, so that equal rules give equal bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(actions.sorted(), forKey: .actions)
    }
}

extension Approvals {
    /// Everything that can be marked, by name.
    package var markable: [ApprovableAction] {
        actions.values.filter { $0.name != Self.rulesAction }.sorted { $0.name < $1.name }
    }

    package func rules() async throws -> ApprovalRules {
        ApprovalRules(actions: try await database.read { db in try ApprovalSQL(db: db).marked() })
    }

    /// Checks rules before they are set or asked for.
    ///
    /// - Throws: ``ApprovalError/actionUnknown(_:)``, ``ApprovalError/nobodyToApprove(_:)``.
    package func check(_ rules: ApprovalRules) async throws {
        let known = Set(markable.map(\.name))
        if let unknown = rules.actions.subtracting(known).min() {
            throw ApprovalError.actionUnknown(unknown)
        }
        let agents = try await database.read { db in try AgentSQL(db: db).activeAgents() }
        let needed = Array(rules.actions) + (rules.actions.isEmpty ? [] : [Self.rulesAction])
        for name in needed.sorted() {
            guard let permission = actions[name]?.permission else { continue }
            guard agents.filter({ permission.isGranted(to: $0.role) }).count > 1 else {
                throw ApprovalError.nobodyToApprove(name)
            }
        }
    }

    /// Sets rules that take no mark away.
    package func set(_ rules: ApprovalRules, by agent: Agent, as actor: AuditActor) async throws {
        let now = now
        try await database.write { db in
            // Somebody may have marked one more since they were looked at: that stays.
            let marked = try ApprovalSQL(db: db).marked().union(rules.actions)
            try Self.write(ApprovalRules(actions: marked), by: agent.id, as: actor, at: now, in: db)
        }
        told()
    }

    static let changingRules = ApprovableAction(
        rulesAction,
        needs: .approvalsManage,
        standsOn: { (_: ApprovalRules, db) in try ApprovalSQL(db: db).marked().sorted().joined(separator: " ")
        },
        carryOut: { rules, deed in
            try write(rules, by: deed.requester.id, as: deed.actor, at: deed.now, in: deed.db)
        }
    )

    private static func write(
        _ rules: ApprovalRules,
        by agent: ID<Agent>,
        as actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        try ApprovalSQL(db: db).setMarked(rules.actions, by: agent, at: now)
        let details = ["actions": rules.actions.sorted().joined(separator: " ")]
        let deed = Deed(.approvalRulesChanged, by: actor, on: AuditSubject("approval_rules"), details)
        try AuditTrail.record(deed, at: now, in: db)
    }
}
