import Foundation
package import HTTPTypes
package import Hummingbird
package import Safeguard
package import Web

/// Recognises who a request or a connection comes from.
package struct Sessions: Sendable {
    /// Which cookie counts: an agent may be a customer in the same browser.
    package enum Kind: String, Sendable {
        case customer, agent

        /// The cookie's name.
        package var cookie: String {
            switch self {
            case .customer: "switchboard_session"
            case .agent: "switchboard_agent"
            }
        }
    }

    /// No token of ours is longer, in bytes.
    static let longestToken = 128

    private let customers: Customers
    private let agents: Agents

    package init(customers: Customers, agents: Agents) {
        self.customers = customers
        self.agents = agents
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
        guard let token = Self.cookie(kind.cookie, in: head) else { return nil }
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
        guard let value = head.headerFields[.authorization], value.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return value.dropFirst("bearer ".count).trimmingCharacters(in: .whitespaces)
    }

    /// A cookie's value in a request's head.
    package static func cookie(_ name: String, in head: HTTPRequest) -> String? {
        for field in head.headerFields[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                if parts.count == 2, parts[0] == name { return parts[1] }
            }
        }
        return nil
    }

    /// The cookie that carries a session.
    package static func cookie(_ kind: Kind, _ token: OpaqueToken, isSecure: Bool) -> Cookie {
        Cookie(
            name: kind.cookie,
            value: token.text,
            maxAge: kind == .agent ? 12 * 3600 : 30 * 24 * 3600,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }

    /// The cookie that takes a session's cookie away.
    static func endedCookie(_ kind: Kind) -> Cookie {
        Cookie(name: kind.cookie, value: "", maxAge: 0, path: "/", httpOnly: true, sameSite: .lax)
    }
}
