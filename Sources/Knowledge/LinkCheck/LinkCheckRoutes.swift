import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/articles/links…` and `/desk/knowledge/links`: whether what articles lead to is there, for those who write.
package struct LinkCheckRoutes: Sendable {
    private struct CheckBody: Decodable {
        let article: String
        let address: String
    }

    private let check: LinkCheck
    private let pages: PageRenderer
    private let limiter: RateLimiter

    /// - `limiter`: How often somebody may have a link looked at again.
    package init(check: LinkCheck, pages: PageRenderer, limiter: RateLimiter) {
        self.check = check
        self.pages = pages
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("articles/links", needs: .articlesPropose, use: list)
        desk.post("articles/links/check", needs: .articlesPropose, use: again)
        desk.get("articles/:id/texts/:locale/links", needs: .articlesPropose, use: ofText)
        router.get("/desk/knowledge/links", use: page)
        router.post("/desk/knowledge/links", use: pageAgain)
    }

    // MARK: - API

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let state = try request.query("state", as: LinkState.self)
        let limit = try request.query("limit", in: 1...LinkCheck.most, default: 100)
        let report = try await check.report(state.map { [$0] } ?? LinkState.told, limit: limit)
        return try .json(LinkReportView(report))
    }

    @Sendable private func again(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(CheckBody.self)
        try limiter.check("links:\(context.agent.id)")
        guard let id = ID<Article>(body.article) else { throw AuthoringError.notFound }
        return try .json(ListPage(try await check.checkAgain(body.address, of: id).map(LinkFindingView.init)))
    }

    @Sendable private func ofText(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Article>.self)
        let tag = try context.parameter("locale", as: String.self)
        guard let locale = LocaleCode(rawValue: tag) else {
            throw AuthoringError.invalid(field: "locale", "a language tag such as en or zh-CN")
        }
        let found = try await check.findings(of: id, in: locale)
        return try .json(
            ListPage(found.filter { LinkState.told.contains($0.state) }.map(LinkFindingView.init))
        )
    }

    // MARK: - Page

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        _ = try writer(context)
        let wanted = request.query("state").flatMap(LinkState.init(rawValue:))
        let states = wanted.map { [$0] } ?? LinkState.told
        let page = LinkCheckPage(
            try await check.report(states, limit: LinkCheck.most),
            chosen: wanted,
            checked: request.query("checked").flatMap(LinkState.init(rawValue:)),
            pages.localisation,
            context.locale
        )
        return pages.deskResponse(page, for: request, context)
    }

    @Sendable private func pageAgain(_ request: Request, _ context: WebContext) async throws -> Response {
        guard context.agent != nil else { return .toDeskSignIn }
        let agent = try writer(context)
        let fields = try await request.formFields(["article", "address", "state"])
        try limiter.check("links:\(agent.id)")
        guard let id = fields["article"].flatMap({ ID<Article>($0) }) else { throw AuthoringError.notFound }
        let found = try await check.checkAgain(fields["address"] ?? "", of: id)
        let state = fields["state"].flatMap(LinkState.init(rawValue:))
        let address = PageAddress(
            "/desk/knowledge/links",
            ["state": state?.rawValue, "checked": (found.first?.state ?? .whole).rawValue]
        )
        return .redirect(to: address.url, type: .normal)
    }

    private func writer(_ context: WebContext) throws -> Agent {
        guard let agent = context.agent, Permission.articlesPropose.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.articlesPropose)
        }
        return agent
    }
}

/// What is wrong, as the API tells it.
private struct LinkReportView: Encodable {
    let counts: [String: Int]
    let data: [LinkFindingView]

    init(_ report: LinkReport) {
        self.counts = Dictionary(
            uniqueKeysWithValues: LinkState.allCases.map { ($0.rawValue, report.counts[$0] ?? 0) }
        )
        self.data = report.findings.map(LinkFindingView.init)
    }
}

private struct LinkFindingView: Encodable {
    let article: ID<Article>
    let slug: Slug
    let title: String
    let locale: LocaleCode
    let kind: String
    let address: String
    let line: Int?
    let snippet: Slug?
    let state: LinkState
    let status: Int?
    let reason: String?
    let suggestion: String?
    let since: Instant
    let checkedAt: Instant?

    init(_ finding: LinkFinding) {
        self.article = finding.article
        self.slug = finding.slug
        self.title = finding.title
        self.locale = finding.locale
        self.kind = finding.kind.rawValue
        self.address = finding.address
        self.line = finding.line
        self.snippet = finding.snippet
        self.state = finding.state
        self.status = finding.status
        self.reason = finding.reason
        self.suggestion = finding.suggestion
        self.since = finding.since
        self.checkedAt = finding.checkedAt
    }
}
