import Base
import HTTPTypes
import Hummingbird
import Synchronization
import Web

/// What search engines and feed readers ask for: `/robots.txt`, `/sitemap.xml` and the feed of the articles.
///
/// All but the first need the installation's own address, and are not there without it. They hold what everybody may read
/// and nothing else, whoever asks.
struct SiteRoutes: Sendable {
    let articles: Articles
    let announcements: Announcements
    let search: HelpSearches
    let catalogue: CatalogueKeeper
    let pages: PageRenderer
    private let kept = SiteFiles()

    init(
        articles: Articles,
        announcements: Announcements,
        search: HelpSearches,
        catalogue: CatalogueKeeper,
        pages: PageRenderer
    ) {
        self.articles = articles
        self.announcements = announcements
        self.search = search
        self.catalogue = catalogue
        self.pages = pages
    }

    func register(on router: Router<WebContext>) {
        router.get("/robots.txt", use: robots)
        router.get("/sitemap.xml", use: siteMap)
        router.get("/sitemaps/:part", use: siteMapPart)
        router.get(RouterPath(ArticleFeed.address), use: feed)
    }

    @Sendable private func robots(_ request: Request, _ context: WebContext) async throws -> Response {
        let closed = ["/api/", "/conversations", "/desk", "/files/", "/widget$"]
        let lines =
            ["User-agent: *"] + closed.map { "Disallow: \($0)" }
            + (pages.site.map { ["", "Sitemap: \($0)/sitemap.xml"] } ?? [])
        let text = lines.joined(separator: "\n") + "\n"
        return SharedContent(text.utf8, type: "text/plain; charset=utf-8")
            .response(to: request, [.cacheControl: "public, max-age=3600"])
    }

    @Sendable private func siteMap(_ request: Request, _ context: WebContext) async throws -> Response {
        try await file("sitemap", "application/xml", request, [.cacheControl: Self.shortly]) { site in
            try await map(of: site).first
        }
    }

    @Sendable private func siteMapPart(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let number = context.parameters.get("part").flatMap(Self.number) else {
            throw HTTPError(.notFound)
        }
        let headers: HTTPFields = [.cacheControl: Self.shortly]
        return try await file("sitemap \(number)", "application/xml", request, headers) { site in
            try await map(of: site).part(number)
        }
    }

    @Sendable private func feed(_ request: Request, _ context: WebContext) async throws -> Response {
        let locale = context.locale
        let headers: HTTPFields = [.cacheControl: "no-cache", .vary: "Accept-Language, Cookie"]
        return try await file("feed \(locale)", "application/atom+xml", request, headers) { site in
            try await feed(of: site, in: locale).feed.xml
        }
    }

    private static let shortly = "public, max-age=600"

    /// 12 of `12.xml`; nil for whatever is no number of a part, written as we write it.
    private static func number(_ name: String) -> Int? {
        guard name.hasSuffix(".xml"), let number = Int(name.dropLast(4)), "\(number).xml" == name else {
            return nil
        }
        return number
    }

    /// A file as it was made under this edition of the help centre, or made now.
    ///
    /// - `make`: Given our own address; nil where there is no such file.
    private func file(
        _ name: String,
        _ type: String,
        _ request: Request,
        _ headers: HTTPFields,
        _ make: (SiteOrigin) async throws -> String?
    ) async throws -> Response {
        guard let site = pages.site else { throw HTTPError(.notFound) }
        // Before anything is read: what changes meanwhile makes another edition.
        let edition = search.edition
        if let known = kept.file(name, edition: edition) { return known.response(to: request, headers) }
        guard let text = try await make(site) else { throw HTTPError(.notFound) }
        let made = SharedContent(text.utf8, type: "\(type); charset=utf-8")
        kept.keep(made, name, edition: edition)
        return made.response(to: request, headers)
    }

    private func map(of site: SiteOrigin) async throws -> SiteMap {
        let locales = pages.localisation.locales
        let catalogue = try await catalogue.current(of: .everybody)
        let places = ["/", "/announcements", "/contact", "/verify"].map {
            SiteMap.Entry(address: $0, locales: locales)
        }
        let shelves = catalogue.filledCategories.map {
            SiteMap.Entry(address: "/help/category/\($0.slug)", locales: $0.addressed(among: locales))
        }
        let texts = catalogue.all.map { article in
            SiteMap.Entry(
                address: "/help/\(article.slug)",
                locales: article.addressed(among: locales),
                changes: Dictionary(article.translations.map { ($0.locale, $0.updatedAt) }) { first, _ in
                    first
                }
            )
        }
        let news = try await announcements.list().map { announcement in
            SiteMap.Entry(
                address: "/announcements/\(announcement.slug)",
                locales: announcement.addressed(among: locales),
                changes: Dictionary(announcement.translations.map { ($0.locale, $0.updatedAt) }) { first, _ in
                    first
                }
            )
        }
        return SiteMap(site, places + shelves + texts + news)
    }

    /// Nil for what was taken away since the catalogue was made.
    private func current(_ slug: Slug) async throws -> Article? {
        do {
            return try await articles.article(slug, for: .everybody)
        } catch ArticleError.notFound {
            return nil
        }
    }

    private func feed(of site: SiteOrigin, in locale: LocaleCode) async throws -> ArticleFeed {
        let catalogue = try await catalogue.current(of: .everybody)
        var entries: [ArticleFeed.Entry] = []
        for slug in catalogue.latest(in: locale, limit: ArticleFeed.size) {
            // The catalogue has no texts.
            guard let article = try await current(slug), let translation = article.translation(for: locale)
            else { continue }
            let category = catalogue.category(article.category)?.name(for: locale).name
            entries.append(
                .init(
                    article: article,
                    translation: translation,
                    category: category ?? article.category.rawValue
                )
            )
        }
        return ArticleFeed(
            site: site,
            brand: pages.brand.name,
            title: pages.localisation.text("feed.articles.title", in: locale),
            locale: locale,
            entries: entries
        )
    }
}

/// Files as they were made last; all of one edition of the help centre.
private final class SiteFiles: Sendable {
    private struct Shelf {
        var edition = 0
        var files: [String: SharedContent] = [:]
    }

    private let shelf = Mutex(Shelf())

    func file(_ name: String, edition: Int) -> SharedContent? {
        shelf.withLock { $0.edition == edition ? $0.files[name] : nil }
    }

    /// `edition` is what it was before the file was made; an earlier one than that of the others is not kept.
    func keep(_ file: SharedContent, _ name: String, edition: Int) {
        shelf.withLock { shelf in
            guard edition >= shelf.edition else { return }
            if edition > shelf.edition { shelf = Shelf(edition: edition) }
            shelf.files[name] = file
        }
    }
}
