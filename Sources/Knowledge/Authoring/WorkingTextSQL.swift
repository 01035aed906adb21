import Base
import People
package import Storage

/// Every statement about the working texts of articles and their versions.
struct WorkingTextSQL {
    let db: Connection

    func text(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> WorkingText? {
        try db.first(
            WorkingTextRow.self,
            """
            \(WorkingTextRow.select(body: "article_text.body"))
            WHERE article_id = \(id) AND article_text.locale = \(locale)
            """
        )?.text
    }

    /// Writes a text as it is from now on.
    func put(_ text: WorkingText, of id: ID<Article>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO article_text (article_id, locale, stage, title, summary, keywords, body, revision, live_version,
                source_version, editor_id, edited_at, publish_at, publisher_id, publish_note)
            VALUES (\(id), \(text.locale), \(text.stage), \(text.text.title), \(text.text.summary),
                \(JSONColumn(text.text.keywords)), \(text.text.body), \(text.revision), \(text.liveVersion),
                \(text.sourceVersion), \(text.editor), \(text.editedAt), \(text.publishAt), \(text.publisher),
                \(text.publishNote))
            ON CONFLICT (article_id, locale) DO UPDATE SET stage = excluded.stage, title = excluded.title,
                summary = excluded.summary, keywords = excluded.keywords, body = excluded.body,
                revision = excluded.revision, live_version = excluded.live_version,
                source_version = excluded.source_version, editor_id = excluded.editor_id,
                edited_at = excluded.edited_at, publish_at = excluded.publish_at,
                publisher_id = excluded.publisher_id, publish_note = excluded.publish_note
            """
        )
    }

    /// The number of the version that readers see of an article's source language.
    func liveSourceVersion(_ id: ID<Article>) throws(DatabaseError) -> Int? {
        try db.first(
            VersionNumber.self,
            """
            SELECT live_version AS number FROM article_text JOIN article ON article.id = article_text.article_id
            WHERE article.id = \(id) AND article_text.locale = article.source_locale
            """
        )?.number
    }

    // MARK: - Versions

    /// The last number that a text was published under, 0 where it never was.
    func lastVersion(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> Int {
        try db.first(
            VersionNumber.self,
            "SELECT MAX(number) AS number FROM article_version WHERE article_id = \(id) AND locale = \(locale)"
        )?.number ?? 0
    }

    func insertVersion(
        _ number: Int,
        _ text: ArticleText,
        of id: ID<Article>,
        _ locale: LocaleCode,
        author: ID<Agent>?,
        publisher: ID<Agent>?,
        note: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO article_version (article_id, locale, number, title, summary, keywords, body, author_id,
                publisher_id, note, created_at)
            VALUES (\(id), \(locale), \(number), \(text.title), \(text.summary), \(JSONColumn(text.keywords)),
                \(text.body), \(author), \(publisher), \(note), \(now))
            """
        )
    }

