import Base
import People
package import Storage

/// Every statement about articles while they are worked on; what readers see is ``ArticleSQL``'s.
struct AuthoringSQL {
    let db: Connection

    // MARK: - Articles

    /// Holds an article against other transactions until this one ends, and notes that it is worked on.
    ///
    /// - Returns: Whether there is one.
    func touch(_ id: ID<Article>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run("UPDATE article SET worked_at = \(now) WHERE id = \(id)") > 0
    }

    /// The same where nobody works on it yet.
    func hold(_ id: ID<Article>) throws(DatabaseError) -> Bool {
        try db.run("UPDATE article SET worked_at = worked_at WHERE id = \(id)") > 0
    }

    /// Says that what readers see has changed.
    func tellReaders(_ id: ID<Article>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE article SET edition = edition + 1, changed_at = \(now) WHERE id = \(id)")
    }

    func insert(
        _ id: ID<Article>,
        _ settings: WorkingArticle.Settings,
        source: LocaleCode,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO article (id, slug, kind, category_slug, pin, views, helpful, not_helpful, created_at, visibility,
                limits, source_locale, owner_id, review_by, edition, changed_at, worked_at)
            VALUES (\(id), \(settings.slug), \(settings.kind), \(settings.category), \(settings.pin), 0, 0, 0, \(now),
                \(settings.audience.visibility), \(settings.audience.storedLimits), \(source), \(settings.owner),
                \(settings.reviewBy), 1, \(now), \(now))
            """
        )
    }

    func update(_ id: ID<Article>, to settings: WorkingArticle.Settings) throws(DatabaseError) {
        try db.run(
            """
            UPDATE article SET slug = \(settings.slug), kind = \(settings.kind), category_slug = \(settings.category),
                pin = \(settings.pin), visibility = \(settings.audience.visibility),
                limits = \(settings.audience.storedLimits), owner_id = \(settings.owner), review_by = \(settings.reviewBy)
            WHERE id = \(id)
            """
        )
    }

    /// The articles of a filter, the last worked on first, without what stands in their bodies.
    ///
    /// - Parameters:
    ///   - filter: All of it must hold.
    ///   - cursor: Where the list goes on; nil for its beginning.
    ///   - now: What is due by then counts as due.
    ///   - limit: Rows at most.
    /// - Returns: 0...`limit` articles.
    /// - Throws: `DatabaseError` when the engine fails.
    func list(
        _ filter: WorkingArticleFilter,
        after cursor: WorkingArticleCursor?,
        at now: Instant,
        limit: Int
    ) throws(DatabaseError) -> [WorkingArticle] {
        var conditions: [SQL] = []
        if let category = filter.category { conditions.append("article.category_slug = \(category)") }
        if let owner = filter.owner { conditions.append("article.owner_id = \(owner)") }
        if let visibility = filter.visibility { conditions.append("article.visibility = \(visibility)") }
        if filter.isLimited { conditions.append("article.limits IS NOT NULL") }
        if filter.isDue { conditions.append("article.review_by <= \(now)") }
        if let cursor {
            conditions.append("(article.worked_at, article.id) < (\(cursor.workedAt), \(cursor.id))")
        }
        if let texts = textCondition(filter) { conditions.append(texts) }
        let condition = conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
        return try withTexts(
            try db.all(
                WorkingArticleRow.self,
                """
                \(WorkingArticleRow.select) WHERE \(condition)
                ORDER BY article.worked_at DESC, article.id DESC LIMIT \(limit)
                """
            )
        )
    }

    private func textCondition(_ filter: WorkingArticleFilter) -> SQL? {
        var conditions: [SQL] = []
        if let stage = filter.stage { conditions.append("own.stage = \(stage)") }
        if let locale = filter.locale { conditions.append("own.locale = \(locale)") }
        if filter.isOutOfDate {
            conditions.append(
                """
                own.locale <> article.source_locale AND own.stage <> \(TranslationStage.archived)
                AND COALESCE(own.source_version, 0) < (SELECT source.live_version FROM article_text AS source
                    WHERE source.article_id = article.id AND source.locale = article.source_locale)
                """
            )
        }
        if !filter.words.isEmpty {
            let words = SQL.holds(filter.words.lowercased())
            conditions.append("(LOWER(own.title) \(words) OR article.slug \(words))")
        }
        guard !conditions.isEmpty else { return nil }
        return """
            EXISTS (SELECT 1 FROM article_text AS own WHERE own.article_id = article.id
                AND \(conditions.joined(separator: " AND ")))
            """
    }

    /// Those that there are of some, in no order, without what stands in their bodies.
    func articles(_ ids: [ID<Article>]) throws(DatabaseError) -> [WorkingArticle] {
        var found: [WorkingArticle] = []
        var rest = ids[...]
        while !rest.isEmpty {
            // As many at once as one statement may name everywhere.
            let some = rest.prefix(200)
            rest = rest.dropFirst(200)
            found += try withTexts(
                try db.all(
                    WorkingArticleRow.self,
                    "\(WorkingArticleRow.select) WHERE article.id IN (\(list: some))"
                )
            )
        }
        return found
    }

    private func withTexts(_ rows: [WorkingArticleRow]) throws(DatabaseError) -> [WorkingArticle] {
        guard !rows.isEmpty else { return [] }
        let texts = Dictionary(
            grouping: try db.all(
                WorkingTextRow.self,
                """
                \(WorkingTextRow.select(body: "''")) WHERE article_id IN (\(list: rows.map(\.id)))
                ORDER BY article_text.locale
                """
            ),
            by: \.article
        )
        return rows.map { $0.article((texts[$0.id] ?? []).map(\.text)) }
    }

    /// An article with all its texts.
    func article(_ id: ID<Article>) throws(DatabaseError) -> WorkingArticle? {
        guard
            let row = try db.first(
                WorkingArticleRow.self,
                "\(WorkingArticleRow.select) WHERE article.id = \(id)"
            )
        else { return nil }
        let texts = try db.all(
            WorkingTextRow.self,
            """
            \(WorkingTextRow.select(body: "article_text.body")) WHERE article_id = \(id) ORDER BY article_text.locale
            """
        )
        return row.article(texts.map(\.text))
    }

    /// Whether an address is, or leads to, an article other than one.
    func isTaken(_ slug: Slug, besides id: ID<Article>) throws(DatabaseError) -> Bool {
        let articles = try db.value(
            Int.self,
            "SELECT COUNT(*) FROM article WHERE slug = \(slug) AND id <> \(id)"
        )
        let redirects = try db.value(
            Int.self,
            "SELECT COUNT(*) FROM article_slug WHERE slug = \(slug) AND article_id <> \(id)"
        )
        return (articles ?? 0) + (redirects ?? 0) > 0
    }

    /// Lets an address that an article had lead to it; the one that it has now leads nowhere else.
    func redirect(_ old: Slug, to id: ID<Article>, now slug: Slug, at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM article_slug WHERE slug = \(slug) AND article_id = \(id)")
        try db.run(
            """
            INSERT INTO article_slug (slug, article_id, created_at) VALUES (\(old), \(id), \(now))
            ON CONFLICT (slug) DO UPDATE SET article_id = excluded.article_id, created_at = excluded.created_at
            """
        )
    }

    func hasCategory(_ slug: Slug) throws(DatabaseError) -> Bool {
        (try db.value(Int.self, "SELECT COUNT(*) FROM category WHERE slug = \(slug)") ?? 0) > 0
    }

    // MARK: - Comments

    func comments(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> [ArticleComment] {
        try db.all(
            ArticleComment.self,
            """
            SELECT article_comment.id, agent.name, body, article_comment.created_at FROM article_comment
            JOIN agent ON agent.id = article_comment.author_id
            WHERE article_id = \(id) AND locale = \(locale)
            ORDER BY article_comment.created_at, article_comment.id LIMIT 500
            """
        )
    }

    func insert(
        _ comment: ArticleComment,
        by author: ID<Agent>,
        on id: ID<Article>,
        _ locale: LocaleCode
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO article_comment (id, article_id, locale, author_id, body, created_at)
            VALUES (\(comment.id), \(id), \(locale), \(author), \(comment.body), \(comment.createdAt))
            """
        )
    }
}

