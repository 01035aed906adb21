import Base
import Hummingbird
import Web

/// `/api/v1/admin/provisioning-tokens`: with what programs of the company come to `/scim/v2`, for admins.
package struct ProvisioningTokenRoutes: Sendable {
    private struct Body: Decodable {
        let name: String
    }

    private struct TokenView: Encodable {
        let id: String
        let name: String
        let createdAt: Instant
        let usedAt: Instant?
        /// Told once, to whoever made it.
        let token: String?

        init(_ token: ProvisioningToken, text: String? = nil) {
            self.id = token.id.description
            self.name = token.name
            self.createdAt = token.createdAt
            self.usedAt = token.usedAt
            self.token = text
        }
    }

    private let tokens: ProvisioningTokens

    package init(tokens: ProvisioningTokens) {
        self.tokens = tokens
    }

    package func register(on admin: AgentRouter) {
        admin.get("provisioning-tokens", needs: .agentsManage, use: list)
        admin.post("provisioning-tokens", needs: .agentsManage, use: create)
        admin.delete("provisioning-tokens/:id", needs: .agentsManage, use: revoke)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await tokens.tokens().map { TokenView($0) }))
    }

    /// `{name}` → 201 with the token's text, which is told once.
    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let (token, text) = try await tokens.create(body.name, by: context.agent, context.actor)
        return try .json(
            TokenView(token, text: text.exposed),
            status: .created,
            headers: [.cacheControl: "no-store"]
        )
    }

    @Sendable private func revoke(_ request: Request, _ context: AgentContext) async throws -> Response {
        guard let id = ID<ProvisioningToken>(try context.parameter("id", as: String.self)) else {
            throw ProvisioningError.tokenNotFound
        }
        try await tokens.revoke(id, by: context.actor)
        return .noContent
    }
}
