import Base
import Storage

/// A page, and whether readers can be shown it.
struct LookedAtPage: Sendable {
    enum Verdict: Sendable {
        /// Nobody asked: it is to be a draft.
        case waits
        case ready(Authoring.CheckedText)
        case unready(AuthoringError)
    }

    let page: ImportedPage
    let verdict: Verdict

    init(page: ImportedPage, verdict: Verdict) {
        self.page = page
        self.verdict = verdict
    }

    /// - Parameters:
    ///   - page: Its text is as it is stored.
    ///   - shelf: What it may name.
    ///   - shown: What there is of what it shows.
    init(_ page: ImportedPage, _ shelf: SnippetShelf, _ shown: Illustrations) {
        self.page = page
        let (text, locale) = (page.draft.text, page.draft.locale)
        guard page.isPublished else {
            verdict = .waits
            return
        }
        // As the transaction sees them.
        let named =
            [text.summary, text.body].contains(where: SnippetReference.mayStand) ? shelf : SnippetShelf([])
        let own = shown.only(Illustrations.Names(in: [named.filled(text.body, in: locale).text]))
        do throws(AuthoringError) {
            try text.checkedForReaders(in: locale, named, own)
            verdict = .ready(Authoring.CheckedText(text: text, shelf: named, shown: own))
        } catch {
            verdict = .unready(error)
        }
    }
}

/// Writes pages inside a transaction.
struct Bringing {
    /// An article that a page belongs to.
    private struct Target {
        let id: ID<Article>
        let slug: Slug
        let audience: Audience
    }

    private struct ShownText {
        let article: ID<Article>
        let locale: LocaleCode
    }

    private let db: Connection
    private let now: Instant
    private(set) var brought = Articles.Brought()
    private var shown: [ShownText] = []

    init(db: Connection, now: Instant, refused: [Articles.Refusal]) {
        self.db = db
        self.now = now
        brought.refused = refused
    }

    private var articles: ArticleSQL { ArticleSQL(db: db) }
    private var authoring: AuthoringSQL { AuthoringSQL(db: db) }
    private var texts: WorkingTextSQL { WorkingTextSQL(db: db) }

    /// Keeps others from the articles of some pages until the transaction ends; in one order, so that two imports do not wait
    /// for each other.
    func hold(_ pages: [ImportedPage]) throws(DatabaseError) {
        var known: Set<ID<Article>> = []
        for page in pages {
            if let id = try article(of: page)?.id { known.insert(id) }
        }
        for id in known.sorted() { _ = try authoring.hold(id) }
    }

    mutating func bring(_ looked: LookedAtPage) throws {
        let page = looked.page
        guard let target = try target(of: page) else {
            brought.refused.append(.init(page.address, .slugTaken(page.draft.slug.rawValue)))
            return
        }
        let address = "/help/\(target.slug) (\(page.draft.locale))"
        guard target.audience.isWithin(page.draft.audience ?? target.audience) else {
            brought.withheld.append(address)
            return
        }
        try redirect(page, to: target)
        switch looked.verdict {
        case .waits: try leave(page.draft, of: target.id, address)
        case .ready(let checked): try publish(page.draft, checked, of: target.id, address)
        case .unready(let error): try leave(page.draft, unready: error, of: target.id, address)
        }
    }

    /// Notes which version of the source translations say the same as, and that readers see something else.
    ///
    /// - Returns: What they see otherwise.
    func tellReaders() throws(DatabaseError) -> Set<ID<Article>> {
        for text in shown {
            try texts.followSource(text.article, text.locale)
            try authoring.tellReaders(text.article, at: now)
        }
        return Set(shown.map(\.article))
    }

    private mutating func publish(
        _ draft: Articles.Draft,
        _ checked: Authoring.CheckedText,
        of id: ID<Article>,
        _ address: String
    ) throws {
        guard try !texts.isWrittenHere(id, draft.locale) else {
            brought.kept.append(address)
            return
        }
        do {
            try Authoring.checkForReaders(draft.text, in: draft.locale, db, unless: checked)
        } catch let error as AuthoringError {
            // What it names was changed meanwhile.
            return try leave(draft, unready: error, of: id, address)
        }
        if try texts.publish(imported: draft, of: id, at: now) {
            brought.published += 1
            shown.append(ShownText(article: id, locale: draft.locale))
        } else {
            brought.same += 1
        }
    }

    private mutating func leave(
        _ draft: Articles.Draft,
        unready error: AuthoringError,
        of id: ID<Article>,
        _ address: String
    ) throws(DatabaseError) {
        guard try !texts.isWrittenHere(id, draft.locale) else {
            brought.kept.append(address)
            return
        }
        brought.unready.append(.init(address, error))
        try leave(draft, of: id, address)
    }

    private mutating func leave(
        _ draft: Articles.Draft,
        of id: ID<Article>,
        _ address: String
    ) throws(DatabaseError) {
        switch try texts.draft(imported: draft, of: id, at: now) {
        case .written: brought.drafts += 1
        case .same: brought.same += 1
        case .kept: brought.kept.append(address)
        }
    }

    /// The article that a page was reached by there, or that has its address.
    private func article(of page: ImportedPage) throws(DatabaseError) -> Article? {
        for slug in page.formerly + [page.draft.slug] {
            if let known = try articles.article(slug) { return known }
        }
        return nil
    }

    /// The article of a page, held until the transaction ends; a new one where there is none.
    ///
    /// - Returns: Nil where no article may have its address.
    private func target(of page: ImportedPage) throws(DatabaseError) -> Target? {
        if let known = try article(of: page), try authoring.hold(known.id),
            let held = try articles.article(known.id)
        {
            return Target(id: held.id, slug: held.slug, audience: held.audience)
        }
        let draft = page.draft
        guard !Authoring.isReserved(draft.slug) else { return nil }
        try articles.ensureCategory(draft.category)
        let id = try articles.upsert(
            draft.slug,
            kind: draft.kind,
            category: draft.category,
            pin: draft.pin,
            source: draft.source ?? draft.locale,
            id: ID(at: now),
            at: now
        )
        if let audience = draft.audience { try articles.set(audience, of: id) }
        return Target(id: id, slug: draft.slug, audience: draft.audience ?? .everybody)
    }

    private mutating func redirect(_ page: ImportedPage, to target: Target) throws(DatabaseError) {
        // Its address is another one where it was found by a former one.
        for old in page.formerly + [page.draft.slug] where old != target.slug {
            guard try articles.article(old) == nil else { continue }
            try authoring.redirect(old, to: target.id, now: target.slug, at: now)
            brought.redirects += 1
        }
    }
}

extension WorkingTextSQL {
    fileprivate enum Written {
        case written, same, kept
    }

    /// Whether what readers see of a text was written here, and not by an import.
    fileprivate func isWrittenHere(_ id: ID<Article>, _ locale: LocaleCode) throws(DatabaseError) -> Bool {
        guard let live = try text(id, locale)?.liveVersion else { return false }
        return try version(live, of: id, locale)?.author != nil
    }

    /// Writes what an import brings as a draft, where nobody works on the text; readers go on seeing what they see.
    fileprivate func draft(
        imported draft: Articles.Draft,
        of id: ID<Article>,
        at now: Instant
    ) throws(DatabaseError) -> Written {
        let before = try self.text(id, draft.locale)
        if before?.text == draft.text { return .same }
        if let before, before.editor != nil || ![.draft, .published].contains(before.stage) { return .kept }
        try put(
            .imported(
                draft.text,
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
