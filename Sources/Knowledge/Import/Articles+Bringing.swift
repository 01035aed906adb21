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
        /// Texts that nobody could have saved here either: they are left out.
        package var refused: [Refusal] = []
        /// Texts that readers cannot be shown as they are: they wait at the desk with the others.
        package var unready: [Refusal] = []
        /// Old addresses that lead to an article now.
        package var redirects = 0
    }

    /// A text that did not get as far as it was meant to.
    package struct Refusal: Sendable, Hashable {
        /// Such as `/help/fees (en)`.
        package let address: String
        /// What is wrong with it.
        package let reason: String

        init(_ address: String, _ error: AuthoringError) {
            self.address = address
            self.reason = error.problem.title
        }
    }

    /// Writes pages of another help centre as drafts or published, each held to what an editor's text is held to; after an error
    /// none.
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
        var refused: [Refusal] = []
        var valid: [ImportedPage] = []
        for page in pages {
            do throws(AuthoringError) {
                valid.append(try page.validated())
            } catch {
                refused.append(Refusal(page.address, error))
            }
        }
        let looked = try await look(at: valid, publishing: publishing)
        let (brought, changed) = try await database.write { [refused] db -> (Brought, Set<ID<Article>>) in
            let known = Set(try ArticleSQL(db: db).categories().map(\.slug))
            for (position, category) in categories.enumerated() where !known.contains(category.slug) {
                try ArticleSQL(db: db).upsert(category, position: known.count + position)
            }
            var bringing = Bringing(db: db, now: now, refused: refused)
            try bringing.hold(looked.map(\.page))
            for page in looked { try bringing.bring(page) }
            return (bringing.brought, try bringing.tellReaders())
        }
        if !categories.isEmpty { try await tellCategories() }
        try await telling.tell(changed)
        return brought
    }

    /// Looks at what is to be published before it is written: reading it through takes too long for a transaction that others
    /// wait for.
    private func look(at pages: [ImportedPage], publishing: Bool) async throws -> [LookedAtPage] {
        guard publishing else { return pages.map { LookedAtPage(page: $0, verdict: .waits) } }
        let (shelf, shown) = try await database.read { db -> (SnippetShelf, Illustrations) in
            let shelf = try SnippetSQL(db: db).shelf(
                for: pages.flatMap { [$0.draft.summary, $0.draft.body] }
            )
            let texts = pages.map { shelf.filled($0.draft.body, in: $0.draft.locale).text }
            return (shelf, try Illustrations(Illustrations.Names(in: texts), db))
        }
        return try await BlockingWork.run { pages.map { LookedAtPage($0, shelf, shown) } }
    }
}

extension ImportedPage {
    /// Where it would be read.
    var address: String { "/help/\(draft.slug) (\(draft.locale))" }

    /// As it is stored.
    fileprivate func validated() throws(AuthoringError) -> ImportedPage {
        let text = try draft.text.validated()
        var page = self
        page.draft.title = text.title
        page.draft.summary = text.summary
        page.draft.keywords = text.keywords
        page.draft.body = text.body
        return page
    }
}
