package import HTTPTypes
import Hummingbird
import Safeguard
package import Web

/// Recognises who a request or a connection comes from.
package struct Sessions: Sendable {
    /// Which cookie counts: an agent may be a customer in the same browser.
    package enum Kind: String, Sendable {
        case customer, agent

        /// The cookie that carries the token of such a session.
        ///
        /// - `isSecure`: Whether the site is reached by HTTPS.
        func cookie(isSecure: Bool) -> SiteCookie {
            switch self {
            case .customer: SiteCookie("switchboard_session", isSecure: isSecure)
            case .agent: SiteCookie("switchboard_agent", isSecure: isSecure)
            }
        }

        /// Gives a browser the token of a session.
        func cookie(_ token: OpaqueToken, isSecure: Bool) -> Cookie {
            let hours = self == .agent ? 12 : 30 * 24
            return cookie(isSecure: isSecure).holding(token.text, seconds: hours * 3600)
        }
    }

    /// No token of ours is longer, in bytes.
    static let longestToken = 128

    private let customers: Customers
    private let agents: Agents
    private let usesSecureCookies: Bool

    /// - `usesSecureCookies`: Whether the site is reached by HTTPS: then a cookie counts by its prefixed name alone.
    package init(customers: Customers, agents: Agents, usesSecureCookies: Bool) {
        self.customers = customers
        self.agents = agents
        self.usesSecureCookies = usesSecureCookies
    }

    /// Who a request comes from; nil for nobody.
    ///
    /// - `address`: Where it comes from.
    package func principal(
        of head: HTTPRequest,
        as kind: Kind,
        from address: String?
    ) async throws -> (
        principal: any Principal, isByCookie: Bool
    )? {
        if let token = Self.bearerToken(head) {
            return try await principal(withToken: token, as: kind, from: address).map { ($0, false) }
        }
        guard let token = cookieToken(of: head, as: kind) else { return nil }
        return try await principal(withToken: token, as: kind, from: address).map { ($0, true) }
    }

    /// Whose token it is; nil when it is unknown, over, or of the other kind.
    ///
    /// - `address`: Where the request comes from.
    package func principal(
        withToken token: String,
        as kind: Kind,
        from address: String?
    ) async throws -> (any Principal)? {
        guard token.utf8.count <= Self.longestToken else { return nil }
        switch kind {
        case .customer: return try await customers.customer(withSession: token).map(CustomerPrincipal.init)
        case .agent: return try await agents.principal(withSession: token, from: address)
        }
    }

    /// Which of some sessions, customers' and agents' alike, still hold, by the digests of their tokens; with an agent's
    /// role.
    package func holding(_ digests: [[UInt8]]) async throws -> [[UInt8]: Role?] {
        guard !digests.isEmpty else { return [:] }
        let ofCustomers = try await customers.holding(digests)
        let ofAgents = try await agents.holding(digests.filter { !ofCustomers.contains($0) })
        let all: [[UInt8]: Role?] = ofAgents.mapValues { $0 }
        return all.merging(ofCustomers.map { ($0, nil) }) { role, _ in role }
    }

    /// The token of `Authorization: Bearer …` (RFC 6750).
    package static func bearerToken(_ head: HTTPRequest) -> String? {
        head.bearerToken
    }

    /// The token that a browser brings in its cookie.
    package func cookieToken(of head: HTTPRequest, as kind: Kind) -> String? {
        kind.cookie(isSecure: usesSecureCookies).value(in: head)
    }
}
