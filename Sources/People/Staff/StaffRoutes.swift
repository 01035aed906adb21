import Base
import Hummingbird
import Web

/// `/api/v1/admin/people`: who works here and how they sign in; what each may do, and whether at all.
package struct StaffRoutes: Sendable {
    private struct MemberView: Encodable {
        let id: String
        let name: String
        let email: String
        let role: Role
        let badge: Badge
        let isActive: Bool
        let hasSecondFactor: Bool
        let passkeys: Int
        let openSessions: Int
        let signedInAt: Instant?
        let createdAt: Instant

        init(_ member: StaffMember) {
            self.id = member.agent.id.description
            self.name = member.agent.name
            self.email = member.agent.email
            self.role = member.agent.role
            self.badge = member.agent.badge
            self.isActive = member.agent.isActive
            self.hasSecondFactor = member.hasSecondFactor
            self.passkeys = member.passkeys
            self.openSessions = member.openSessions
            self.signedInAt = member.signedInAt
            self.createdAt = member.createdAt
        }
    }

    private struct RoleBody: Decodable {
        let role: Role
        let before: Role?
    }

    private struct ActiveBody: Decodable {
        let isActive: Bool
    }

    private let staff: Staff
    private let approvals: Approvals

    package init(staff: Staff, approvals: Approvals) {
        self.staff = staff
        self.approvals = approvals
    }

    package func register(on admin: AgentRouter) {
        admin.get("people", needs: .agentsManage, use: list)
        admin.get("people/:id", needs: .agentsManage, use: show)
        admin.put("agents/:id/role", needs: .agentsManage, use: setRole)
        admin.put("agents/:id/active", needs: .agentsManage, use: setActive)
    }

    /// `?q=&is_active=&cursor=&limit=` → by name, also those who were switched off.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let limit = try request.query("limit", in: 1...200, default: 50)
        let words = String((request.query("q") ?? "").prefix(200))
        let found = try await staff.members(
            StaffFilter(words: words, isActive: try request.flag("is_active")),
            after: try request.cursor(ID<Agent>.self),
            limit: limit + 1
        )
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.agent.id.description : nil
        return try .json(ListPage(page.map(MemberView.init), nextCursor: next))
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        return try .json(MemberView(try await staff.member(id)))
    }

    /// `{role, before?}` → them as they are then; 409 `agent_changed` when they are not `before` any more.
    @Sendable private func setRole(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        let body = try await request.json(RoleBody.self)
        let agent = try await staff.member(id).agent
        if let before = body.before, agent.role != before {
            throw AgentError.roleChangedMeanwhile(agent.role)
        }
        return try await carryOut(body.role, on: agent, context) {
            try await staff.setRole(
                body.role,
                of: id,
                // Whether it gives more was told by this.
                from: agent.role,
                by: context.agent,
                as: context.actor
            )
        }
    }

    /// `{is_active}` → them as they are then; whoever is switched off has no session and no conversation.
    @Sendable private func setActive(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        let isActive = try await request.json(ActiveBody.self).isActive
        let set = { try await staff.setActive(isActive, of: id, by: context.agent, as: context.actor) }
        guard isActive else { return try .json(MemberView(try await set())) }
        return try await carryOut(nil, on: try await staff.member(id).agent, context, directly: set)
    }

    /// At once, or as a request where it gives somebody more and that needs a second person.
    ///
    /// - `role`: What they are to become; nil where they are to be switched on.
    private func carryOut(
        _ role: Role?,
        on agent: Agent,
        _ context: AgentContext,
        directly: () async throws -> StaffMember
    ) async throws -> Response {
        func set() async throws -> Response { try .json(MemberView(try await directly())) }
        guard let wish = try staff.empowerment(role, of: agent, by: context.agent) else {
            return try await set()
        }
        let about = [
            "change": role == nil ? "active" : "role", "name": agent.name, "badge": agent.badge.rawValue,
            "role": (role ?? agent.role).rawValue, "before": agent.role.rawValue,
        ]
        return try await approvals.carryOut(Staff.empowering, wish, about: about, context, directly: set)
    }
}
