import Base
import HTTPTypes
import Hummingbird
import Web

/// The sandbox exchange: its page, and the account look-ups that an exchange's server would answer.
///
/// The look-ups take a token that Switchboard signs with the secret both share (docs/integration.md).
struct DemoExchangeRoutes: Sendable {
    private struct Lookup<Value: Encodable & Sendable>: Encodable {
        let data: Value
    }

    private let exchange: DemoExchange
    private let audience: String
    private let pages: PageRenderer
    private let clock: any WallClock

    /// - `audience`: Our name in the identity tokens' `aud`.
    init(_ exchange: DemoExchange, audience: String, pages: PageRenderer, clock: any WallClock) {
        self.exchange = exchange
        self.audience = audience
        self.pages = pages
        self.clock = clock
    }

    func register(on router: Router<WebContext>) {
        router.get("/demo", use: me)
        router.get("/demo/api/v1/users/:uid", use: account)
        router.get("/demo/api/v1/users/:uid/balances", use: balances)
        router.get("/demo/api/v1/users/:uid/transfers", use: transfers)
    }

    /// `?user=` chooses who is signed in, `guest` nobody.
    @Sendable private func me(_ request: Request, _ context: WebContext) async throws -> Response {
        let chosen = request.query("user")
        let user = chosen == nil ? DemoExchange.users.first : DemoExchange.users.first { $0.uid == chosen }
        var token = ""
        if let user {
            token = try await exchange.identityToken(for: user, locale: context.locale, audience: audience)
        }
        let page = DemoPage(user, token: token, at: clock.now, pages.localisation, context.locale)
        var response = pages.response(page, for: request, context)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    @Sendable private func account(_ request: Request, _ context: WebContext) async throws -> Response {
        try .json(Lookup(data: try await found(request, context)))
    }

    @Sendable private func balances(_ request: Request, _ context: WebContext) async throws -> Response {
        try .json(Lookup(data: try await found(request, context).balances))
    }

    @Sendable private func transfers(_ request: Request, _ context: WebContext) async throws -> Response {
        let txid = request.query("txid")
        let transfers = try await found(request, context).transfers.filter { txid == nil || $0.txid == txid }
        return try .json(Lookup(data: transfers))
    }

    private func found(_ request: Request, _ context: WebContext) async throws -> DemoAccount {
        guard let token = request.headers[.authorization]?.split(separator: " ").last,
            await exchange.accepts(lookupToken: String(token))
        else { throw Problem(401, "not_signed_in", "A signed look-up token is required.") }
        guard let uid = context.parameters.get("uid"),
            let user = DemoExchange.users.first(where: { $0.uid == uid })
        else { throw Problem(404, "not_found", "The exchange has no such user.") }
        return DemoAccount(user, at: clock.now)
    }
}
