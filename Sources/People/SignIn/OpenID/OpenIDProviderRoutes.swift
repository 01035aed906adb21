import Base
import Hummingbird
import Web

/// `/api/v1/admin/openid-provider`: who the provider is, for admins.
package struct OpenIDProviderRoutes: Sendable {
    private struct RuleBody: Codable {
        let value: String
        let role: Role
    }

    private struct Body: Decodable {
        let name: String
        let issuer: String
        let clientId: String
        let clientSecret: String?
        let scopes: [String]?
        let roleClaim: String
        let roles: [RuleBody]
        let linksVerifiedEmail: Bool?
        let createsAgents: Bool?
        let trustedMethods: [String]?
    }

    private struct ProviderView: Encodable {
        let name: String
        let issuer: String
        let clientId: String
        /// The secret itself is never told.
        let hasClientSecret: Bool
        let scopes: [String]
        let roleClaim: String
        let roles: [RuleBody]
        let linksVerifiedEmail: Bool
        let createsAgents: Bool
        let trustedMethods: [String]

        init(_ provider: OpenIDProvider) {
            self.name = provider.name
            self.issuer = provider.issuer
            self.clientId = provider.clientID
            self.hasClientSecret = provider.clientSecret != nil
            self.scopes = provider.scopes
            self.roleClaim = provider.roleClaim
            self.roles = provider.roles.map { RuleBody(value: $0.value, role: $0.role) }
            self.linksVerifiedEmail = provider.linksVerifiedEmail
            self.createsAgents = provider.createsAgents
            self.trustedMethods = provider.trustedMethods
        }
    }

    private struct Answer: Encodable {
        let provider: ProviderView?
        /// What is registered at the provider.
        let redirectUri: String?
    }

    private let providers: OpenIDProviders
    private let usesSecureCookies: Bool

    package init(providers: OpenIDProviders, usesSecureCookies: Bool) {
        self.providers = providers
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on admin: AgentRouter) {
        admin.get("openid-provider", needs: .signInManage, use: show)
        admin.put("openid-provider", needs: .signInManage, use: set)
        admin.delete("openid-provider", needs: .signInManage, use: remove)
    }

    private func answer(_ provider: OpenIDProvider?, _ request: Request) throws -> Response {
        let redirect = OpenIDRoutes.redirect(of: request, isSecure: usesSecureCookies)
        return try .json(Answer(provider: provider.map(ProviderView.init), redirectUri: redirect))
    }

    /// → `{provider, redirect_uri}`; `provider` is null where there is none.
    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try answer(try await providers.provider(), request)
    }

    /// `{name, issuer, client_id, client_secret?, scopes?, role_claim, roles, …}` → as above.
    ///
    /// Without `client_secret` it stays; an empty one takes it away.
    @Sendable private func set(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let provider = OpenIDProvider(
            name: body.name,
            issuer: body.issuer,
            clientID: body.clientId,
            clientSecret: body.clientSecret.flatMap { $0.isEmpty ? nil : Redacted($0) },
            scopes: body.scopes ?? ["email", "profile"],
            roleClaim: body.roleClaim,
            roles: body.roles.map { OpenIDProvider.RoleRule(value: $0.value, role: $0.role) },
            linksVerifiedEmail: body.linksVerifiedEmail ?? false,
            createsAgents: body.createsAgents ?? false,
            trustedMethods: body.trustedMethods ?? []
        )
        let keepsSecret = body.clientSecret == nil
        return try answer(
            try await providers.set(provider, keepsSecret: keepsSecret, by: context.actor),
            request
        )
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await providers.remove(by: context.actor)
        return .noContent
    }
}
