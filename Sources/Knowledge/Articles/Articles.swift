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
        /// Who may read it; nil for whoever could before, and for everybody where it is new.
        package var audience: Audience?
        /// The language that the others are translated from; nil for whichever it was before, and for this one where the article
        /// is new.
        package var source: LocaleCode?

        package init(
            slug: Slug,
            locale: LocaleCode,
            kind: Article.Kind,
            category: Slug,
            title: String,
            summary: String,
            keywords: [String],
            body: String,
            pin: Int? = nil,
            audience: Audience? = nil,
            source: LocaleCode? = nil
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
            self.audience = audience
            self.source = source
        }

        /// What it says.
        var text: ArticleText {
            ArticleText(title: title, summary: summary, keywords: keywords, body: body)
        }
    }

    let database: any Database
    let gate: SecretsGate
    let clock: any WallClock
    let telling: ArticleTelling
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
        self.telling = ArticleTelling(database, listener: listener)
    }

    /// Everything that is published and that a reader may see; for building the search.
    package func all(for reader: Reader) async throws -> [Article] {
        try await published(for: reader, withTexts: true)
    }

    /// The same without keywords and bodies; for lists.
    func names(for reader: Reader) async throws -> [Article] {
        try await published(for: reader, withTexts: false)
    }

    private func published(for reader: Reader, withTexts: Bool) async throws -> [Article] {
        try await database.read { db in try ArticleSQL(db: db).articles(withTexts: withTexts) }
            .filter { !$0.translations.isEmpty && reader.sees($0.audience) }
    }

    /// Everything that is published, as it was written: with the names of snippets in the place of what they say.
    package func written() async throws -> [Article] {
        try await database.read { db in try ArticleSQL(db: db).articles(isFilled: false) }
            .filter { !$0.translations.isEmpty }
    }

    /// How far the stored articles have come; it differs after every change, by whichever process.
    func mark() async throws -> ArticleMark {
        try await database.read { db in try ArticleSQL(db: db).mark() }
    }

    /// Tells of the articles of which readers see something else since `instant`, also of those of which they see nothing now.
    func tellChanges(since instant: Instant) async throws {
        try await telling.tell { db in
            let sql = ArticleSQL(db: db)
            return try sql.articles(try sql.ids(changedSince: instant))
        }
    }

    /// Tells of categories as they are now.
    func tellCategories() async throws {
        listener.categoriesChanged(try await categories())
    }

    /// The article of an address, also of one that it had once.
    ///
    /// - Throws: ``ArticleError/notFound(_:)``, also where there is one that is not for this reader.
    package func article(_ slug: Slug, for reader: Reader) async throws -> Article {
        guard let article = try await database.read({ db in try ArticleSQL(db: db).article(slug) }),
            !article.translations.isEmpty, reader.sees(article.audience)
        else { throw ArticleError.notFound(slug.rawValue) }
        return article
    }

    package func categories() async throws -> [Category] {
        try await database.read { db in try ArticleSQL(db: db).categories() }
    }

    /// Publishes articles, all or none; those whose address exists already are changed.
    ///
    /// What is the same as before makes no new version, and a draft that somebody works on stays.
    ///
    /// - `categories`: Shelves to write as well, in their order.
    package func save(_ drafts: [Draft], categories: [Category] = []) async throws {
        let now = clock.now
        let changed = try await database.write { db in
            let sql = ArticleSQL(db: db)
            for (position, category) in categories.enumerated() {
                try sql.upsert(category, position: position)
            }
            var imported: [(id: ID<Article>, locale: LocaleCode)] = []
            // Those that are translated from another language now.
            var turned: Set<ID<Article>> = []
            for draft in drafts {
                try sql.ensureCategory(draft.category)
                let known = try sql.article(draft.slug)
                let id = try sql.upsert(
                    known?.slug ?? draft.slug,
                    kind: draft.kind,
                    category: draft.category,
                    pin: draft.pin,
                    source: draft.source ?? draft.locale,
                    id: ID(at: now),
                    at: now
                )
                if let audience = draft.audience { try sql.set(audience, of: id) }
                if let known, let source = draft.source, source != known.sourceLocale {
                    try sql.set(source: source, of: id)
                    turned.insert(id)
                }
                if try WorkingTextSQL(db: db).publish(imported: draft, of: id, at: now) || turned.contains(id)
                {
                    imported.append((id, draft.locale))
                }
            }
            // What comes together says the same.
            for (id, locale) in imported { try WorkingTextSQL(db: db).followSource(id, locale) }
            return Set(drafts.map(\.slug))
        }
        if !categories.isEmpty { try await tellCategories() }
        try await telling.tell { db in try changed.compactMap { slug in try ArticleSQL(db: db).article(slug) }
        }
    }

    /// Notes what a reader says, in place of what they said before.
    ///
    /// - Parameters:
    ///   - feedback: Its comment has at most 2,000 characters; secrets in it are hidden like in any text of a customer.
    ///   - speaker: Who says it.
    ///   - reader: As whom they read.
    ///   - slug: Of what.
    ///   - locale: In which language they read.
    ///   - key: The request's `Idempotency-Key`: with the same one nothing is done again.
    /// - Throws: ``ArticleError``.
    package func put(
        _ feedback: ArticleFeedback,
        of speaker: ArticleFeedback.Reader,
        as reader: Reader,
        on slug: Slug,
        _ locale: LocaleCode,
        key: String?
    ) async throws {
        let comment = gate.mask(feedback.comment).text
        guard comment.count <= 2000 else { throw ArticleError.commentTooLong(limit: 2000) }
        let masked = ArticleFeedback(isHelpful: feedback.isHelpful, comment: comment)
        let request = key.map { speaker.request($0, on: slug) }
        let now = clock.now
        try await database.write { db in
            guard let article = try ArticleSQL(db: db).article(slug), reader.sees(article.audience),
                !article.translations.isEmpty
            else { throw ArticleError.notFound(slug.rawValue) }
            let sql = ArticleFeedbackSQL(db: db)
            if let request, try !sql.isFirst(request, at: now) { return }
            try sql.put(masked, of: speaker, on: article.id, locale, at: now)
        }
    }

    /// Adds what was counted in memory; see ``ViewCounter``.
    func addViews(_ counts: [Slug: Int]) async throws {
        guard !counts.isEmpty else { return }
        let today = clock.now.day
        try await database.write { db in
            let sql = ArticleSQL(db: db)
            for (slug, count) in counts { try sql.addViews(count, to: slug, on: today) }
            try sql.removeViews(before: today - Self.keptDays)
        }
    }

    /// How often each article was opened in the last seven days, today among them.
    func viewsOfTheWeek() async throws -> [Slug: Int] {
        let first = clock.now.day - 6
        let views = try await database.read { db in try ArticleSQL(db: db).views(since: first) }
        return Dictionary(views.map { ($0.slug, $0.count) }) { first, _ in first }
    }

    /// How many days are kept besides today.
    private static let keptDays = 30
}

/// Somebody who keeps something made from articles.
package protocol ArticleListener: Sendable {
    /// Articles were added or changed; each comes whole.
    func articlesChanged(_ articles: [Article])
    /// Shelves were added or renamed.
    func categoriesChanged(_ categories: [Category])
}
