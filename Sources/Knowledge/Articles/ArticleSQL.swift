import Base
import Storage

/// Every statement about articles, their translations and their categories.
struct ArticleSQL {
    let db: Connection

    /// Every article with all its translations, by slug.
    ///
    /// - `withTexts`: Whether with keywords and bodies, which are the most of them.
    /// - `isFilled`: Whether snippets say what they say; else texts name them as they were written.
    func articles(withTexts: Bool = true, isFilled: Bool = true) throws(DatabaseError) -> [Article] {
        let select = withTexts ? TranslationRow.select : TranslationRow.selectNames
        let rows = try db.all(TranslationRow.self, "\(select) ORDER BY article_id, locale")
        let translations = Dictionary(grouping: isFilled ? try filled(rows) : rows, by: \.article)
        return try db.all(ArticleRow.self, "\(ArticleRow.select) ORDER BY slug")
            .map { $0.article(translations[$0.id] ?? []) }
    }

    /// Some articles with all their translations, in their order; snippets are read once for all of them.
    func articles(_ ids: [ID<Article>]) throws(DatabaseError) -> [Article] {
        var found: [Article] = []
        var start = 0
        // As many at once as one statement may name everywhere.
        while start < ids.count {
            let some = ids[start..<min(start + 200, ids.count)]
            start = some.endIndex
            let named = some.map { "\($0)" as SQL }.joined(separator: ", ")
            let rows = try db.all(
                TranslationRow.self,
                "\(TranslationRow.select) WHERE article_id IN (\(named)) ORDER BY article_id, locale"
            )
            let articles = try db.all(ArticleRow.self, "\(ArticleRow.select) WHERE id IN (\(named))")
            let translations = Dictionary(grouping: try filled(rows), by: \.article)
            let byID = Dictionary(articles.map { ($0.id, $0.article(translations[$0.id] ?? [])) }) {
                first,
                _ in first
            }
            found += some.compactMap { byID[$0] }
        }
        return found
    }

    func mark() throws(DatabaseError) -> ArticleMark {
        try db.first(
            ArticleMark.self,
            "SELECT SUM(edition) AS editions, MAX(changed_at) AS changed_at FROM article"
        ) ?? ArticleMark()
    }

    func ids(changedSince instant: Instant) throws(DatabaseError) -> [ID<Article>] {
        try db.values(ID<Article>.self, "SELECT id FROM article WHERE changed_at >= \(instant) ORDER BY slug")
    }

    func article(_ id: ID<Article>) throws(DatabaseError) -> Article? {
        try whole(try db.first(ArticleRow.self, "\(ArticleRow.select) WHERE id = \(id)"))
    }

    /// The article of an address, also of one that it had once.
    func article(_ slug: Slug) throws(DatabaseError) -> Article? {
        if let row = try db.first(ArticleRow.self, "\(ArticleRow.select) WHERE slug = \(slug)") {
            return try whole(row)
        }
        let moved: SQL = "(SELECT article_id FROM article_slug WHERE slug = \(slug))"
        return try whole(try db.first(ArticleRow.self, "\(ArticleRow.select) WHERE id = \(moved)"))
    }

    private func whole(_ row: ArticleRow?) throws(DatabaseError) -> Article? {
        guard let row else { return nil }
        let translations = try db.all(
            TranslationRow.self,
            "\(TranslationRow.select) WHERE article_id = \(row.id) ORDER BY locale"
        )
        return row.article(try filled(translations))
    }

    /// Texts with what their snippets say, and the videos and pictures that they show.
    private func filled(_ rows: [TranslationRow]) throws(DatabaseError) -> [TranslationRow] {
        let shelf = try SnippetSQL(db: db).shelf(
            for: rows.flatMap { [$0.translation.summary, $0.translation.body] }
        )
        let filled = shelf.snippets.isEmpty ? rows : rows.map { $0.filled(shelf) }
        let known = try Illustrations(Illustrations.Names(in: filled.map(\.translation.body)), db)
        return known == Illustrations() ? filled : filled.map { $0.showing(known) }
    }

