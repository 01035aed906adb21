package import Base
import Retrieval
import Synchronization

/// The search that the portal and the assistant share: the index in memory, kept up as articles, shelves and
/// announcements change.
package final class HelpSearch: ArticleListener, AnnouncementListener {
    fileprivate struct State {
        var index = SearchIndex()
        /// How often the most read article was read when the index was made: what popularity is measured by.
        var mostViews = 0
        /// The documents of each article.
        var held: [ID<Article>: Set<String>] = [:]
        /// The documents of the announcements that can be found now.
        var announced: Set<String> = []
        /// The languages that anything is written in.
        var locales: Set<LocaleCode> = []
    }

    /// Shelves are suggested and not found: a shelf answers nothing.
    private static let kinds = Set(HelpKind.allCases.filter { $0 != .category }.map(\.rawValue))
    private static let articleKinds = Set(Article.Kind.allCases.map { HelpKind($0).rawValue })

    private let state = Mutex(State())
    /// Held by who makes a new index: of two made at once from the same old one, the first would be lost.
    private let making = Mutex(())

    private let learned: LearnedSearch?

    /// - `learned`: What readers taught; nil where there are none.
    package init(learned: LearnedSearch? = nil) {
        self.learned = learned
    }

    /// A search that begins with what another one knows, and some articles more.
    init(copying other: HelpSearch, adding articles: [Article] = []) {
        self.learned = other.learned
        let known = other.state.withLock { $0 }
        state.withLock { $0 = known }
        if !articles.isEmpty { articlesChanged(articles) }
    }

    /// How many texts can be found.
    package var count: Int { state.withLock { $0.index.count } }

    /// Makes the index anew; announcements are told apart, by ``announcementsChanged(_:)``.
    package func rebuild(_ articles: [Article], categories: [Category] = []) {
        change { state in
            // Those that are not for its readers tell nothing here either.
            let most = articles.filter { !$0.translations.isEmpty }.map(\.views).max() ?? 0
            let documents =
                articles.flatMap { $0.documents(mostViews: most) } + categories.flatMap(\.documents)
            var index = SearchIndex(documents: documents)
            index.learnTranslations()
            state = State(index: index, mostViews: most)
            state.note(documents)
            for article in articles where !article.translations.isEmpty {
                let page = HelpPageID(.articles, article.slug)
                state.held[article.id] = Set(article.translations.map { page.documentID($0.locale) })
            }
        }
    }

    /// Takes articles as they are now: of one without translations nothing is found any more.
    package func articlesChanged(_ articles: [Article]) {
        change { state in
            let shown = articles.filter { !$0.translations.isEmpty }
            state.mostViews = max(state.mostViews, shown.map(\.views).max() ?? 0)
            var (gone, written): (Set<String>, [SearchDocument]) = ([], [])
            for article in articles {
                let documents = article.documents(mostViews: state.mostViews)
                let ids = Set(documents.map(\.id))
                gone.formUnion(state.held[article.id, default: []].subtracting(ids))
                state.held[article.id] = ids.isEmpty ? nil : ids
                written += documents
            }
            state.put(written, removing: gone)
        }
    }

    package func categoriesChanged(_ categories: [Category]) {
        change { $0.put(categories.flatMap(\.documents)) }
    }

    package func announcementsChanged(_ current: [Announcement]) {
        change { state in
            let documents = current.flatMap(\.documents)
            let ids = Set(documents.map(\.id))
            let gone = state.announced.subtracting(ids)
            state.announced = ids
            state.put(documents, removing: gone)
        }
    }

    /// Changes a copy, which takes the place of what went on answering meanwhile.
    private func change(_ body: (inout State) -> Void) {
        making.withLock { _ in
            var changed = state.withLock { $0 }
            body(&changed)
            state.withLock { $0 = changed }
        }
    }

    /// Finds articles and announcements.
    ///
    /// - Parameters:
    ///   - text: What somebody asks, in their words.
    ///   - locale: The reader's: what is written in it comes first, and what is found in another language is shown
    ///     in the language that the page opens in for them.
    ///   - limit: 1...50.
    ///   - hasPassages: Whether the hits bring their ``HelpHit/passage``.
    /// - Returns: 0...`limit` hits, best first, each page once.
    package func search(
        _ text: String,
        locale: LocaleCode,
        limit: Int,
        hasPassages: Bool = false
    ) -> HelpResults {
        let found = matches(text, locale: locale, most: min(100, limit * 2))
        let hits = found.all.prefix(limit).map { HelpHit($0, hasPassage: hasPassages) }
        return HelpResults(hits: hits, correction: found.correction)
    }

    /// Everything that a question finds, each page once, best first.
    func matches(_ text: String, locale: LocaleCode) -> HelpMatches {
        matches(text, locale: locale, most: 100)
    }

    private func matches(
        _ text: String,
        locale: LocaleCode,
        most: Int,
        kinds: Set<String> = HelpSearch.kinds
    ) -> HelpMatches {
        let state = state.withLock { $0 }
        let results = state.index.search(
            SearchQuery(text, preferredLanguage: locale.rawValue, kinds: kinds, limit: most)
        )
        var seen: Set<HelpPageID> = []
        let all = results.hits.compactMap { found -> HelpMatches.Match? in
            guard let page = HelpPageID(documentID: found.id), seen.insert(page).inserted else { return nil }
            let shown = state.document(of: page, for: locale).map { found.told(by: $0) } ?? found
            return HelpMatches.Match(page, shown)
        }
        let found = HelpMatches(
            text: text,
            all: all,
            correction: results.correction,
            passedOver: results.passedOver
        )
        return learned.map { found.reordered(by: $0.order, in: locale) } ?? found
    }

    /// One article or announcement as if it had been found by its title, with its passage.
    package func hit(of slug: Slug, locale: LocaleCode) -> HelpHit? {
        let state = state.withLock { $0 }
        for page in [HelpPageID(.articles, slug), HelpPageID(.announcements, slug)] {
            guard let document = state.document(of: page, for: locale) else { continue }
            let query = SearchQuery(document.title, preferredLanguage: locale.rawValue, limit: 5)
            let found = state.index.search(query).hits.first { $0.id == document.id }
            return found.flatMap { HelpMatches.Match(page, $0) }.map { HelpHit($0, hasPassage: true) }
        }
        return nil
    }

    /// Pages whose names begin or sound like what somebody has typed, in the reader's language where there is one.
    package func suggest(_ text: String, locale: LocaleCode, limit: Int) -> [HelpSuggestion] {
        let state = state.withLock { $0 }
        let query = SuggestQuery(text, preferredLanguage: locale.rawValue, limit: limit * 2)
        var seen: Set<HelpPageID> = []
        let all = state.index.suggest(query).compactMap { found -> HelpSuggestion? in
            guard let id = found.documentIDs.first, let page = HelpPageID(documentID: id),
                seen.insert(page).inserted,
                let document = state.document(of: page, for: locale) ?? state.index.document(id),
                let kind = HelpKind(rawValue: document.kind)
            else { return nil }
            return HelpSuggestion(text: document.title, url: page.url, kind: kind)
        }
        return Array(all.prefix(limit))
    }

    /// Articles about the same, best first: what the title and the keywords find besides the article itself.
    package func related(to article: Article, locale: LocaleCode, limit: Int) -> [HelpHit] {
        guard let translation = article.translation(for: locale) else { return [] }
        return related(
            HelpPageID(.articles, article.slug),
            title: translation.title,
            keywords: translation.keywords,
            in: translation.locale,
            for: locale,
            limit: limit
        ).map { HelpHit($0) }
    }

    /// Articles about the same as what a search found first, best first, without what it found itself.
    func related(to found: HelpMatches, locale: LocaleCode, limit: Int) -> [HelpMatches.Match] {
        guard let first = found.telling.first(where: { $0.page.section == .articles }) else { return [] }
        let document = first.found.document
        let known = Set(found.telling.prefix(ResultsPage.size).map(\.page))
        return related(
            first.page,
            title: document.title,
            keywords: document.keywords,
            in: first.locale,
            for: locale,
            limit: limit + known.count
        ).filter { !known.contains($0.page) }.prefix(limit).map(\.self)
    }

    private func related(
        _ page: HelpPageID,
        title: String,
        keywords: [String],
        in language: LocaleCode,
        for reader: LocaleCode,
        limit: Int
    ) -> [HelpMatches.Match] {
        let question = ([title] + keywords.prefix(4)).joined(separator: " ")
        let found = matches(question, locale: reader, most: 2 * (limit + 4), kinds: Self.articleKinds)
        let others = found.all.filter { $0.page != page && $0.locale.language == language.language }
        return Array(others.prefix(limit))
    }
}

extension HelpSearch.State {
    fileprivate mutating func put(_ documents: [SearchDocument], removing gone: Set<String> = []) {
        index.change(removing: gone, adding: documents)
        note(documents)
    }

    fileprivate mutating func note(_ documents: [SearchDocument]) {
        locales.formUnion(documents.compactMap { LocaleCode(rawValue: $0.language) })
    }

    /// A page as its reader is shown it: in their region's text, in another of their language, in English; nil when it is
    /// in other languages only.
    fileprivate func document(of page: HelpPageID, for reader: LocaleCode) -> SearchDocument? {
        let alike = locales.filter { $0.language == reader.language }.sorted { $0.rawValue < $1.rawValue }
        let order = [reader] + alike.filter(reader.reads) + alike + [.english]
        return order.lazy.compactMap { index.document(page.documentID($0)) }.first
    }
}
