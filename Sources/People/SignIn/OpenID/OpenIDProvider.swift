package import Base
import Safeguard
package import Storage

/// The OpenID provider of the operator's company, by which agents sign in, and what it may decide.
package struct OpenIDProvider: Sendable {
    /// Who has a value in the claim gets the role.
    package struct RoleRule: Sendable, Hashable, Codable {
        package let value: String
        package let role: Role

        package init(value: String, role: Role) {
            self.value = value
            self.role = role
        }
    }

    /// The most rules, and the most words that prove a second factor.
    package static let mostRules = 100
    package static let mostTrusted = 20

    /// What stands on the button: "Sign in with …".
    package var name: String
    /// As the provider writes it, letter by letter: it is compared with the tokens' `iss`.
    package var issuer: String
    package var clientID: String
    /// Nil for a client without one, whom PKCE alone protects.
    package var clientSecret: Redacted<String>?
    /// Beyond `openid`.
    package var scopes: [String]
    /// A claim's name; dots lead into objects, such as `realm_access.roles`, where there is no claim of the whole name.
    package var roleClaim: String
    /// The first that fits counts; whom none fits is not let in.
    package var roles: [RoleRule]
    /// Whether who comes for the first time is the agent of the same e-mail address, where the provider vouches for it.
    package var linksVerifiedEmail: Bool
    /// Whether who comes for the first time and is no agent yet becomes one.
    package var createsAgents: Bool
    /// Values of `amr` and `acr` that count as a second factor; with none of them our own is asked for, as by password.
    package var trustedMethods: [String]

    package init(
        name: String,
        issuer: String,
        clientID: String,
        clientSecret: Redacted<String>? = nil,
        scopes: [String] = ["email", "profile"],
        roleClaim: String,
        roles: [RoleRule],
        linksVerifiedEmail: Bool = false,
        createsAgents: Bool = false,
        trustedMethods: [String] = []
    ) {
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.roleClaim = roleClaim
        self.roles = roles
        self.linksVerifiedEmail = linksVerifiedEmail
        self.createsAgents = createsAgents
        self.trustedMethods = trustedMethods
    }

    /// The role of somebody with some values in the claim; nil for whom no rule fits.
    func role(of values: [String]) -> Role? {
        roles.first { values.contains($0.value) }?.role
    }

    /// - Throws: ``AgentError/invalid(field:_:)``.
    func validated() throws(AgentError) -> OpenIDProvider {
        var provider = self
        provider.name = name.trimmed
        func demand(_ isGood: Bool, _ field: String, _ why: String) throws(AgentError) {
            guard isGood else { throw .invalid(field: field, why) }
        }
        func isWord(_ text: String, upTo longest: Int) -> Bool {
            (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (33...126).contains($0) }
        }
        try demand((1...40).contains(provider.name.count), "name", "1 to 40 characters")
        try demand(!issuer.contains("?"), "issuer", "an address without a query")
        try demand(isWord(clientID, upTo: 300), "client_id", "1 to 300 characters without spaces")
        try demand(
            clientSecret.map { (1...1000).contains($0.exposed.utf8.count) } ?? true,
            "client_secret",
            "1 to 1000 characters"
        )
        try demand(
            scopes.count <= 20 && scopes.allSatisfy { isWord($0, upTo: 100) },
            "scopes",
            "20 words at most"
        )
        try demand((1...200).contains(roleClaim.utf8.count), "role_claim", "the claim's name")
        try demand(
            (1...Self.mostRules).contains(roles.count)
                && roles.allSatisfy { (1...300).contains($0.value.utf8.count) },
            "roles",
            "1 to \(Self.mostRules), of 1 to 300 characters each"
        )
        try demand(
            trustedMethods.count <= Self.mostTrusted
                && trustedMethods.allSatisfy { isWord($0, upTo: 200) },
            "trusted_methods",
            "\(Self.mostTrusted) words at most"
        )
        return provider
    }
}

extension OpenIDProvider: RowDecodable {
    static let columns: SQL = """
        name, issuer, client_id, client_secret, scopes, role_claim, roles, links_verified_email, creates_agents, \
        trusted_methods
        """
    static let secretField = FieldName("openid_provider.client_secret")

    package init(row: Row) throws(DatabaseError) {
        self.init(
            name: try row.get("name"),
            issuer: try row.get("issuer"),
            clientID: try row.get("client_id"),
            clientSecret: try row.opened("client_secret", of: .installation, as: Self.secretField).map {
                Redacted($0)
            },
            scopes: try row.get("scopes", as: JSONColumn<[String]>.self).value,
            roleClaim: try row.get("role_claim"),
            roles: try row.get("roles", as: JSONColumn<[RoleRule]>.self).value,
            linksVerifiedEmail: try row.get("links_verified_email"),
            createsAgents: try row.get("creates_agents"),
            trustedMethods: try row.get("trusted_methods", as: JSONColumn<[String]>.self).value
        )
    }
}