    /// Inserts the article of an address or changes its kind, category and pin.
    ///
    /// - `source`: The language that a new one is translated from.
    ///
    /// Returns: The id that the address has always had.
    func upsert(
        _ slug: Slug,
        kind: Article.Kind,
        category: Slug,
        pin: Int?,
        source: LocaleCode,
        id: ID<Article>,
        at now: Instant
    )
        throws(DatabaseError) -> ID<Article>
    {
        let stored = try db.value(
            ID<Article>.self,
            """
            INSERT INTO article (id, slug, kind, category_slug, pin, views, helpful, not_helpful, created_at,
                source_locale, changed_at, worked_at)
            VALUES (\(id), \(slug), \(kind), \(category), \(pin), 0, 0, 0, \(now), \(source), \(now), \(now))
            ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, category_slug = excluded.category_slug,
                pin = excluded.pin, edition = article.edition + 1, changed_at = excluded.changed_at,
                worked_at = excluded.worked_at
            RETURNING id
            """
        )
        return stored ?? id
    }

    func set(_ audience: Audience, of id: ID<Article>) throws(DatabaseError) {
        try db.run(
            """
            UPDATE article SET visibility = \(audience.visibility), limits = \(audience.storedLimits) WHERE id = \(id)
            """
        )
    }

    /// Says from which language the others are translated; its own text is made from no other.
    func set(source locale: LocaleCode, of id: ID<Article>) throws(DatabaseError) {
        try db.run("UPDATE article SET source_locale = \(locale) WHERE id = \(id)")
        try db.run(
            "UPDATE article_text SET source_version = NULL WHERE article_id = \(id) AND locale = \(locale)"
        )
    }

    func upsert(_ translation: Article.Translation, of id: ID<Article>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO article_translation (article_id, locale, title, summary, keywords, body, updated_at)
            VALUES (\(id), \(translation.locale), \(translation.title), \(translation.summary),
                \(JSONColumn(translation.keywords)), \(translation.body), \(translation.updatedAt))
            ON CONFLICT (article_id, locale) DO UPDATE SET title = excluded.title, summary = excluded.summary,
                keywords = excluded.keywords, body = excluded.body, updated_at = excluded.updated_at
            """
        )
    }

    /// Counts that somebody opened an article on a day, several times at once.
    func addViews(_ count: Int, to slug: Slug, on day: Int) throws(DatabaseError) {
        try db.run("UPDATE article SET views = views + \(count) WHERE slug = \(slug)")
        try db.run(
            """
            INSERT INTO article_view_day (day, article_id, views) SELECT \(day), id, \(count) FROM article
            WHERE slug = \(slug)
            ON CONFLICT (day, article_id) DO UPDATE SET views = article_view_day.views + excluded.views
            """
        )
    }

    /// Forgets the days before one.
    func removeViews(before day: Int) throws(DatabaseError) {
        try db.run("DELETE FROM article_view_day WHERE day < \(day)")
    }

    /// How often each article was opened since a day; without those that nobody opened.
    ///
    /// - Complexity: one range of the primary key, as many rows as articles were opened on those days.
    func views(since day: Int) throws(DatabaseError) -> [ArticleViews] {
        try db.all(
            ArticleViews.self,
            """
            SELECT slug, SUM(article_view_day.views) AS count FROM article_view_day
            JOIN article ON article.id = article_view_day.article_id
            WHERE day >= \(day) GROUP BY slug
            """
        )
    }
}

/// How far the articles have come: another mark is another content, by whichever process.
struct ArticleMark: RowDecodable, Sendable, Hashable {
    /// Of all articles together; each change of one makes it greater.
    let editions: Int
    let changedAt: Instant?

    init(row: Row) throws(DatabaseError) {
        self.editions = try row.get("editions") ?? 0
        self.changedAt = try row.get("changed_at")
    }

    init() {
        self.editions = 0
        self.changedAt = nil
    }
}

/// How often an article was opened.
struct ArticleViews: RowDecodable {
    let slug: Slug
    let count: Int

    init(row: Row) throws(DatabaseError) {
        self.slug = try row.get("slug")
        self.count = try row.get("count")
    }
}
