import Base
import Hummingbird
import Web

/// `/announcements/feed.atom`, `feed.json` and `maintenance.ics`, of all, of one kind or of one product.
///
/// They need the installation's own address, and are not there without it.
struct FeedRoutes: Sendable {
    private static let mostEntries = 50

    let announcements: Announcements
    let pages: PageRenderer

    func register(on router: Router<WebContext>) {
        router.get("/announcements/feed.atom", use: atom)
        router.get("/announcements/feed.json", use: json)
        router.get("/announcements/maintenance.ics", use: calendar)
    }

    @Sendable private func atom(_ request: Request, _ context: WebContext) async throws -> Response {
        let source = try source(request, context)
        let feed = AnnouncementFeed.feed(try await latest(source.scope), source)
        return answer(feed.xml, AtomFeed.type, request)
    }

    @Sendable private func json(_ request: Request, _ context: WebContext) async throws -> Response {
        let source = try source(request, context)
        let feed = JSONFeed(try await latest(source.scope), source)
        return answer(String(decoding: try WireJSON.encode(feed), as: UTF8.self), JSONFeed.type, request)
    }

    @Sendable private func calendar(_ request: Request, _ context: WebContext) async throws -> Response {
        let source = try source(request, context)
        let windows = try await announcements.maintenance().filter(source.scope.holds)
        return answer(MaintenanceCalendar(windows, source).text, MaintenanceCalendar.type, request)
    }

    // MARK: - Inside

    private func latest(_ scope: FeedScope) async throws -> [Announcement] {
        Array(try await announcements.list().filter(scope.holds).prefix(Self.mostEntries))
    }

    private func source(_ request: Request, _ context: WebContext) throws -> FeedSource {
        guard let site = pages.site else { throw HTTPError(.notFound) }
        return FeedSource(
            scope: try FeedScope(request),
            site: site,
            localisation: pages.localisation,
            locale: context.locale,
            brand: pages.brand.name
        )
    }

    private func answer(_ text: String, _ type: String, _ request: Request) -> Response {
        // The language may come from a header, so whoever keeps it asks again; mostly that is a 304.
        SharedContent(text.utf8, type: type)
            .response(to: request, [.cacheControl: "no-cache", .vary: "Accept-Language, Cookie"])
    }
}
