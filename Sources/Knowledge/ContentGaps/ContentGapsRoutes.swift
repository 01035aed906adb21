import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/articles/gaps…` and `/desk/knowledge/gaps`: what to write next, for those who write.
package struct ContentGapsRoutes: Sendable {
    private struct CandidateBody: Decodable {
        let candidate: String
    }

    private struct DismissalBody: Decodable {
        let candidate: String
        let days: Int
    }

    private static let defaultDays = 30

    private let gaps: ContentGaps
    private let candidates: FAQCandidates
    private let pages: PageRenderer
    private let limiter: RateLimiter

    /// - `limiter`: How often somebody may have conversations counted.
    package init(gaps: ContentGaps, candidates: FAQCandidates, pages: PageRenderer, limiter: RateLimiter) {
        self.gaps = gaps
        self.candidates = candidates
        self.pages = pages
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("articles/gaps", needs: .articlesPropose, use: read)
        desk.post("articles/gaps/count", needs: .articlesPropose, use: count)
        desk.post("articles/gaps/dismiss", needs: .articlesPropose, use: dismiss)
        desk.post("articles/gaps/restore", needs: .articlesPropose, use: restore)
        router.get("/desk/knowledge/gaps", use: page)
        router.post("/desk/knowledge/gaps", use: act)
    }

    // MARK: - API

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        let days = try Self.days(request)
        let locale = try request.query("locale", as: LocaleCode.self)
        return try .json(
            ContentGapsView(
                try await gaps.report(days: days, locale: locale),
                try await candidates.report(in: locale),
                days: days
            )
        )
    }

    @Sendable private func count(_ request: Request, _ context: AgentContext) async throws -> Response {
        try checkLimit(context.agent)
        return try .json(ContentGapsView.Round(try await candidates.countAnew()), status: .accepted)
    }

    @Sendable private func dismiss(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(DismissalBody.self)
        try await dismiss(body.candidate, days: body.days, by: context.agent)
        return .noContent
    }

    @Sendable private func restore(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await restore(try await request.json(CandidateBody.self).candidate)
        return .noContent
    }

    // MARK: - Page

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        _ = try writer(context)
        let days = try Self.days(request)
        // A form sends its fields empty as well.
        let wanted = request.query("locale") ?? ""
        let locale = wanted.isEmpty ? nil : try request.query("locale", as: LocaleCode.self)
        let page = ContentGapsPage(
            try await gaps.report(days: days, locale: locale),
            try await candidates.report(in: locale),
            choice: ContentGapsPage.Chosen(
                days: days,
                locale: locale,
                done: request.query("done").flatMap(ContentGapsPage.Deed.init(rawValue:)),
                candidate: request.query("candidate").flatMap { ID<FAQCandidate>($0) }
            ),
            pages.localisation,
            context.locale
        )
        return pages.deskResponse(page, for: request, context)
    }

    @Sendable private func act(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        let agent = try writer(context)
        let fields = try await request.formFields(["deed", "candidate", "away", "days", "locale"])
        let deed = fields["deed"].flatMap(ContentGapsPage.Deed.init(rawValue:)) ?? .counting
        let candidate = fields["candidate"] ?? ""
        switch deed {
        case .counting:
            try checkLimit(agent)
            _ = try await candidates.countAnew()
        case .dismissed:
            try await dismiss(candidate, days: fields["away"].flatMap { Int($0) } ?? 0, by: agent)
        case .restored:
            try await restore(candidate)
        }
        let locale = fields["locale"].flatMap(LocaleCode.init(rawValue:))
        let days = fields["days"].flatMap { Int($0) }.map(String.init)
        let address = PageAddress(
            "/desk/knowledge/gaps",
            [
                "days": days, "locale": locale?.rawValue, "done": deed.rawValue,
                "candidate": deed == .dismissed ? candidate : nil,
            ]
        )
        return .redirect(to: "\(address.url)#gaps-asked", type: .normal)
    }

    // MARK: - Inside

    private func writer(_ context: WebContext) throws -> Agent {
        guard let agent = context.agent, Permission.articlesPropose.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.articlesPropose)
        }
        return agent
    }

    private func checkLimit(_ agent: Agent) throws {
        try limiter.check("faq:\(agent.id)")
    }

    private func dismiss(_ candidate: String, days: Int, by agent: Agent) async throws {
        guard FAQCandidates.dismissalDays.contains(days) else {
            throw Problem.invalid(field: "days", "a whole number from 1 to 365")
        }
        guard let id = ID<FAQCandidate>(candidate) else { throw FAQCandidateError.notFound }
        try await candidates.dismiss(id, days: days, by: agent.id)
    }

    private func restore(_ candidate: String) async throws {
        guard let id = ID<FAQCandidate>(candidate) else { throw FAQCandidateError.notFound }
        try await candidates.restore(id)
    }

    private static func days(_ request: Request) throws -> Int {
        try request.query("days", in: 1...ContentGaps.keptDays, default: defaultDays)
    }
}
