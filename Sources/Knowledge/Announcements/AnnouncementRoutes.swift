import Base
import HTTPTypes
import Hummingbird
import Web

/// `/announcements` and `/announcements/{slug}`.
struct AnnouncementRoutes: Sendable {
    let announcements: Announcements
    let offersMail: Bool
    let pages: PageRenderer
    let clock: any WallClock

    func register(on router: Router<WebContext>) {
        router.get("/announcements", use: list)
        router.get("/announcements/status", use: status)
        router.get("/announcements/:slug", use: show)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let kind = request.query("kind").flatMap { Announcement.Kind(rawValue: $0) }
        let number = try request.query("page", in: 1...100, default: 1)
        let page = AnnouncementListPage(
            try await announcements.list(),
            kind: kind,
            page: number,
            hasFeeds: pages.site != nil,
            offersMail: offersMail,
            at: clock.now,
            pages.localisation,
            context.locale
        )
        let address = PageAddress("/announcements", ["kind": kind?.rawValue])
        let translations = address.translations(pages.localisation.locales)
        let description = pages.localisation.text("announcements.description", in: context.locale)
        var response = try pages.made(
            page,
            for: request,
            context,
            translations: translations,
            metadata: pages.metadata("/announcements", in: context.locale, describedBy: description)
        ).response(to: request)
        let feeds = page.feeds.map { "<\($0.url)>; rel=\"alternate\"; type=\"\($0.type)\"" }
        if let link = HTTPField.Name("Link"), !feeds.isEmpty {
            response.headers[link] = feeds.joined(separator: ", ")
        }
        return response
    }

    @Sendable private func status(_ request: Request, _ context: WebContext) async throws -> Response {
        let all = try await announcements.list()
        let page = AnnouncementStatusPage(
            all,
            offersMail: offersMail,
            at: clock.now,
            pages.localisation,
            context.locale
        )
        return pages.response(page, for: request, context)
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let slug = try context.parameter("slug", as: Slug.self)
        let announcement = try await announcements.announcement(slug)
        guard let translation = announcement.translation(for: context.locale) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        let page = AnnouncementPage(
            announcement,
            translation,
            offersMail: offersMail,
            at: clock.now,
            pages.localisation,
            context.locale
        )
        let metadata = pages.metadata(of: announcement, translation)
        return try pages.made(page, for: request, context, metadata: metadata).response(to: request)
    }
}
