import Base
import HTTPTypes
package import Hummingbird
import Safeguard
package import Web

/// `/api/v1/session`: how a customer's app or page gets its session, and ends it.
package struct CustomerSessionRoutes: Sendable {
    private struct Body: Decodable {
        let identityToken: String?
        let locale: LocaleCode?
        let proof: Proof?
    }

    private struct Answer: Encodable {
        let token: String
        let customer: CustomerView
    }

    private let customers: Customers
    private let puzzles: Puzzles
    private let limiter: RateLimiter
    private let usesSecureCookies: Bool

    /// - Parameters:
    ///   - customers: Who they are.
    ///   - puzzles: What a new guest may have to work out.
    ///   - limiter: How often one address may start a session.
    ///   - usesSecureCookies: Whether the site is reached by HTTPS, so that cookies may demand it.
    package init(customers: Customers, puzzles: Puzzles, limiter: RateLimiter, usesSecureCookies: Bool) {
        self.customers = customers
        self.puzzles = puzzles
        self.limiter = limiter
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on router: Router<WebContext>) {
        router.post("/api/v1/session", use: start)
        let own = router.group("/api/v1/session", context: CustomerContext.self)
        own.delete(use: end)
    }

    /// → 201 with the token and the customer; the cookie for pages comes with it.
    ///
    /// Somebody who has a session and asks for no identity gets that one, with 200: the widget beside a page of ours must
    /// not make another person of them.
    @Sendable private func start(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("session:\(context.remoteAddress)")
        let body = try await request.json(Body.self)
        let current = try await known(request)
        let session: Customers.Session
        if let identityToken = body.identityToken {
            session = try await customers.startVerifiedSession(
                identityToken: identityToken,
                current: current?.customer
            )
        } else if let current {
            let answer = Answer(token: current.token, customer: CustomerView(current.customer))
            return try Response.json(answer, headers: [.cacheControl: "no-store"])
        } else {
            try await puzzles.admitGuest(body.proof, from: context.remoteAddress)
            session = try await customers.startGuestSession(locale: body.locale ?? context.locale)
        }
        let answer = Answer(token: session.token.text, customer: CustomerView(session.customer))
        var response = try Response.json(answer, status: .created)
        response.setCookie(Sessions.Kind.customer.cookie(session.token, isSecure: usesSecureCookies))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// `DELETE /api/v1/session` → 204: the session that the request came with is over; its cookie goes with it.
    @Sendable private func end(_ request: Request, _ context: CustomerContext) async throws -> Response {
        guard let current = try await known(request) else { throw CustomerError.notSignedIn }
        try await customers.endSession(current.token)
        var response = Response.noContent
        // Another person's session in the same browser goes on.
        if let token = cookie.value(in: request.head), try await session(token) == nil {
            response.setCookie(cookie.ended)
        }
        return response
    }

    /// The session of the request: the token's, and where that is over the cookie's.
    private func known(_ request: Request) async throws -> (token: String, customer: Customer)? {
        for token in [Sessions.bearerToken(request.head), cookie.value(in: request.head)] {
            if let token, let customer = try await session(token) { return (token, customer) }
        }
        return nil
    }

    private var cookie: SiteCookie { Sessions.Kind.customer.cookie(isSecure: usesSecureCookies) }

    private func session(_ token: String) async throws -> Customer? {
        guard token.utf8.count <= Sessions.longestToken else { return nil }
        return try await customers.customer(withSession: token)
    }
}

/// A customer as the public API shows them to themselves.
package struct CustomerView: Encodable, Sendable {
    private let id: String
    private let name: String?
    private let verified: Bool
    private let locale: LocaleCode

    package init(_ customer: Customer) {
        self.id = customer.id.description
        self.name = customer.profile.name
        self.verified = customer.isVerified
        self.locale = customer.profile.locale
    }
}

/// `/api/v1/agent/session`: how agents sign in and out.
package struct AgentSessionRoutes: Sendable {
    private struct Credentials: Decodable {
        let email: String
        let password: String
        let code: String?
    }

    private struct Answer: Encodable {
        let token: String
        let agent: AgentView
    }

    private let agents: Agents
    private let byAddress: RateLimiter
    private let byAccount: RateLimiter
    private let usesSecureCookies: Bool

    /// - `byAddress`: Limits attempts from one address.
    /// - `byAccount`: Limits attempts on one account from anywhere.
    package init(agents: Agents, byAddress: RateLimiter, byAccount: RateLimiter, usesSecureCookies: Bool) {
        self.agents = agents
        self.byAddress = byAddress
        self.byAccount = byAccount
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on router: Router<WebContext>, _ agentRouter: AgentRouter) {
        router.post("/api/v1/agent/session", use: signIn)
        agentRouter.delete("session", needs: .ownSession, use: signOut)
    }

    @Sendable private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let credentials = try await request.json(Credentials.self)
        try byAddress.check("agent:\(context.remoteAddress)")
        try byAccount.check("agent:\(Agents.address(credentials.email))")
        let session = try await agents.signIn(
            email: credentials.email,
            password: Redacted(credentials.password),
            code: credentials.code,
            from: request.origin(context)
        )
        return try await Self.started(session, agents, isSecure: usesSecureCookies)
    }

    /// The answer to whoever was let in, with the cookie.
    static func started(
        _ session: Agents.Session,
        _ agents: Agents,
        isSecure: Bool
    ) async throws -> Response {
        let presence = try await agents.presence(of: session.agent.id)
        let answer = Answer(token: session.token.text, agent: AgentView(session.agent, presence))
        var response = try Response.json(answer)
        response.setCookie(Sessions.Kind.agent.cookie(session.token, isSecure: isSecure))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    @Sendable private func signOut(_ request: Request, _ context: AgentContext) async throws -> Response {
        let cookie = Sessions.Kind.agent.cookie(isSecure: usesSecureCookies)
        let token = Sessions.bearerToken(request.head) ?? cookie.value(in: request.head)
        if let token { try await agents.signOut(token, from: context.web.remoteAddress) }
        var response = Response.noContent
        response.setCookie(cookie.ended)
        return response
    }
}

/// An agent as the desk sees them.
package struct AgentView: Encodable, Sendable {
    private let id: String
    private let name: String
    private let email: String
    private let role: Role
    private let badge: String
    private let presence: Presence
    private let reason: AwayReason?

    /// - `presence`: Nil for one who never said.
    package init(_ agent: Agent, _ presence: AgentPresence?) {
        self.id = agent.id.description
        self.name = agent.name
        self.email = agent.email
        self.role = agent.role
        self.badge = agent.badge.rawValue
        self.presence = presence?.state ?? .offline
        self.reason = presence?.reason
    }
}
