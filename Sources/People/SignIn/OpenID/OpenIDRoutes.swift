import Base
import HTTPTypes
package import Hummingbird
import Logging
import Safeguard
package import Web

/// `/desk/sign-in/openid`: to the provider and back; and `/api/v1/agent/openid-session`, for whose second factor is missing.
package struct OpenIDRoutes: Sendable {
    private struct Body: Decodable {
        let code: String
    }

    static let path = "/desk/sign-in/openid"
    private static let callback = "\(path)/callback"
    private static let signInPage = "/desk/sign-in"

    private let signIn: OpenIDSignIn
    private let agents: Agents
    private let byAddress: RateLimiter
    private let usesSecureCookies: Bool
    /// Holds the attempt's secret for ten minutes: it binds the way back to this browser.
    private let cookie: SiteCookie

    /// - `byAddress`: Limits attempts from one address.
    package init(
        signIn: OpenIDSignIn,
        agents: Agents,
        byAddress: RateLimiter,
        usesSecureCookies: Bool
    ) {
        self.signIn = signIn
        self.agents = agents
        self.byAddress = byAddress
        self.usesSecureCookies = usesSecureCookies
        self.cookie = SiteCookie("switchboard_openid", isSecure: usesSecureCookies)
    }

    package func register(on router: Router<WebContext>) {
        router.get("\(Self.path)", use: begin)
        router.get("\(Self.callback)", use: finish)
        router.post("/api/v1/agent/openid-session", use: confirm)
    }

    /// Where the provider sends browsers back to; nil where a request does not say which host it was sent to.
    static func redirect(of request: Request, isSecure: Bool) -> String? {
        Passkeys.Site(authority: request.head.authority, isSecure: isSecure).map { "\($0.origin)\(callback)" }
    }

    private func redirect(_ request: Request) throws(OpenIDError) -> String {
        guard let redirect = Self.redirect(of: request, isSecure: usesSecureCookies) else {
            throw .attemptOver
        }
        return redirect
    }

    /// → to the provider.
    @Sendable private func begin(_ request: Request, _ context: WebContext) async throws -> Response {
        try await telling(context) {
            try byAddress.check("agent:\(context.remoteAddress)")
            let departure = try await signIn.begin(redirect: redirect(request), in: context.locale)
            var response = Response.redirect(to: departure.address, type: .found)
            response.setCookie(cookie.holding(departure.browser.text, seconds: 600))
            return response
        }
    }

    /// → to the desk, or to the page that asks for the second factor.
    @Sendable private func finish(_ request: Request, _ context: WebContext) async throws -> Response {
        try await telling(context) {
            try byAddress.check("agent:\(context.remoteAddress)")
            let coming = OpenIDSignIn.Return(
                code: request.query("code"),
                state: request.query("state"),
                error: request.query("error"),
                issuer: request.query("iss"),
                browser: browser(request)
            )
            let origin = request.origin(context)
            switch try await signIn.finish(coming, redirect: redirect(request), from: origin) {
            case .codeRequired: return .redirect(to: "\(Self.signInPage)?step=code", type: .found)
            case .passkeyRequired: return .redirect(to: "\(Self.signInPage)?step=passkey", type: .found)
            case .entered(let session):
                var response = Response.redirect(to: "/desk", type: .found)
                response.setCookie(Sessions.Kind.agent.cookie(session.token, isSecure: usesSecureCookies))
                response.setCookie(cookie.ended)
                return response
            }
        }
    }

    /// `{code}` → as `POST /agent/session`.
    @Sendable private func confirm(_ request: Request, _ context: WebContext) async throws -> Response {
        let body = try await request.json(Body.self)
        try byAddress.check("agent:\(context.remoteAddress)")
        let session = try await signIn.confirm(
            code: body.code,
            browser: browser(request),
            from: request.origin(context)
        )
        var response = try await AgentSessionRoutes.started(session, agents, isSecure: usesSecureCookies)
        response.setCookie(cookie.ended)
        return response
    }

    private func browser(_ request: Request) -> String? {
        cookie.value(in: request.head).flatMap { text in
            text.hasPrefix(OpenIDAttempt.browserPrefix) && text.utf8.count <= Sessions.longestToken
                ? text : nil
        }
    }

    /// Runs what a person's browser is in the middle of; what goes wrong is told on the page they began at.
    private func telling(
        _ context: WebContext,
        _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            var response = try await body()
            response.headers[.cacheControl] = "no-store"
            return response
        } catch let error as any DomainError {
            let problem = error.problem
            var query = "?problem=\(problem.code)"
            if case .tokenRefused(let flaw) = error as? OpenIDError { query += "&reason=\(flaw.rawValue)" }
            // Here alone it is told to the operator: the person reads less.
            context.logger.warning(
                "no entry by OpenID Connect: \(problem.title)",
                metadata: ["code": .string(problem.code)]
            )
            var response = Response.redirect(to: "\(Self.signInPage)\(query)", type: .found)
            response.headers[.cacheControl] = "no-store"
            return response
        }
    }
}
