import Base
import Hummingbird
import Web

/// `/api/v1/admin/sign-in-policy`: which roles must have a second factor, who has one, and from where the desk is
/// reached.
package struct SignInPolicyRoutes: Sendable {
    private struct Body: Decodable {
        let secondFactorRoles: [Role]
        let allowedAddresses: [String]
    }

    private struct PersonView: Encodable {
        let id: String
        let name: String
        let role: Role
        let hasSecondFactor: Bool
    }

    private struct Answer: Encodable {
        let secondFactorRoles: [Role]
        let allowedAddresses: [String]
        let yourAddress: String
        let people: [PersonView]
    }

    private let policies: SignInPolicies
    private let factors: SecondFactors
    private let agents: Agents
    private let approvals: Approvals

    package init(
        policies: SignInPolicies,
        factors: SecondFactors,
        agents: Agents,
        approvals: Approvals
    ) {
        self.approvals = approvals
        self.policies = policies
        self.factors = factors
        self.agents = agents
    }

    package func register(on admin: AgentRouter) {
        admin.get("sign-in-policy", needs: .signInManage, use: show)
        admin.put("sign-in-policy", needs: .signInManage, use: set)
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(try await answer(try await policies.policy(), context))
    }

    /// `{second_factor_roles, allowed_addresses}` → the policy.
    @Sendable private func set(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let address = context.web.remoteAddress
        let policy = try policies.check(
            SignInPolicy(secondFactorRoles: Set(body.secondFactorRoles), addresses: body.allowedAddresses),
            from: address
        )
        let about = [
            "roles": policy.secondFactorRoles.map(\.rawValue).sorted().joined(separator: ", "),
            "addresses": policy.addresses.joined(separator: ", "),
        ]
        return try await approvals.carryOut(SignInPolicies.changing, policy, about: about, context) {
            let set = try await policies.set(policy, from: address, by: context.actor)
            return try .json(try await answer(set, context))
        }
    }

    private func answer(_ policy: SignInPolicy, _ context: AgentContext) async throws -> Answer {
        let enrolled = try await factors.enrolled()
        let people = try await agents.activeAgents().map { agent in
            PersonView(
                id: agent.id.description,
                name: agent.name,
                role: agent.role,
                hasSecondFactor: enrolled.contains(agent.id)
            )
        }
        return Answer(
            secondFactorRoles: Role.allCases.filter(policy.secondFactorRoles.contains),
            allowedAddresses: policy.addresses,
            yourAddress: context.web.remoteAddress,
            people: people
        )
    }
}
