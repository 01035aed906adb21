import Base
import HTTPTypes
package import Hummingbird
import People
package import Web

/// Where subscriptions are asked for, said yes to, changed and ended.
enum SubscriptionPaths {
    static let form = "/announcements/subscriptions"
    static let confirm = "/announcements/subscriptions/confirm"
    static let change = "/announcements/subscriptions/change"
    static let end = "/announcements/subscriptions/end"
}

/// `/announcements/subscriptions…`: announcements by mail.
package struct SubscriptionRoutes: Sendable {
    private let subscriptions: AnnouncementSubscriptions
    private let announcements: Announcements
    private let pages: PageRenderer
    private let limiter: RateLimiter
    private let links: RateLimiter

    /// - `limiter`: How many letters one network address may ask for.
    /// - `links`: How often it may follow the links of letters.
    package init(
        subscriptions: AnnouncementSubscriptions,
        announcements: Announcements,
        pages: PageRenderer,
        limiter: RateLimiter,
        links: RateLimiter
    ) {
        self.subscriptions = subscriptions
        self.announcements = announcements
        self.pages = pages
        self.limiter = limiter
        self.links = links
    }

    package func register(on router: Router<WebContext>) {
        router.get(RouterPath(SubscriptionPaths.form), use: form)
        router.post(RouterPath(SubscriptionPaths.form), use: ask)
        router.get(RouterPath(SubscriptionPaths.confirm), use: question)
        router.post(RouterPath(SubscriptionPaths.confirm), use: confirm)
        router.get(RouterPath(SubscriptionPaths.change), use: own)
        router.post(RouterPath(SubscriptionPaths.change), use: change)
        router.get(RouterPath(SubscriptionPaths.end), use: own)
        router.post(RouterPath(SubscriptionPaths.end), use: end)
    }

    // MARK: - Asking

    /// With what the list showed chosen already.
    @Sendable private func form(_ request: Request, _ context: WebContext) async throws -> Response {
        let offered = try await announcements.products()
        let scope = try SubscriptionScope(
            kinds: [request.query("kind")].compactMap(\.self),
            products: [request.query("product")].compactMap(\.self).filter(offered.contains)
        )
        return try await answer(.init(scope: scope, locale: context.locale), request, context)
    }

    /// Says the same whether somebody has the address or not: a letter to it says the rest.
    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("subscription:\(context.remoteAddress)")
        let fields = try await request.formValues(["address", "kind", "product", "language"])
        let scope = try scope(fields)
        let locale = language(fields, context)
        let address = fields["address"]?.first ?? ""
        do {
            let customer = (context.principal as? CustomerPrincipal)?.customer.id
            try await subscriptions.ask(address, scope, by: customer, in: locale)
        } catch SubscriptionError.noAddress {
            let kept = String(address.unicodeScalars.prefix(SubscriptionPage.longestAddress))
            return try await answer(
                .init(scope: scope, locale: locale, address: kept, hasProblem: true),
                request,
                context
            )
        }
        return answer(.asked, nil, request, context)
    }

    // MARK: - Saying yes

    /// A page with a button: programs that look at the links of letters say yes to nothing.
    @Sendable private func question(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = request.query("token") ?? ""
        guard let found = try await subscriptions.subscription(token) else {
            return answer(.unknown, nil, request, context)
        }
        return answer(found.confirmedAt == nil ? .question : .confirmed, found, request, context)
    }

    @Sendable private func confirm(_ request: Request, _ context: WebContext) async throws -> Response {
        try checkLinks(context)
        let token = try await request.formField("token") ?? ""
        guard try await subscriptions.confirm(token), let found = try await subscriptions.subscription(token)
        else { return answer(.unknown, nil, request, context) }
        return answer(.confirmed, found, request, context)
    }

    // MARK: - Changing and ending

    @Sendable private func own(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let found = try await subscriptions.subscription(request.query("token") ?? ""),
            found.confirmedAt != nil
        else { return answer(.unknown, nil, request, context) }
        return try await answer(.init(found), request, context)
    }

    @Sendable private func change(_ request: Request, _ context: WebContext) async throws -> Response {
        try checkLinks(context)
        let fields = try await request.formValues(["token", "kind", "product", "language"])
        let token = fields["token"]?.first ?? ""
        let isKnown = try await subscriptions.change(
            token,
            to: try scope(fields),
            in: language(fields, context)
        )
        guard isKnown, let found = try await subscriptions.subscription(token) else {
            return answer(.unknown, nil, request, context)
        }
        return answer(.changed, found, request, context)
    }

    /// With the token in the address mail programs end it with one click: whatever form they send (RFC 8058, section 3.2).
    @Sendable private func end(_ request: Request, _ context: WebContext) async throws -> Response {
        if let token = request.query("token") {
            _ = try await request.bytes(limitInBytes: 64 * 1024)
            try await subscriptions.end(token)
        } else {
            try await subscriptions.end(try await request.formField("token") ?? "")
        }
        return answer(.ended, nil, request, context)
    }

    // MARK: - Inside

    private func scope(_ fields: [String: [String]]) throws -> SubscriptionScope {
        try SubscriptionScope(kinds: fields["kind"] ?? [], products: fields["product"] ?? [], most: nil)
    }

    private func checkLinks(_ context: WebContext) throws {
        try links.check("subscription_link:\(context.remoteAddress)")
    }

    private func language(_ fields: [String: [String]], _ context: WebContext) -> LocaleCode {
        pages.localisation.locales.first { $0.rawValue == fields["language"]?.first } ?? context.locale
    }

    private func answer(
        _ form: SubscriptionPage.Form,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let page = SubscriptionPage(
            form,
            products: try await announcements.products(),
            pages.localisation,
            context.locale
        )
        return answer(
            page,
            form.token,
            request,
            context,
            status: form.hasProblem ? .unprocessableContent : .ok
        )
    }

    private func answer(
        _ moment: SubscriptionNotice.Moment,
        _ subscription: AnnouncementSubscription?,
        _ request: Request,
        _ context: WebContext
    ) -> Response {
        let page = SubscriptionNotice(moment, subscription, pages.localisation, context.locale)
        return answer(page, subscription?.contents.token, request, context)
    }

    /// What a link leads to is kept by no browser.
    private func answer(
        _ page: some Page,
        _ token: String?,
        _ request: Request,
        _ context: WebContext,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let path = request.method == .get ? request.uri.path : SubscriptionPaths.form
        let address = PageAddress(path, ["token": request.method == .get ? token : nil])
        let translations = address.translations(pages.localisation.locales)
        var response = pages.response(
            page,
            for: request,
            context,
            translations: translations,
            status: status
        )
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
