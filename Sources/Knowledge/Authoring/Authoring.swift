package import Base
package import People
import Safeguard
package import Storage

/// Where articles are written: drafts, review, publishing, versions.
///
/// Every change of a text names the revision that it started from: whoever was second is told what there is now.
package struct Authoring: Sendable {
    let database: any Database
    let agents: Agents
    let jobs: Jobs
    let gate: SecretsGate
    let clock: any WallClock
    /// Hears what readers see now, once it is on disk.
    let telling: ArticleTelling

    /// - `articles`: Where readers see what is published here.
    package init(_ articles: Articles, agents: Agents, jobs: Jobs) {
        self.database = articles.database
        self.agents = agents
        self.jobs = jobs
        self.gate = articles.gate
        self.clock = articles.clock
        self.telling = articles.telling
    }

    // MARK: - Reading

    /// The articles of a filter, the last worked on first; their texts are without bodies.
    package func list(
        _ filter: WorkingArticleFilter,
        after cursor: WorkingArticleCursor? = nil,
        limit: Int
    ) async throws -> (articles: [WorkingArticle], next: WorkingArticleCursor?) {
        let now = clock.now
        let found = try await database.read { db in
            try AuthoringSQL(db: db).list(filter, after: cursor, at: now, limit: limit + 1)
        }
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last.map(WorkingArticleCursor.init) : nil)
    }

    /// - Throws: ``AuthoringError/notFound``.
    package func article(_ id: ID<Article>) async throws -> WorkingArticle {
        try await database.read { db in try Self.article(id, in: db) }
    }

    static func article(_ id: ID<Article>, in db: Connection) throws -> WorkingArticle {
        guard let article = try AuthoringSQL(db: db).article(id) else { throw AuthoringError.notFound }
        return article
    }

    /// The shelf that there is where nobody has made any.
    static let general = Slug(rawValue: "general")

    /// The shelves that an article can stand on; never none.
    func categories() async throws -> [Category] {
        let found = try await database.read { db in try ArticleSQL(db: db).categories() }
        guard found.isEmpty, let general = Self.general else { return found }
        return [Category(slug: general, icon: "article", names: [:])]
    }

    /// Everybody who can own an article, by name.
    func owners() async throws -> [Agent] {
        try await agents.activeAgents().filter { Permission.articlesPropose.isGranted(to: $0.role) }
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    // MARK: - Writing

    /// Begins an article with a draft in one language, from which others will be translated.
    ///
    /// - Throws: ``AuthoringError``.
    package func create(
        _ settings: WorkingArticle.Settings,
        in locale: LocaleCode,
        _ text: ArticleText,
        by agent: Agent
    ) async throws -> WorkingArticle {
        let text = try text.validated()
        try await check(settings)
        let now = clock.now
        let id = ID<Article>(at: now)
        return try await unique(settings.slug) { db in
            let sql = AuthoringSQL(db: db)
            try Self.check(settings, of: id, sql)
            try sql.insert(id, settings, source: locale, at: now)
            try WorkingTextSQL(db: db).put(
                .begun(locale, text, sourceVersion: nil, by: agent, at: now),
                of: id
            )
            return try Self.article(id, in: db)
        }
    }

    /// Saves the working text of one language; a language that the article has not yet is begun.
    ///
    /// - Parameters:
    ///   - text: All of it.
    ///   - id: Of which article.
    ///   - locale: In which language.
    ///   - revision: The one that the author started from; 0 to begin a language.
    ///   - sourceVersion: The version of the source that it says the same as; nil leaves what was known.
    ///   - agent: Who writes.
    /// - Returns: The article as it is now.
    /// - Throws: ``AuthoringError``.
    package func save(
        _ text: ArticleText,
        of id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int,
        sourceVersion: Int? = nil,
        by agent: Agent
    ) async throws -> WorkingArticle {
        let text = try text.validated()
        let now = clock.now
        return try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let live = try sql.liveSourceVersion(id)
            if let sourceVersion, !(0...(live ?? 0)).contains(sourceVersion) {
                throw AuthoringError.invalid(field: "source_version", "a version that readers have seen")
            }
            let isSource = try Self.article(id, in: db).sourceLocale == locale
            guard var working = try sql.text(id, locale) else {
                guard revision == 0 else { throw AuthoringError.translationNotFound(locale.rawValue) }
                let made = isSource ? nil : sourceVersion ?? live
                try sql.put(.begun(locale, text, sourceVersion: made, by: agent, at: now), of: id)
                return
            }
            try working.expect(revision)
            working = try working.edited(to: text, by: agent, at: now)
            if let sourceVersion, !isSource { working = working.made(from: sourceVersion) }
            try sql.put(working, of: id)
        }
    }

    /// Takes the text of a version as the working text.
    ///
    /// - Throws: ``AuthoringError``.
    package func restore(
        _ number: Int,
        of id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int,
        by agent: Agent
    ) async throws -> WorkingArticle {
        let now = clock.now
        return try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let working = try Self.text(id, locale, sql)
            try working.expect(revision)
            guard let version = try sql.version(number, of: id, locale) else {
                throw AuthoringError.versionNotFound(number)
            }
            try sql.put(try working.edited(to: version.text, by: agent, at: now), of: id)
        }
    }

    // MARK: - Versions and comments

    /// What was published in a language, the latest first, without bodies.
    package func versions(_ id: ID<Article>, in locale: LocaleCode) async throws -> [ArticleVersion] {
        try await database.read { db in
            let sql = WorkingTextSQL(db: db)
            _ = try Self.text(id, locale, sql)
            return try sql.versions(id, locale)
        }
    }

    /// What changed from one version to another, or to the working text.
    ///
    /// - Parameters:
    ///   - id: Of which article.
    ///   - locale: In which language.
    ///   - old: 0 for nothing at all.
    ///   - new: Nil for the working text.
    /// - Returns: Title, summary and keywords as lines before those of the body.
    /// - Throws: ``AuthoringError``.
    package func difference(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from old: Int,
        to new: Int?
    ) async throws -> TextDifference {
        let (before, after) = try await database.read { db in
            let sql = WorkingTextSQL(db: db)
            func lines(_ number: Int) throws -> String {
                if number == 0 { return "" }
                guard let version = try sql.version(number, of: id, locale) else {
                    throw AuthoringError.versionNotFound(number)
                }
                return version.text.lines
            }
            let working = try Self.text(id, locale, sql)
            return (try lines(old), try new.map(lines) ?? working.text.lines)
        }
        return try await BlockingWork.run { TextDifference(from: before, to: after) }
    }

    package func comments(_ id: ID<Article>, in locale: LocaleCode) async throws -> [ArticleComment] {
        try await database.read { db in
            _ = try Self.text(id, locale, WorkingTextSQL(db: db))
            return try AuthoringSQL(db: db).comments(id, locale)
        }
    }

    /// Says something about a text; what must not be stored is hidden in it.
    ///
    /// - Throws: ``AuthoringError``.
    package func comment(
        _ body: String,
        on id: ID<Article>,
        in locale: LocaleCode,
        by agent: Agent
    ) async throws -> ArticleComment {
        let body = gate.mask(body).text.trimmed
        guard (1...ArticleComment.longestBody).contains(body.count) else {
            throw AuthoringError.invalid(field: "body", "1 to \(ArticleComment.longestBody) characters")
        }
        let now = clock.now
        let comment = ArticleComment(id: ID(at: now), author: agent.name, body: body, createdAt: now)
        try await database.write { db in
            _ = try Self.text(id, locale, WorkingTextSQL(db: db))
            try AuthoringSQL(db: db).insert(comment, by: agent.id, on: id, locale)
        }
        return comment
    }

    // MARK: - Inside

    /// Changes an article that nobody else changes meanwhile.
    func changing(
        _ id: ID<Article>,
        _ body: @escaping @Sendable (Connection) throws -> Void
    ) async throws -> WorkingArticle {
        let now = clock.now
        return try await database.write { db in
            guard try AuthoringSQL(db: db).touch(id, at: now) else { throw AuthoringError.notFound }
            try body(db)
            return try Self.article(id, in: db)
        }
    }

    static func text(_ id: ID<Article>, _ locale: LocaleCode, _ sql: WorkingTextSQL) throws -> WorkingText {
        guard let text = try sql.text(id, locale) else {
            guard try AuthoringSQL(db: sql.db).article(id) != nil else { throw AuthoringError.notFound }
            throw AuthoringError.translationNotFound(locale.rawValue)
        }
        return text
    }

    /// Of two who take an address at once, the second hears of it.
    func unique<Value: Sendable>(
        _ slug: Slug,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(body)
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw AuthoringError.slugTaken(slug.rawValue)
        }
    }

    /// What cannot be looked up inside a transaction.
    func check(_ settings: WorkingArticle.Settings) async throws {
        if let pin = settings.pin, !(1...1000).contains(pin) {
            throw AuthoringError.invalid(field: "pin", "a number from 1 to 1000")
        }
        if let owner = settings.owner, !(try await owners().contains { $0.id == owner }) {
            throw AuthoringError.ownerUnknown
        }
    }

    /// Whether no article may have an address: pages of the portal itself stand there.
    static func isReserved(_ slug: Slug) -> Bool { ["search", "category"].contains(slug.rawValue) }

    static func check(
        _ settings: WorkingArticle.Settings,
        of id: ID<Article>,
        _ sql: AuthoringSQL
    ) throws {
        if settings.category == general { try ArticleSQL(db: sql.db).ensureCategory(settings.category) }
        guard try sql.hasCategory(settings.category) else {
            throw AuthoringError.categoryUnknown(settings.category.rawValue)
        }
        guard !isReserved(settings.slug), try !sql.isTaken(settings.slug, besides: id)
        else { throw AuthoringError.slugTaken(settings.slug.rawValue) }
    }
}
