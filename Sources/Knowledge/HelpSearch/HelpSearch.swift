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
    private let index = Mutex(SearchIndex())

    package init() {}

    /// Makes the index anew.
    package func rebuild(_ articles: [Article]) {
        let most = articles.map(\.views).max() ?? 0
        let built = SearchIndex(documents: articles.flatMap { Self.documents($0, mostViews: most) })
        index.withLock { $0 = built }
    }

    package func articlesChanged(_ articles: [Article]) {
        // The new index is made beside the old one, which goes on answering meanwhile.
        var changed = index.withLock { $0 }
        for article in articles {
            for document in Self.documents(article, mostViews: article.views) { changed.upsert(document) }
        }
        index.withLock { $0 = changed }
    }

    /// How many texts can be found.
    package var count: Int { index.withLock { $0.count } }

    /// Finds articles.
    ///
    /// - Parameters:
    ///   - locale: The reader's: articles in it come first, and of one article only the nearest language is shown.
    ///   - limit: 1...50.
    package func search(_ text: String, locale: LocaleCode, limit: Int) -> HelpResults {
        let index = index.withLock { $0 }
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

    /// One article as if it had been found by its title.
    package func hit(of slug: Slug, locale: LocaleCode) -> HelpHit? {
        let index = index.withLock { $0 }
        guard let document = index.document(Self.id(slug, locale)) ?? index.document(Self.id(slug, .english)) else {
            return nil
        }
        let query = SearchQuery(document.title, preferredLanguage: locale.rawValue, limit: 5)
        return index.search(query).hits.first { $0.id == document.id }.flatMap(Self.hit)
    }

    /// Questions that begin or sound like what somebody has typed.
    package func suggest(_ text: String, locale: LocaleCode, limit: Int) -> [HelpSuggestion] {
        let index = index.withLock { $0 }
        return index.suggest(SuggestQuery(text, preferredLanguage: locale.rawValue, limit: limit)).compactMap { found in
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

    private static func hit(_ found: SearchHit) -> HelpHit? {
        let document = found.document
        guard let slug = slug(of: document.id), let locale = LocaleCode(rawValue: document.language),
            let kind = Article.Kind(rawValue: document.kind)
        else { return nil }
        let short = found.passage(length: 160)
        let long = found.passage(length: 420)
        let marked = short.pieces.map { piece in
            let escaped = SafeHTML(escaping: piece.text).markup
            return piece.isMatch ? "<mark>\(escaped)</mark>" : escaped
        }
        return HelpHit(
            slug: slug,
            locale: locale,
            kind: kind,
            title: document.title,
            summary: document.summary,
            url: "/help/\(slug)" + (short.anchor.map { "#\($0)" } ?? ""),
            // Every piece was escaped above.
            snippet: SafeHTML(trusted: marked.joined()),
            passage: long.text,
            score: found.score,
            coverage: found.coverage,
            titleCoverage: found.titleCoverage,
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
