package import Base
import Foundation
import Retrieval
import Synchronization

/// One article that answers a question.
package struct HelpHit: Sendable, Hashable {
    package let slug: Slug
    package let locale: LocaleCode
    package let kind: Article.Kind
    package let title: String
    package let summary: String
    /// The address, with the heading that answers where there is one.
    package let url: String
    /// The matching part with `<mark>` around what matched, escaped.
    package let snippet: SafeHTML
    /// The matching part as plain text, longer: what the assistant answers with.
    package let passage: String
    /// For comparing hits of one search only.
    package let score: Double
    /// The share of the question that the article holds, 0...1.
    package let coverage: Double
    /// The same for the title alone.
    package let titleCoverage: Double
    /// The same for the title and the keywords together: what the article is about.
    package let subjectCoverage: Double
    /// What of the question title and keywords hold, counted in words as rare as can be.
    package let subjectWorth: Double
    /// The share of the question that the passage alone holds, 0...1.
    package let passageCoverage: Double

    package init(
        slug: Slug,
        locale: LocaleCode,
        kind: Article.Kind,
        title: String,
        summary: String,
        url: String,
        snippet: SafeHTML,
        passage: String,
        score: Double,
        coverage: Double,
        titleCoverage: Double,
        subjectCoverage: Double,
        subjectWorth: Double,
        passageCoverage: Double
    ) {
        self.slug = slug
        self.locale = locale
        self.kind = kind
        self.title = title
        self.summary = summary
        self.url = url
        self.snippet = snippet
        self.passage = passage
        self.score = score
        self.coverage = coverage
        self.titleCoverage = titleCoverage
        self.subjectCoverage = subjectCoverage
        self.subjectWorth = subjectWorth
        self.passageCoverage = passageCoverage
    }
}

/// What a search of the help centre found.
package struct HelpResults: Sendable {
    package let hits: [HelpHit]
    /// The question with its spelling put right; nil when nothing seems misspelt.
    package let correction: String?
}

/// A question that somebody may be typing.
package struct HelpSuggestion: Sendable, Hashable {
    package let text: String
    package let url: String
    package let kind: Article.Kind
}

