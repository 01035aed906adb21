import Base
import Storage

extension Articles {
    /// What became of pages that were brought from another help centre.
    package struct Brought: Sendable, Equatable {
        /// Texts that readers see now, or see anew.
        package var published = 0
        /// Texts that wait at the desk.
        package var drafts = 0
        /// They say what was there already.
        package var same = 0
        /// Addresses of texts that somebody worked on here: they stay as they are.
        package var kept: [String] = []
        /// Addresses of texts that fewer may read there than the article here: they are left out.
        package var withheld: [String] = []
        /// Old addresses that lead to an article now.
        package var redirects = 0
    }

    /// Writes pages of another help centre, all or none, as drafts or published.
    ///
    /// What an article here is called and where it stands is not changed, nor a text that somebody worked on, and a shelf that
    /// there is keeps its name: the same can be brought again.
    ///
    /// - Parameters:
    ///   - pages: Those of one address are languages of one article; the first is its source.
    ///   - categories: The shelves that they stand on.
    ///   - publishing: Whether what readers see there they see here at once; else all of it waits at the desk.
    /// - Returns: What became of them.
    /// - Throws: `DatabaseError` when the engine fails.
    package func bring(
        _ pages: [ImportedPage],
        categories: [Category],
        publishing: Bool
    ) async throws -> Brought {
        let now = clock.now
        let (brought, changed) = try await database.write { db -> (Brought, Set<ID<Article>>) in
            let sql = ArticleSQL(db: db)
            let known = Set(try sql.categories().map(\.slug))
            for (position, category) in categories.enumerated() where !known.contains(category.slug) {
                try sql.upsert(category, position: known.count + position)
            }
            var brought = Brought()
            var shown: [(id: ID<Article>, locale: LocaleCode)] = []
            for page in pages {
                let article = try Self.article(for: page, at: now, sql)
                let (id, address) = (article.id, "/help/\(article.slug) (\(page.draft.locale))")
                guard article.audience.sees(page.draft.audience ?? article.audience) else {
                    brought.withheld.append(address)
                    continue
                }
                try Self.redirect(page, to: article, at: now, db, &brought)
                let texts = WorkingTextSQL(db: db)
                if publishing, page.isPublished {
                    guard try !texts.isWrittenHere(id, page.draft.locale) else {
                        brought.kept.append(address)
                        continue
                    }
                    if try texts.publish(imported: page.draft, of: id, at: now) {
                        brought.published += 1
                        shown.append((id, page.draft.locale))
                    } else {
                        brought.same += 1
                    }
                    continue
                }
                switch try texts.draft(imported: page.draft, of: id, at: now) {
                case .written: brought.drafts += 1
                case .same: brought.same += 1
                case .kept: brought.kept.append(address)
                }
            }
            for (id, locale) in shown {
                try WorkingTextSQL(db: db).followSource(id, locale)
                try AuthoringSQL(db: db).tellReaders(id, at: now)
            }
            return (brought, Set(shown.map(\.id)))
        }
        let articles = try await database.read { db in
            try changed.compactMap { id in try ArticleSQL(db: db).article(id) }
        }
        if !categories.isEmpty { listener.categoriesChanged(try await self.categories()) }
        listener.articlesChanged(articles)
        return brought
    }

    /// The article of a page, by what it was reached by there or by its address; a new one where there is none.
    private static func article(
        for page: ImportedPage,
        at now: Instant,
        _ sql: ArticleSQL
    ) throws(DatabaseError) -> (id: ID<Article>, slug: Slug, audience: Audience) {
        let draft = page.draft
        for slug in page.formerly + [draft.slug] {
            if let known = try sql.article(slug) { return (known.id, known.slug, known.audience) }
        }
        try sql.ensureCategory(draft.category)
        let id = try sql.upsert(
            draft.slug,
            kind: draft.kind,
            category: draft.category,
            pin: draft.pin,
            source: draft.locale,
            id: ID(at: now),
            at: now
        )
        if let audience = draft.audience { try sql.set(audience, of: id) }
        return (id, draft.slug, draft.audience ?? .everybody)
    }

    private static func redirect(
        _ page: ImportedPage,
        to article: (id: ID<Article>, slug: Slug, audience: Audience),
        at now: Instant,
        _ db: Connection,
        _ brought: inout Brought
    ) throws(DatabaseError) {
        let sql = AuthoringSQL(db: db)
        // Its address is another one where it was found by a former one.
        for old in page.formerly + [page.draft.slug] where old != article.slug {
            guard try ArticleSQL(db: db).article(old) == nil else { continue }
            try sql.redirect(old, to: article.id, now: article.slug, at: now)
            brought.redirects += 1
        }
    }
}

extension WorkingTextSQL {
    enum Written {
        case written, same, kept
    }

    /// Whether what readers see of a text was written here, and not by an import.
    func isWrittenHere(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> Bool {
        guard let live = try text(id, locale)?.liveVersion else { return false }
        return try version(live, of: id, locale)?.author != nil
    }

    /// Writes what an import brings as a draft, where nobody works on the text; readers go on seeing what they see.
    func draft(
        imported draft: Articles.Draft,
        of id: ID<Article>,
        at now: Instant
    ) throws(DatabaseError) -> Written {
        let text = ArticleText(
            title: draft.title,
            summary: draft.summary,
            keywords: draft.keywords,
            body: draft.body
        )
        let before = try self.text(id, draft.locale)
        if before?.text == text { return .same }
        if let before, before.editor != nil || ![.draft, .published].contains(before.stage) { return .kept }
        try put(
            .imported(
                text,
                draft.locale,
                after: before,
                stage: .draft,
                version: before?.liveVersion,
                at: now
            ),
            of: id
        )
        return .written
    }
}
