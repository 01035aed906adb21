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

        package init(
            slug: Slug,
            locale: LocaleCode,
            kind: Article.Kind,
            category: Slug,
            title: String,
            summary: String,
            keywords: [String],
            body: String
        ) {
            self.slug = slug
            self.locale = locale
            self.kind = kind
            self.category = category
            self.title = title
            self.summary = summary
            self.keywords = keywords
            self.body = body
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
    func mark() async throws -> ArticleMark {
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

    /// Notes what a reader said.
    ///
    /// - `comment`: At most 2,000 characters; secrets in it are hidden like in any text of a customer.
    package func addFeedback(
        _ slug: Slug,
        _ locale: LocaleCode,
        isHelpful: Bool,
        comment: String?
    ) async throws {
        let comment = gate.mask(comment ?? "").text
        guard comment.count <= 2000 else { throw ArticleError.commentTooLong(limit: 2000) }
        let now = clock.now
        try await database.write { db in
            let sql = ArticleSQL(db: db)
            guard let article = try sql.article(slug) else { throw ArticleError.notFound(slug.rawValue) }
            try sql.insertFeedback(
                ID(at: now),
                on: article.id,
                locale,
                isHelpful: isHelpful,
                comment: comment,
                at: now
            )
        }
    }

    /// Adds what was counted in memory; see ``ViewCounter``.
    func addViews(_ counts: [Slug: Int]) async throws {
        guard !counts.isEmpty else { return }
        try await database.write { db in
            for (slug, count) in counts { try ArticleSQL(db: db).addViews(count, to: slug) }
        }
    }
}

/// Somebody who keeps something made from articles.
package protocol ArticleListener: Sendable {
    /// Articles were added or changed; each comes whole.
    func articlesChanged(_ articles: [Article])
    /// Shelves were added or renamed.
    func categoriesChanged(_ categories: [Category])
}