/// The search that the portal and the assistant share: the index in memory, kept up as articles change.
package final class HelpSearch: ArticleListener {
    private struct State {
        var index = SearchIndex()
        var edition = 0
        /// How often the most read article was read when the index was made: what popularity is measured by.
        var mostViews = 0
    }

    private let state = Mutex(State())
    /// Held by who makes a new index: of two made at once from the same old one, the first would be lost.
    private let making = Mutex(())

    package init() {}

    private var index: SearchIndex { state.withLock { $0.index } }

    /// Differs after every change of the articles: what was made from them under another edition is out of date.
    var edition: Int { state.withLock { $0.edition } }

    /// Makes the index anew.
    package func rebuild(_ articles: [Article]) {
        let most = articles.map(\.views).max() ?? 0
        making.withLock { _ in
            let built = SearchIndex(documents: articles.flatMap { Self.documents($0, mostViews: most) })
            put(built, mostViews: most)
        }
    }

    package func articlesChanged(_ articles: [Article]) {
        making.withLock { _ in
            // The new index is made beside the old one, which goes on answering meanwhile.
            var (changed, most) = state.withLock { ($0.index, $0.mostViews) }
            most = max(most, articles.map(\.views).max() ?? 0)
            for article in articles {
                for document in Self.documents(article, mostViews: most) { changed.upsert(document) }
            }
            put(changed, mostViews: most)
        }
    }

    private func put(_ index: SearchIndex, mostViews: Int) {
        state.withLock { state in
            state = State(index: index, edition: state.edition + 1, mostViews: mostViews)
        }
    }

    /// How many texts can be found.
    package var count: Int { index.count }

    /// Finds articles.
    ///
    /// - Parameters:
    ///   - text: What somebody asks, in their words.
    ///   - locale: The reader's: articles in it come first, and of one article only the nearest language is shown.
    ///   - limit: 1...50.
    /// - Returns: 0...`limit` hits, best first.
    package func search(_ text: String, locale: LocaleCode, limit: Int) -> HelpResults {
        let index = index
        let query = SearchQuery(text, preferredLanguage: locale.rawValue, limit: min(100, limit * 2))
        let results = index.search(query)
        var hits: [HelpHit] = []
        for found in results.hits {
            guard hits.count < limit else { break }
            guard let hit = Self.hit(found), !hits.contains(where: { $0.slug == hit.slug }) else { continue }
            hits.append(hit)
        }
        return HelpResults(hits: hits, correction: results.correction)
    }

    /// Everything that a question finds, each article once, best first.
    func matches(_ text: String, locale: LocaleCode) -> HelpMatches {
        let index = index
        let results = index.search(SearchQuery(text, preferredLanguage: locale.rawValue, limit: 100))
        var seen: Set<Slug> = []
        let all = results.hits.compactMap(Self.match).filter { seen.insert($0.slug).inserted }
        return HelpMatches(text: text, all: all, correction: results.correction)
    }

    /// One article as if it had been found by its title.
    package func hit(of slug: Slug, locale: LocaleCode) -> HelpHit? {
        let index = index
        guard let document = index.document(Self.id(slug, locale)) ?? index.document(Self.id(slug, .english))
        else {
            return nil
        }
        let query = SearchQuery(document.title, preferredLanguage: locale.rawValue, limit: 5)
        return index.search(query).hits.first { $0.id == document.id }.flatMap(Self.hit)
    }

    /// Questions that begin or sound like what somebody has typed.
    package func suggest(_ text: String, locale: LocaleCode, limit: Int) -> [HelpSuggestion] {
        let index = index
        return index.suggest(SuggestQuery(text, preferredLanguage: locale.rawValue, limit: limit)).compactMap
        { found in
            guard let id = found.documentIDs.first, let slug = Self.slug(of: id),
                let kind = index.document(id).flatMap({ Article.Kind(rawValue: $0.kind) })
            else { return nil }
            return HelpSuggestion(text: found.text, url: "/help/\(slug)", kind: kind)
        }
    }

    // MARK: Documents

    private static func id(_ slug: Slug, _ locale: LocaleCode) -> String {
        "\(slug)|\(locale)"
    }

    private static func slug(of id: String) -> Slug? {
        id.split(separator: "|").first.flatMap { Slug(rawValue: String($0)) }
    }

    private static func documents(_ article: Article, mostViews: Int) -> [SearchDocument] {
        article.translations.map { translation in
            SearchDocument(
                id: id(article.slug, translation.locale),
                language: translation.locale.rawValue,
                kind: article.kind.rawValue,
                title: translation.title,
                summary: translation.summary,
                keywords: translation.keywords,
                sections: MarkdownDocument(translation.body).sections.map { section in
                    .init(
                        heading: section.heading,
                        anchor: section.anchor.isEmpty ? nil : section.anchor,
                        text: section.text
                    )
                },
                popularity: mostViews > 0 ? Double(article.views) / Double(mostViews) : 0
            )
        }
    }

    private static func match(_ found: SearchHit) -> HelpMatches.Match? {
        guard let slug = slug(of: found.id), let locale = LocaleCode(rawValue: found.document.language),
            let kind = Article.Kind(rawValue: found.document.kind)
        else { return nil }
        return HelpMatches.Match(slug: slug, locale: locale, kind: kind, found: found)
    }

    private static func hit(_ found: SearchHit) -> HelpHit? {
        guard let match = match(found) else { return nil }
        let short = found.passage(length: 160)
        let long = found.passage(length: 420)
        return HelpHit(
            slug: match.slug,
            locale: match.locale,
            kind: match.kind,
            title: found.document.title,
            summary: found.document.summary,
            url: "/help/\(match.slug)" + (short.anchor.map { "#\($0)" } ?? ""),
            snippet: SafeHTML(marking: short.pieces),
            passage: long.text,
            score: found.score,
            coverage: found.coverage,
            titleCoverage: found.titleCoverage,
            subjectCoverage: found.subjectCoverage,
            subjectWorth: found.subjectWorth,
            passageCoverage: long.coverage
        )
    }
}

extension HelpSearch {
    /// Articles about the same, best first: what the title, the keywords and the summary find besides itself.
    package func related(to article: Article, locale: LocaleCode, limit: Int) -> [HelpHit] {
        guard let translation = article.translation(for: locale) else { return [] }
        let question = ([translation.title] + translation.keywords.prefix(4)).joined(separator: " ")
        return Array(
            search(question, locale: locale, limit: limit + 4).hits
                .filter { $0.slug != article.slug && $0.locale.language == translation.locale.language }
                .prefix(limit)
        )
    }
}
