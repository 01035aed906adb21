package import Base
import Foundation
import HTTPTypes
package import Hummingbird
package import Web

/// `/api/v1/help/…` and `/api/v1/announcements`: the help centre for programs.
package struct HelpRoutes: Sendable {
    private struct Hit: Encodable {
        let id: String
        let kind: String
        let locale: LocaleCode
        let title: String
        let snippet: String
        let url: String
        let score: Double

        init(
            id: String,
            kind: String,
            locale: LocaleCode,
            title: String,
            snippet: String,
            url: String,
            score: Double
        ) {
            self.id = id
            self.kind = kind
            self.locale = locale
            self.title = title
            self.snippet = snippet
            self.url = url
            self.score = score
        }

        /// Of the API documents, which have one language.
        init(_ hit: APIHit, score: Double) {
            self.init(
                id: hit.id,
                kind: APIHit.kind,
                locale: .english,
                title: hit.title,
                snippet: SafeHTML(escaping: hit.detail).markup,
                url: hit.url,
                score: score
            )
        }
    }

    private struct Answer: Encodable {
        let data: [Hit]
        let suggestions: [String]
        let tookMs: Double
    }

    private struct Suggestion: Encodable {
        let text: String
        let url: String
        let kind: String
    }

    private struct CategoryView: Encodable {
        struct Entry: Encodable {
            let slug: Slug
            let title: String
            let kind: Article.Kind
            let url: String
        }

        let slug: Slug
        let name: String
        let description: String
        let articles: [Entry]
    }

    private struct FeedbackBody: Decodable {
        let helpful: Bool
        let comment: String?
    }

    private struct EffectsView: Encodable {
        let scope: AffectedScope
        /// Where they stand.
        let announcements: [String]
    }

    private struct AnnouncementView: Encodable {
        let slug: Slug
        let kind: Announcement.Kind
        let state: IncidentState?
        let title: String
        let summary: String
        let html: String
        let url: String
        let active: Bool
        let updates: [AnnouncementUpdateView]
        let affects: [String]
        let scope: AffectedScope
        let startsAt: Instant
        let expectedEndAt: Instant?
        let endedAt: Instant?
    }

    private let articles: Articles
    private let announcements: Announcements
    private let search: HelpSearches
    private let apiShelf: APIShelf
    private let drawings: DiagramDrawings
    private let limiter: RateLimiter
    private let clock: any WallClock
    private let usesSecureCookies: Bool

    /// - `usesSecureCookies`: Whether the site is reached by HTTPS.
    package init(
        articles: Articles,
        announcements: Announcements,
        search: HelpSearches,
        apiShelf: APIShelf,
        drawings: DiagramDrawings,
        limiter: RateLimiter,
        clock: any WallClock,
        usesSecureCookies: Bool
    ) {
        self.articles = articles
        self.announcements = announcements
        self.search = search
        self.apiShelf = apiShelf
        self.drawings = drawings
        self.limiter = limiter
        self.clock = clock
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on router: Router<WebContext>) {
        router.get("/api/v1/help/search", use: find)
        router.get("/api/v1/help/suggest", use: suggest)
        router.get("/api/v1/help/categories", use: categories)
        router.get("/api/v1/help/articles/:slug", use: article)
        router.post("/api/v1/help/articles/:slug/feedback", use: feedback)
        router.get("/api/v1/announcements", use: listAnnouncements)
        router.get("/api/v1/announcements/effects", use: effects)
    }

    /// The language that the parameter names, else the request's.
    private static func locale(_ request: Request, _ context: WebContext) throws -> LocaleCode {
        guard let text = request.query("locale") else { return context.locale }
        guard let locale = LocaleCode(rawValue: text) else {
            throw Problem(422, "invalid_parameter", "locale is not a language tag such as en or zh-CN.")
        }
        return locale
    }

    @Sendable private func find(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let limit = try request.query("limit", in: 1...50, default: 10)
        let start = ContinuousClock.now
        let results = search.search(for: context.reader).search(
            request.question,
            locale: locale,
            limit: limit
        )
        let found = apiShelf.search.find(request.question, limit: limit)
        let took = (ContinuousClock.now - start) / .milliseconds(1)
        let best = results.hits.map(\.score).max() ?? 0
        let articles = results.hits.map { hit in
            Hit(
                id: hit.slug.rawValue,
                kind: hit.kind.rawValue,
                locale: hit.locale,
                title: hit.title,
                snippet: hit.snippet.markup,
                url: hit.url,
                score: hit.score
            )
        }
        // What a caller names outright leads; what only holds the words comes last.
        let all =
            found.exact.map { Hit($0, score: best + 1) } + articles + found.others.map { Hit($0, score: 0) }
        return try .json(
            Answer(
                data: Array(all.prefix(limit)),
                suggestions: results.correction.map { [$0] } ?? [],
                tookMs: (took * 1000).rounded() / 1000
            )
        )
    }

    @Sendable private func suggest(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let limit = try request.query("limit", in: 1...20, default: 8)
        let found = search.search(for: context.reader).suggest(
            request.question,
            locale: locale,
            limit: limit
        )
        let articles = found.map { Suggestion(text: $0.text, url: $0.url, kind: $0.kind.rawValue) }
        let named = apiShelf.search.suggest(request.question, limit: max(1, limit / 2)).map {
            Suggestion(text: $0.title, url: $0.url, kind: APIHit.kind)
        }
        return try .json(ListPage(Array((named + articles).prefix(limit))))
    }

    @Sendable private func categories(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let byCategory = Dictionary(grouping: try await articles.names(for: context.reader), by: \.category)
        let shelves = try await articles.categories().map { category in
            CategoryView(
                slug: category.slug,
                name: category.name(for: locale).name,
                description: category.name(for: locale).description,
                articles: (byCategory[category.slug] ?? []).compactMap { article in
                    article.translation(for: locale).map {
                        .init(
                            slug: article.slug,
                            title: $0.title,
                            kind: article.kind,
                            url: "/help/\(article.slug)"
                        )
                    }
                }
            )
        }
        return try .json(ListPage(shelves))
    }

    @Sendable private func article(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let slug = try context.parameter("slug", as: Slug.self)
        let article = try await articles.article(slug, for: context.reader)
        guard let translation = article.translation(for: locale) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        let related = search.search(for: context.reader).related(
            to: article,
            locale: translation.locale,
            limit: 5
        )
        let document = MarkdownDocument(translation.body, in: translation.locale)
        let html = await drawings.drawn(
            document,
            videos: translation.videoFigures,
            pictures: translation.picturesByName
        ).html
        return try .json(ArticleView(article, translation, html, related: related))
    }

    @Sendable private func feedback(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("feedback:\(context.remoteAddress)")
        let slug = try context.parameter("slug", as: Slug.self)
        let body = try await request.json(FeedbackBody.self)
        let key = try request.idempotencyKey
        let visitor = FeedbackVisitor(request, context, key: key, usesSecureCookies: usesSecureCookies)
        try await articles.put(
            ArticleFeedback(isHelpful: body.helpful, comment: body.comment ?? ""),
            of: visitor.reader,
            as: context.reader,
            on: slug,
            context.locale,
            key: key
        )
        var response = Response.noContent
        visitor.remember(in: &response)
        return response
    }

    @Sendable private func effects(_ request: Request, _ context: WebContext) async throws -> Response {
        let effects = try await announcements.effects()
        let pages = effects.announcements.map { "/announcements/\($0.slug)" }
        return try .json(EffectsView(scope: effects.scope, announcements: pages))
    }

    @Sendable private func listAnnouncements(
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let locale = try Self.locale(request, context)
        let kind = try request.query("kind", as: Announcement.Kind.self)
        let isActive = try request.flag("active") ?? false
        let now = clock.now
        let views = try await announcements.list(kind: kind, isActive: isActive).compactMap { announcement in
            announcement.translation(for: locale).map { translation in
                AnnouncementView(
                    slug: announcement.slug,
                    kind: announcement.kind,
                    state: announcement.state,
                    title: translation.title,
                    summary: translation.summary,
                    html: MarkdownDocument(translation.body, in: translation.locale).html.markup,
                    url: "/announcements/\(announcement.slug)",
                    active: announcement.isActive(at: now),
                    updates: translation.updates.map(AnnouncementUpdateView.init),
                    affects: translation.affects,
                    scope: announcement.scope,
                    startsAt: announcement.startsAt,
                    expectedEndAt: announcement.expectedEndAt,
                    endedAt: announcement.endedAt
                )
            }
        }
        return try .json(ListPage(views))
    }
}
