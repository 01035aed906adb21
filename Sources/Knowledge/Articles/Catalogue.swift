import Base
import Synchronization

/// What stands on which shelf of the help centre: names without texts.
struct Catalogue: Sendable {
    /// In their order.
    let categories: [Category]
    /// The pinned first, then by what is read this week, then ever.
    private let shelves: [Slug: [Article]]
    private let articles: [Slug: Article]
    /// How often each was opened this week; without those that nobody opened.
    private let weekViews: [Slug: Int]

    /// - `articles`: Need no keywords and bodies, and are kept as they come.
    init(_ articles: [Article], categories: [Category], weekViews: [Slug: Int] = [:]) {
        // What is read of articles that are for others tells nothing here.
        let known = Set(articles.map(\.slug))
        let weekViews = weekViews.filter { known.contains($0.key) }
        let sorted = articles.sorted { Self.rank($0, weekViews) < Self.rank($1, weekViews) }
        self.categories = categories
        self.weekViews = weekViews
        self.shelves = Dictionary(grouping: sorted, by: \.category)
        self.articles = Dictionary(sorted.map { ($0.slug, $0) }) { first, _ in first }
    }

    func category(_ slug: Slug) -> Category? {
        categories.first { $0.slug == slug }
    }

    /// The categories that somebody finds something in.
    var filledCategories: [Category] {
        categories.filter { shelves[$0.slug] != nil }
    }

    /// What stands on a shelf, what the reader's language has before the rest.
    func articles(in category: Slug, for locale: LocaleCode) -> [Article] {
        let all = shelves[category] ?? []
        return all.filter { $0.isReadable(in: locale) } + all.filter { !$0.isReadable(in: locale) }
    }

    /// Every article, by address.
    var all: [Article] { articles.values.sorted { $0.slug.rawValue < $1.slug.rawValue } }

    /// The addresses of what was written or changed last for a reader, the latest first.
    func latest(in locale: LocaleCode, limit: Int) -> [Slug] {
        let written = readable(in: locale).compactMap { article in
            article.translation(for: locale).map { (slug: article.slug, at: $0.updatedAt) }
        }
        let sorted = written.sorted { ($1.at, $0.slug.rawValue) < ($0.at, $1.slug.rawValue) }
        return sorted.prefix(limit).map(\.slug)
    }

    /// Whether anything was opened this week.
    var hasWeek: Bool { !weekViews.isEmpty }

    /// What is asked this week, the pinned before.
    func topQuestions(for locale: LocaleCode, limit: Int) -> [Article] {
        let sorted = readable(in: locale).sorted { Self.rank($0, weekViews) < Self.rank($1, weekViews) }
        return Array(sorted.prefix(limit))
    }

    /// What goes first everywhere: what is pinned, then what is read most this week, then ever; where nobody has read
    /// anything yet, the questions before the articles.
    private static func rank(_ article: Article, _ weekViews: [Slug: Int]) -> (Int, Int, Int, Int, String) {
        (
            article.pin ?? .max, -(weekViews[article.slug] ?? 0), -article.views,
            article.kind == .faq ? 0 : 1, article.slug.rawValue
        )
    }

    /// What is written in the reader's language; where nothing is, what they are shown instead: English, else anything.
    private func readable(in locale: LocaleCode) -> [Article] {
        let all = Array(articles.values)
        for language in [locale, .english] {
            let written = all.filter { $0.isReadable(in: language) }
            if !written.isEmpty { return written }
        }
        return all
    }

    /// Which category an article stands in.
    func category(of article: Slug) -> Slug? {
        articles[article]?.category
    }

    /// What an article is called; nil where there is no such article.
    func title(of slug: Slug, for locale: LocaleCode) -> String? {
        articles[slug]?.translation(for: locale)?.title
    }
}

extension Article {
    fileprivate func isReadable(in locale: LocaleCode) -> Bool {
        translations.contains { $0.locale.language == locale.language }
    }
}

/// Keeps the catalogue in memory: every page of the portal needs it, and it changes rarely.
final class CatalogueKeeper: Sendable {
    /// How old it may be: the views in it go on.
    private static let lifetime = Duration.seconds(60)

    private struct Kept {
        /// As many readerships as can have an index at once.
        private static let mostReaderships = HelpSearches.mostLimited + Audience.Visibility.allCases.count

        let articles: [Article]
        let categories: [Category]
        let weekViews: [Slug: Int]
        let edition: Int
        let at: Instant
        private var made = RecentlyUsed<Readership, Catalogue>(capacity: Kept.mostReaderships)

        init(
            _ articles: [Article],
            categories: [Category],
            weekViews: [Slug: Int],
            edition: Int,
            at now: Instant
        ) {
            self.articles = articles
            self.categories = categories
            self.weekViews = weekViews
            self.edition = edition
            self.at = now
        }

        mutating func catalogue(for readership: Readership) -> Catalogue {
            if let known = made.use(readership) { return known }
            let catalogue = Catalogue(
                articles.filter { readership.sees($0.audience) },
                categories: categories,
                weekViews: weekViews
            )
            made.keep(catalogue, readership)
            return catalogue
        }
    }

    private let articles: Articles
    private let search: HelpSearches
    private let clock: any WallClock
    private let kept = Mutex<Kept?>(nil)

    /// Keeps the catalogue of `articles`; `search` hears of every change.
    init(_ articles: Articles, search: HelpSearches, clock: any WallClock) {
        self.articles = articles
        self.search = search
        self.clock = clock
    }

    /// The catalogue as a readership may see it; a change of articles shows at once, a change of views within a minute.
    func current(of readership: Readership) async throws -> Catalogue {
        // Before anything is read: what changes meanwhile makes another edition.
        let (edition, now) = (search.edition, clock.now)
        let known = kept.withLock { kept -> Catalogue? in
            guard let one = kept, one.edition == edition, now < one.at + Self.lifetime else { return nil }
            return kept?.catalogue(for: readership)
        }
        if let known { return known }
        var made = Kept(
            try await articles.names(for: .staff),
            categories: try await articles.categories(),
            weekViews: try await articles.viewsOfTheWeek(),
            edition: edition,
            at: now
        )
        let catalogue = made.catalogue(for: readership)
        let whole = made
        kept.withLock { $0 = whole }
        return catalogue
    }

    /// The same for one reader.
    func current(for reader: Reader) async throws -> Catalogue {
        try await current(of: search.readership(of: reader))
    }
}
