import Base
import Hummingbird
package import Storage
import Web

/// `/api/v1/admin/audit`: who saw and did what, for auditors and admins.
package struct AuditRoutes: Sendable {
    private let trail: AuditTrail

    package init(trail: AuditTrail) {
        self.trail = trail
    }

    package func register(on admin: AgentRouter) {
        admin.get("audit", needs: .auditRead, use: list)
    }

    /// `GET /api/v1/admin/audit?after=&limit=` → the entries after a number, the oldest first; `next_cursor` is the next
    /// `after`.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let after = try request.query("after", in: 0...Int(Int32.max), default: 0)
        let limit = try request.query("limit", in: 1...AuditTrail.longestPage, default: 100)
        try await trail.recordSight(Deed(.auditRead, by: context.actor, on: AuditSubject("audit", "trail")))
        let found = try await trail.entries(after: after, limit: limit + 1)
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { String($0.seq) } : nil
        return try .json(ListPage(page.map(AuditEntryView.init), nextCursor: next))
    }
}
