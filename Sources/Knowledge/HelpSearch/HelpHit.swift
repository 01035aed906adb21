package import Base
import Retrieval

/// One page that answers a question, in the language in which its reader sees it.
package struct HelpHit: Sendable, Hashable {
    package let slug: Slug
    package let locale: LocaleCode
    package let kind: HelpKind
    package let title: String
    package let summary: String
    /// The address, with the heading that answers where there is one.
    package let url: String
    /// The matching part with `<mark>` around what matched, escaped.
    package let snippet: SafeHTML
    /// The matching part as plain text, longer, for who asked for it; else empty.
    package let passage: String
    /// For comparing hits of one search only: how well the page fits in the language in which it fits best.
    package let score: Double
    /// The share of the question that the page holds, 0...1, in the language in which it fits best.
    package let coverage: Double
    /// The same for the title and the keywords together: what the page is about.
    package let subjectCoverage: Double
    /// What of the question title and keywords hold, counted in words as rare as can be.
    package let subjectWorth: Double

    package init(
        slug: Slug,
        locale: LocaleCode,
        kind: HelpKind,
        title: String,
        summary: String,
        url: String,
        snippet: SafeHTML,
        passage: String,
        score: Double,
        coverage: Double,
        subjectCoverage: Double,
        subjectWorth: Double
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
        self.subjectCoverage = subjectCoverage
        self.subjectWorth = subjectWorth
    }

    /// What the API and the assistant tell of a match.
    ///
    /// - `hasPassage`: Whether ``passage`` is read as well: each one read costs about as much as the search.
    init(_ match: HelpMatches.Match, hasPassage: Bool = false) {
        let found = match.found
        let short = found.passage(length: 160)
        self.init(
            slug: match.page.slug,
            locale: match.locale,
            kind: match.kind,
            title: found.document.title,
            summary: found.document.summary,
            url: match.page.url + (short.anchor.map { "#\($0)" } ?? ""),
            snippet: SafeHTML(marking: short.pieces),
            passage: hasPassage ? found.passage(length: 420).text : "",
            score: match.score,
            coverage: found.coverage,
            subjectCoverage: found.subjectCoverage,
            subjectWorth: found.subjectWorth
        )
    }
}

/// What a search of the help centre found.
package struct HelpResults: Sendable {
    package let hits: [HelpHit]
    /// The question with its spelling put right; nil when nothing seems misspelt.
    package let correction: String?
}

/// A page that somebody may be typing the name of.
package struct HelpSuggestion: Sendable, Hashable {
    package let text: String
    package let url: String
    package let kind: HelpKind
}
