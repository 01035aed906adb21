import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/articles/gaps` and `/desk/knowledge/gaps`: what to write next, for those who write.
package struct ContentGapsRoutes: Sendable {
    private static let defaultDays = 30

    private let gaps: ContentGaps
    private let pages: PageRenderer

    package init(gaps: ContentGaps, pages: PageRenderer) {
        self.gaps = gaps
        self.pages = pages
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("articles/gaps", needs: .articlesPropose, use: read)
        router.get("/desk/knowledge/gaps", use: page)
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        let days = try Self.days(request)
        let locale = try request.query("locale", as: LocaleCode.self)
        return try .json(ContentGapsView(try await gaps.report(days: days, locale: locale), days: days))
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let agent = context.agent else { return .toDeskSignIn }
        guard Permission.articlesPropose.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.articlesPropose)
        }
        let days = try Self.days(request)
        // A form sends its fields empty as well.
        let wanted = request.query("locale") ?? ""
        let locale = wanted.isEmpty ? nil : try request.query("locale", as: LocaleCode.self)
        let page = ContentGapsPage(
            try await gaps.report(days: days, locale: locale),
            days: days,
            chosen: locale,
            pages.localisation,
            context.locale
        )
        return pages.deskResponse(page, for: request, context)
    }

    private static func days(_ request: Request) throws -> Int {
        try request.query("days", in: 1...ContentGaps.keptDays, default: defaultDays)
    }
}

/// A report as the API tells it.
private struct ContentGapsView: Encodable {
    struct Question: Encodable {
        let question: String
        let locale: LocaleCode
        let asked: Int
        let opened: Int

        init(_ wanted: WantedQuestion) {
            self.question = wanted.question
            self.locale = wanted.locale
            self.asked = wanted.asked
            self.opened = wanted.opened
        }
    }

    struct Unhelpful: Encodable {
        let article: ID<Article>
        let slug: Slug
        let title: String
        let locale: LocaleCode
        let helpful: Int
        let notHelpful: Int
        let leastShare: Double

        init(_ article: UnhelpfulArticle) {
            self.article = article.rating.article
            self.slug = article.rating.slug
            self.title = article.rating.title
            self.locale = article.rating.locale
            self.helpful = article.rating.helpful
            self.notHelpful = article.rating.notHelpful
            self.leastShare = (article.share * 1_000).rounded() / 1_000
        }
    }

    let days: Int
    let withoutResult: [Question]
    let unopened: [Question]
    let unhelpful: [Unhelpful]

    init(_ report: GapReport, days: Int) {
        self.days = days
        self.withoutResult = report.withoutResult.map(Question.init)
        self.unopened = report.unopened.map(Question.init)
        self.unhelpful = report.unhelpful.map(Unhelpful.init)
    }
}
