package import Base
import Foundation
import HTTPTypes
package import Hummingbird
package import Web

/// `/api/v1/help/…` and `/api/v1/announcements`: the help centre for programs.
package struct HelpRoutes: Sendable {
    private struct Hit: Encodable {
        let id: String
        let kind: HelpKind
        let locale: LocaleCode
        let title: String
        let snippet: String
        let url: String
        let score: Double
    }

    private struct Answer: Encodable {
        let data: [Hit]
        let suggestions: [String]
        let tookMs: Double
    }

    private struct Suggestion: Encodable {
        let text: String
        let url: String
        let kind: HelpKind
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

    private struct ArticleView: Encodable {
        struct Link: Encodable {
            let title: String
            let url: String
        }

        let slug: Slug
        let kind: Article.Kind
        let category: Slug
        let title: String
        let summary: String
        let html: String
        let locale: LocaleCode
        let translations: [LocaleCode]
        let updatedAt: Instant
        let related: [Link]
    }

    private struct FeedbackBody: Decodable {
        let helpful: Bool
        let comment: String?
    }

    private struct AnnouncementView: Encodable {
        struct Update: Encodable {
            let text: String
            let createdAt: Instant
        }

        let slug: Slug
        let kind: Announcement.Kind
        let title: String
        let summary: String
        let html: String
        let url: String
        let active: Bool
        let updates: [Update]
        let affects: [String]
        let startsAt: Instant
        let expectedEndAt: Instant?
        let endedAt: Instant?
    }

    private let articles: Articles
    private let announcements: Announcements
    private let search: HelpSearches
    private let limiter: RateLimiter
    private let clock: any WallClock

    package init(
        articles: Articles,
        announcements: Announcements,
        search: HelpSearches,
        limiter: RateLimiter,
        clock: any WallClock
    ) {
        self.articles = articles
        self.announcements = announcements
        self.search = search
        self.limiter = limiter
        self.clock = clock
    }

    package func register(on router: Router<WebContext>) {
        router.get("/api/v1/help/search", use: find)
        router.get("/api/v1/help/suggest", use: suggest)
        router.get("/api/v1/help/categories", use: categories)
        router.get("/api/v1/help/articles/:slug", use: article)
        router.post("/api/v1/help/articles/:slug/feedback", use: feedback)
        router.get("/api/v1/announcements", use: listAnnouncements)
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
        let results = search.search(for: context.audience).search(
            request.question,
            locale: locale,
            limit: limit
        )
        let took = (ContinuousClock.now - start) / .milliseconds(1)
        return try .json(
            Answer(
                data: results.hits.map { hit in
                    Hit(
                        id: hit.slug.rawValue,
                        kind: hit.kind,
                        locale: hit.locale,
                        title: hit.title,
                        snippet: hit.snippet.markup,
                        url: hit.url,
                        score: hit.score
                    )
                },
                suggestions: results.correction.map { [$0] } ?? [],
                tookMs: (took * 1000).rounded() / 1000
            )
        )
    }

    @Sendable private func suggest(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let limit = try request.query("limit", in: 1...20, default: 8)
        let found = search.search(for: context.audience).suggest(
            request.question,
            locale: locale,
            limit: limit
        )
        return try .json(ListPage(found.map { Suggestion(text: $0.text, url: $0.url, kind: $0.kind) }))
    }

    @Sendable private func categories(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = try Self.locale(request, context)
        let byCategory = Dictionary(grouping: try await articles.all(for: context.audience), by: \.category)
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
        let article = try await articles.article(slug, for: context.audience)
        guard let translation = article.translation(for: locale) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        let related = search.search(for: context.audience).related(
            to: article,
            locale: translation.locale,
            limit: 5
        )
        return try .json(
            ArticleView(
                slug: article.slug,
                kind: article.kind,
                category: article.category,
                title: translation.title,
                summary: translation.summary,
                html: MarkdownDocument(translation.body).html.markup,
                locale: translation.locale,
                translations: article.translations.map(\.locale),
                updatedAt: translation.updatedAt,
                related: related.map { .init(title: $0.title, url: "/help/\($0.slug)") }
            )
        )
    }

    @Sendable private func feedback(_ request: Request, _ context: WebContext) async throws -> Response {
        try limiter.check("feedback:\(context.remoteAddress)")
        let slug = try context.parameter("slug", as: Slug.self)
        let body = try await request.json(FeedbackBody.self)
        let key = try request.idempotencyKey
        let visitor = FeedbackVisitor(request, context, key: key)
        try await articles.put(
            ArticleFeedback(isHelpful: body.helpful, comment: body.comment ?? ""),
            of: visitor.reader,
            as: context.audience,
            on: slug,
            context.locale,
            key: key
        )
        var response = Response.noContent
        visitor.remember(in: &response)
        return response
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
                    title: translation.title,
                    summary: translation.summary,
                    html: MarkdownDocument(translation.body).html.markup,
                    url: "/announcements/\(announcement.slug)",
                    active: announcement.isActive(at: now),
                    updates: translation.updates.map { .init(text: $0.text, createdAt: $0.at) },
                    affects: translation.affects,
                    startsAt: announcement.startsAt,
                    expectedEndAt: announcement.expectedEndAt,
                    endedAt: announcement.endedAt
                )
            }
        }
        return try .json(ListPage(views))
    }
}
