import Base
import Foundation
import HTTPTypes
import Hummingbird
import Safeguard
package import Web

/// `/api/v1/agent/sessions`, `/sign-ins` and `/password`: what an agent sees of their own account and does about it.
package struct OwnSessionRoutes: Sendable {
    private struct SessionView: Encodable {
        let id: String
        let browser: String
        let platform: String
        let address: String?
        let method: SignInMethod
        let createdAt: Instant
        let seenAt: Instant
        let isCurrent: Bool

        init(_ session: AgentSession, current: [UInt8]) {
            self.id = session.id
            self.browser = session.device.browser
            self.platform = session.device.platform
            self.address = session.address
            self.method = session.method
            self.createdAt = session.createdAt
            self.seenAt = session.seenAt
            self.isCurrent = session.digest == current
        }
    }

    private struct RecordView: Encodable {
        let id: String
        let happenedAt: Instant
        let outcome: SignInRecord.Outcome
        let method: SignInMethod
        let address: String?
        let browser: String
        let platform: String

        init(_ record: SignInRecord) {
            self.id = record.id.description
            self.happenedAt = record.happenedAt
            self.outcome = record.outcome
            self.method = record.method
            self.address = record.address
            self.browser = record.device.browser
            self.platform = record.device.platform
        }
    }

    private struct PasswordBody: Decodable {
        let proof: ProofBody
        let newPassword: String

        private enum CodingKeys: CodingKey {
            case newPassword
        }

        init(from decoder: any Decoder) throws {
            self.proof = try ProofBody(from: decoder)
            self.newPassword = try decoder.container(keyedBy: CodingKeys.self)
                .decode(String.self, forKey: .newPassword)
        }
    }

    private struct Ended: Encodable {
        let ended: Int
    }

    private let sessions: AgentSessions
    private let agents: Agents
    private let limiter: RateLimiter
    private let usesSecureCookies: Bool

    /// - `limiter`: Limits how often one agent proves who they are.
    package init(sessions: AgentSessions, agents: Agents, limiter: RateLimiter, usesSecureCookies: Bool) {
        self.usesSecureCookies = usesSecureCookies
        self.sessions = sessions
        self.agents = agents
        self.limiter = limiter
    }

    package func register(on desk: AgentRouter, _ admin: AgentRouter) {
        desk.get("sessions", needs: .ownSession, use: list)
        desk.delete("sessions", needs: .ownSession, use: endOthers)
        desk.delete("sessions/:id", needs: .ownSession, use: end)
        desk.get("sign-ins", needs: .ownSession, use: history)
        desk.put("password", needs: .ownSession, use: changePassword)
        admin.delete("agents/:id/sessions", needs: .agentsManage, use: endAll)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await sessions.sessions(of: context.agent.id)
        return try .json(ListPage(found.map { SessionView($0, current: context.session) }))
    }

    /// → how many other sessions it ended.
    @Sendable private func endOthers(_ request: Request, _ context: AgentContext) async throws -> Response {
        let count = try await sessions.endAll(
            of: context.agent,
            except: context.session,
            by: context.actor
        )
        return try .json(Ended(ended: count))
    }

    /// → 204; the own session may be among them.
    @Sendable private func end(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: String.self)
        try await sessions.end(id, of: context.agent, by: context.actor)
        return .noContent
    }

    /// `?cursor=&limit=` → the latest first.
    @Sendable private func history(_ request: Request, _ context: AgentContext) async throws -> Response {
        let limit = try request.query("limit", in: 1...200, default: 50)
        let found = try await sessions.history(
            of: context.agent.id,
            before: try request.cursor(ID<SignInRecord>.self),
            limit: limit + 1
        )
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.id.description : nil
        return try .json(ListPage(page.map(RecordView.init), nextCursor: next))
    }

    /// `{password, code?, passkey?, new_password}` → 204; every other session ends.
    @Sendable private func changePassword(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let body = try await request.json(PasswordBody.self)
        try limiter.check("proof:\(context.agent.id)")
        try await agents.changePassword(
            of: context.agent,
            proof: body.proof.proof(of: request, isSecure: usesSecureCookies),
            to: Redacted(body.newPassword),
            keeping: context.session,
            by: context.actor
        )
        return .noContent
    }

    /// Of somebody who left or lost a device → how many it ended.
    @Sendable private func endAll(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        guard let agent = try await agents.agent(id) else { throw AgentError.notFound(id) }
        return try .json(Ended(ended: try await sessions.endAll(of: agent, by: context.actor)))
    }
}
