import Base
import Foundation
import HTTPTypes
import Hummingbird
import Safeguard
package import Web

/// `/api/v1/agent/second-factor`: what an agent does about their own; and an admin about somebody's who lost it.
package struct SecondFactorRoutes: Sendable {
    private struct CodeBody: Decodable {
        let code: String
    }

    private struct StatusView: Encodable {
        let isOn: Bool
        let enrolledAt: Instant?
        let recoveryCodesLeft: Int
        let isRequired: Bool
        let hasPasskeys: Bool

        init(_ status: SecondFactorStatus) {
            self.isOn = status.isOn
            self.enrolledAt = status.enrolledAt
            self.recoveryCodesLeft = status.recoveryCodesLeft
            self.isRequired = status.isRequired
            self.hasPasskeys = status.hasPasskeys
        }
    }

    private struct EnrolmentView: Encodable {
        let key: String
        let address: String
        let drawing: String
    }

    private struct CodesView: Encodable {
        let recoveryCodes: [String]
    }

    private let factors: SecondFactors
    private let limiter: RateLimiter
    private let agents: Agents
    private let approvals: Approvals
    private let usesSecureCookies: Bool

    /// - `limiter`: Limits how often one agent proves who they are.
    package init(
        factors: SecondFactors,
        limiter: RateLimiter,
        agents: Agents,
        approvals: Approvals,
        usesSecureCookies: Bool
    ) {
        self.usesSecureCookies = usesSecureCookies
        self.agents = agents
        self.approvals = approvals
        self.factors = factors
        self.limiter = limiter
    }

    package func register(on desk: AgentRouter, _ admin: AgentRouter) {
        desk.get("second-factor", needs: .ownSession, use: show)
        desk.post("second-factor", needs: .ownSession, use: begin)
        desk.post("second-factor/confirm", needs: .ownSession, use: confirm)
        desk.post("second-factor/remove", needs: .ownSession, use: remove)
        desk.post("recovery-codes", needs: .ownSession, use: renewCodes)
        admin.delete("agents/:id/second-factor", needs: .agentsManage, use: reset)
    }

    /// What is told once is kept by nobody on the way.
    private static let notStored: HTTPFields = [.cacheControl: "no-store"]

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(StatusView(try await factors.status(of: context.agent)))
    }

    private func proof(_ request: Request, _ context: AgentContext) async throws -> SecondFactors.Proof {
        let body = try await request.json(ProofBody.self)
        try limiter.check("proof:\(context.agent.id)")
        return try body.proof(of: request, isSecure: usesSecureCookies)
    }

    /// `{password, code?, passkey?}` → 201 with the key, which is told once.
    @Sendable private func begin(_ request: Request, _ context: AgentContext) async throws -> Response {
        let enrolment = try await factors.begin(context.agent, proof: proof(request, context))
        let view = EnrolmentView(
            key: enrolment.key.exposed,
            address: enrolment.address.exposed,
            drawing: enrolment.drawing.exposed
        )
        return try .json(view, status: .created, headers: Self.notStored)
    }

    /// `{code}` → the recovery codes, which are told once.
    @Sendable private func confirm(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(CodeBody.self)
        try limiter.check("proof:\(context.agent.id)")
        let codes = try await factors.confirm(
            context.agent,
            code: body.code,
            keeping: context.session,
            by: context.actor
        )
        return try .json(CodesView(recoveryCodes: codes.map(\.text)), headers: Self.notStored)
    }

    /// `{password, code}` → 204.
    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await factors.remove(
            context.agent,
            proof: proof(request, context),
            keeping: context.session,
            by: context.actor
        )
        return .noContent
    }

    /// `{password, code}` → new recovery codes, which are told once.
    @Sendable private func renewCodes(_ request: Request, _ context: AgentContext) async throws -> Response {
        let codes = try await factors.renewRecoveryCodes(
            context.agent,
            proof: proof(request, context),
            by: context.actor
        )
        return try .json(CodesView(recoveryCodes: codes.map(\.text)), headers: Self.notStored)
    }

    @Sendable private func reset(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        guard let agent = try await agents.agent(id) else { throw AgentError.notFound(id) }
        let about = ["name": agent.name, "badge": agent.badge.rawValue]
        return try await approvals.carryOut(SecondFactors.resetting, id, about: about, context) {
            try await factors.reset(id, by: context.actor)
            return .noContent
        }
    }
}