    /// The last 200 versions, the latest first, without what stands in their bodies.
    func versions(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> [ArticleVersion] {
        try db.all(
            ArticleVersion.self,
            """
            \(ArticleVersion.select(body: "''")) WHERE article_id = \(id) AND locale = \(locale)
            ORDER BY number DESC LIMIT 200
            """
        )
    }

    func version(
        _ number: Int,
        of id: ID<Article>,
        _ locale: LocaleCode
    ) throws(DatabaseError) -> ArticleVersion? {
        try db.first(
            ArticleVersion.self,
            """
            \(ArticleVersion.select(body: "article_version.body"))
            WHERE article_id = \(id) AND locale = \(locale) AND number = \(number)
            """
        )
    }

    // MARK: - Imports

    /// Publishes what an import brings, where it is not what readers see already; a draft that somebody works on stays.
    ///
    /// - Returns: Whether there is something new.
    func publish(
        imported draft: Articles.Draft,
        of id: ID<Article>,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        let text = draft.text
        let working = try self.text(id, draft.locale)
        if let live = working?.liveVersion, try version(live, of: id, draft.locale)?.text == text {
            return false
        }
        let number = try lastVersion(id, draft.locale) + 1
        try insertVersion(number, text, of: id, draft.locale, author: nil, publisher: nil, note: "", at: now)
        try show(text, of: id, draft.locale, at: now)
        if let working, working.stage.isUnderWork, working.stage != .draft || working.editor != nil {
            try put(working.live(number), of: id)
        } else {
            try put(.imported(text, draft.locale, after: working, version: number, at: now), of: id)
        }
        return true
    }

    /// Notes that a translation says what readers see of the source now.
    func followSource(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) {
        try db.run(
            """
            UPDATE article_text SET source_version = (
                SELECT source.live_version FROM article_text AS source JOIN article ON article.id = source.article_id
                WHERE source.article_id = \(id) AND source.locale = article.source_locale
            )
            WHERE article_id = \(id) AND locale = \(locale)
                AND locale <> (SELECT source_locale FROM article WHERE id = \(id))
            """
        )
    }

    /// Notes that translations of one version of the source say the same as another.
    func follow(_ id: ID<Article>, from old: Int, to new: Int) throws(DatabaseError) {
        try db.run(
            """
            UPDATE article_text SET source_version = \(new) WHERE article_id = \(id) AND source_version = \(old)
                AND locale <> (SELECT source_locale FROM article WHERE id = \(id))
            """
        )
    }

    // MARK: - What readers see

    /// Lets readers see a text; that others hear of it is told apart.
    func show(
        _ text: ArticleText,
        of id: ID<Article>,
        _ locale: LocaleCode,
        at now: Instant
    ) throws(DatabaseError) {
        let translation = Article.Translation(
            locale: locale,
            title: text.title,
            summary: text.summary,
            keywords: text.keywords,
            body: text.body,
            updatedAt: now
        )
        try ArticleSQL(db: db).upsert(translation, of: id)
    }

    /// Lets readers see a text no longer.
    func hide(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) {
        try db.run("DELETE FROM article_translation WHERE article_id = \(id) AND locale = \(locale)")
    }
}

private struct VersionNumber: RowDecodable {
    let number: Int?

    init(row: Row) throws(DatabaseError) {
        self.number = try row.get("number")
    }
}

/// A working text with whose it is.
struct WorkingTextRow: RowDecodable {
    /// What is read of a text; `body` is `''` where nobody reads that.
    static func select(body: SQL) -> SQL {
        """
        SELECT article_id, article_text.locale, stage, title, summary, keywords, \(body) AS body, revision,
            live_version, source_version, editor_id, edited_at, publish_at, publisher_id, publish_note,
            editor.name AS editor_name
        FROM article_text LEFT JOIN agent AS editor ON editor.id = article_text.editor_id
        """
    }

    let article: ID<Article>
    let text: WorkingText

    init(row: Row) throws(DatabaseError) {
        self.article = try row.get("article_id")
        self.text = WorkingText(
            locale: try row.get("locale"),
            text: try ArticleText(row: row),
            stage: try row.get("stage"),
            revision: try row.get("revision"),
            liveVersion: try row.get("live_version"),
            sourceVersion: try row.get("source_version"),
            editor: try row.get("editor_id"),
            editorName: try row.get("editor_name"),
            editedAt: try row.get("edited_at"),
            publishAt: try row.get("publish_at"),
            publisher: try row.get("publisher_id"),
            publishNote: try row.get("publish_note")
        )
    }
}

extension ArticleText: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            title: try row.get("title"),
            summary: try row.get("summary"),
            keywords: try row.get("keywords", as: JSONColumn<[String]>.self).value,
            body: try row.get("body")
        )
    }
}

extension ArticleVersion: RowDecodable {
    static func select(body: SQL) -> SQL {
        """
        SELECT number, title, summary, keywords, \(body) AS body, note, article_version.created_at,
            author.name AS author_name, publisher.name AS publisher_name
        FROM article_version LEFT JOIN agent AS author ON author.id = article_version.author_id
            LEFT JOIN agent AS publisher ON publisher.id = article_version.publisher_id
        """
    }

    package init(row: Row) throws(DatabaseError) {
        self.number = try row.get("number")
        self.text = try ArticleText(row: row)
        self.author = try row.get("author_name")
        self.publisher = try row.get("publisher_name")
        self.note = try row.get("note")
        self.createdAt = try row.get("created_at")
    }
}
