package import Base
package import Safeguard
package import Storage
import Synchronization

/// The help centre's articles: one door for reading, importing and what readers say.
package struct Articles: Sendable {
    /// What an import or an editor brings: one language of one article.
    package struct Draft: Sendable, Hashable {
        package var slug: Slug
        package var locale: LocaleCode
        package var kind: Article.Kind
        package var category: Slug
        package var title: String
        package var summary: String
        package var keywords: [String]
        package var body: String
        /// See ``Article/pin``.
        package var pin: Int?

        package init(
            slug: Slug,
            locale: LocaleCode,
            kind: Article.Kind,
            category: Slug,
            title: String,
            summary: String,
            keywords: [String],
            body: String,
            pin: Int? = nil
        ) {
            self.slug = slug
            self.locale = locale
            self.kind = kind
            self.category = category
            self.title = title
            self.summary = summary
            self.keywords = keywords
            self.body = body
            self.pin = pin
        }
    }

    private let database: any Database
    private let gate: SecretsGate
    private let clock: any WallClock
    private let listener: any ArticleListener

    /// - `listener`: Hears what changed once it is on disk: the search.
    package init(
        _ database: any Database,
        gate: SecretsGate,
        clock: any WallClock,
        listener: any ArticleListener
    ) {
        self.database = database
        self.gate = gate
        self.clock = clock
        self.listener = listener
    }

    /// Everything there is; for building the search and lists.
    package func all() async throws -> [Article] {
        try await database.read { db in try ArticleSQL(db: db).articles() }
    }

    /// How far the stored articles have come; it differs after every change, by whichever process.
    func mark() async throws -> TranslationMark {
        try await database.read { db in try ArticleSQL(db: db).mark() }
    }

    /// The articles written at `instant` or later.
    func changed(since instant: Instant) async throws -> [Article] {
        try await database.read { db in
            let sql = ArticleSQL(db: db)
            return try sql.slugs(changedSince: instant).compactMap { slug in try sql.article(slug) }
        }
    }

    /// The article of an address.
    ///
    /// - Throws: ``ArticleError/notFound(_:)``.
    package func article(_ slug: Slug) async throws -> Article {
        guard let article = try await database.read({ db in try ArticleSQL(db: db).article(slug) }) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        return article
    }

    package func categories() async throws -> [Category] {
        try await database.read { db in try ArticleSQL(db: db).categories() }
    }

    /// Writes articles, all or none; those whose address exists already are changed.
    ///
    /// - `categories`: Shelves to write as well, in their order.
    package func save(_ drafts: [Draft], categories: [Category] = []) async throws {
        let now = clock.now
        let listener = listener
        let changed = try await database.write { db in
            let sql = ArticleSQL(db: db)
            for (position, category) in categories.enumerated() {
                try sql.upsert(category, position: position)
            }
            for draft in drafts {
                try sql.ensureCategory(draft.category)
                let id = try sql.upsert(
                    draft.slug,
                    kind: draft.kind,
                    category: draft.category,
                    pin: draft.pin,
                    id: ID(at: now),
                    at: now
                )
                let translation = Article.Translation(
                    locale: draft.locale,
                    title: draft.title,
                    summary: draft.summary,
                    keywords: draft.keywords,
                    body: draft.body,
                    updatedAt: now
                )
                try sql.upsert(translation, of: id)
            }
            return Set(drafts.map(\.slug))
        }
        let articles = try await database.read { db in
            try changed.compactMap { slug in try ArticleSQL(db: db).article(slug) }
        }
        if !categories.isEmpty { listener.categoriesChanged(categories) }
        listener.articlesChanged(articles)
    }

    /// Notes what a reader says, in place of what they said before.
    ///
    /// - Parameters:
    ///   - feedback: Its comment has at most 2,000 characters; secrets in it are hidden like in any text of a customer.
    ///   - reader: Who says it.
    ///   - slug: Of what.
    ///   - locale: In which language they read.
    ///   - key: The request's `Idempotency-Key`: with the same one nothing is done again.
    /// - Throws: ``ArticleError``.
    package func put(
        _ feedback: ArticleFeedback,
        of reader: ArticleFeedback.Reader,
        on slug: Slug,
        _ locale: LocaleCode,
        key: String?
    ) async throws {
        let comment = gate.mask(feedback.comment).text
        guard comment.count <= 2000 else { throw ArticleError.commentTooLong(limit: 2000) }
        let masked = ArticleFeedback(isHelpful: feedback.isHelpful, comment: comment)
        let request = key.map { reader.request($0, on: slug) }
        let now = clock.now
        try await database.write { db in
            guard let article = try ArticleSQL(db: db).article(slug) else {
                throw ArticleError.notFound(slug.rawValue)
            }
            let sql = ArticleFeedbackSQL(db: db)
            if let request, try !sql.isFirst(request, at: now) { return }
            try sql.put(masked, of: reader, on: article.id, locale, at: now)
        }
    }

    /// Adds what was counted in memory; see ``ViewCounter``.
    func addViews(_ counts: [Slug: Int]) async throws {
        guard !counts.isEmpty else { return }
        let today = Self.day(of: clock.now)
        try await database.write { db in
            let sql = ArticleSQL(db: db)
            for (slug, count) in counts { try sql.addViews(count, to: slug, on: today) }
            try sql.removeViews(before: today - Self.keptDays)
        }
    }

    /// How often each article was opened in the last seven days, today among them.
    func viewsOfTheWeek() async throws -> [Slug: Int] {
        let first = Self.day(of: clock.now) - 6
        let views = try await database.read { db in try ArticleSQL(db: db).views(since: first) }
        return Dictionary(views.map { ($0.slug, $0.count) }) { first, _ in first }
    }

    /// How many days are kept besides today.
    private static let keptDays = 30

    /// Days since 1970, UTC.
    private static func day(of instant: Instant) -> Int {
        Int(instant.milliseconds / 86_400_000)
    }
}

/// Somebody who keeps something made from articles.
package protocol ArticleListener: Sendable {
    /// Articles were added or changed; each comes whole.
    func articlesChanged(_ articles: [Article])
    /// Shelves were added or renamed.
    func categoriesChanged(_ categories: [Category])
}
