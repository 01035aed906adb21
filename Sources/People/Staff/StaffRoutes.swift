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

    package init(staff: Staff) {
        self.staff = staff
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
        let member = try await staff.setRole(
            body.role,
            of: id,
            from: body.before,
            by: context.agent,
            as: context.actor
        )
        return try .json(MemberView(member))
    }

    /// `{is_active}` → them as they are then; whoever is switched off has no session and no conversation.
    @Sendable private func setActive(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        let body = try await request.json(ActiveBody.self)
        let member = try await staff.setActive(body.isActive, of: id, by: context.agent, as: context.actor)
        return try .json(MemberView(member))
    }
}