extension ArticleComment: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.author = try row.get("name")
        self.body = try row.get("body")
        self.createdAt = try row.get("created_at")
    }
}

private struct WorkingArticleRow: RowDecodable {
    static var select: SQL {
        """
        SELECT article.id, article.slug, article.kind, article.category_slug, article.pin, article.visibility,
            article.limits, article.source_locale, article.owner_id, article.review_by, article.worked_at, article.views,
            article.helpful, article.not_helpful, owner.name AS owner_name
        FROM article LEFT JOIN agent AS owner ON owner.id = article.owner_id
        """
    }

    let id: ID<Article>
    let settings: WorkingArticle.Settings
    let ownerName: String?
    let sourceLocale: LocaleCode
    let views: Int
    let helpful: Int
    let notHelpful: Int
    let workedAt: Instant

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.settings = WorkingArticle.Settings(
            slug: try row.get("slug"),
            kind: try row.get("kind"),
            category: try row.get("category_slug"),
            audience: try Audience(row: row),
            pin: try row.get("pin"),
            owner: try row.get("owner_id"),
            reviewBy: try row.get("review_by")
        )
        self.ownerName = try row.get("owner_name")
        self.sourceLocale = try row.get("source_locale")
        self.views = try row.get("views")
        self.helpful = try row.get("helpful")
        self.notHelpful = try row.get("not_helpful")
        self.workedAt = try row.get("worked_at")
    }

    func article(_ texts: [WorkingText]) -> WorkingArticle {
        WorkingArticle(
            id: id,
            settings: settings,
            ownerName: ownerName,
            sourceLocale: sourceLocale,
            views: views,
            helpful: helpful,
            notHelpful: notHelpful,
            workedAt: workedAt,
            texts: texts.filter { $0.locale == sourceLocale } + texts.filter { $0.locale != sourceLocale }
        )
    }
}
