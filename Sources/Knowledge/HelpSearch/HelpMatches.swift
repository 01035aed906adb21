import Base
import Retrieval

/// Everything that a search found, for a page that counts, narrows and turns over: a text is read and marked only
/// when it is shown.
struct HelpMatches: Sendable {
    /// One page that was found.
    struct Match: Sendable {
        let page: HelpPageID
        /// The language in which it is shown.
        let locale: LocaleCode
        let kind: HelpKind
        let found: SearchHit
        /// For comparing matches of one search only: how well the words fit, and what readers made of it.
        fileprivate(set) var score: Double

        /// Nil for a document that no page stands behind.
        init?(_ page: HelpPageID, _ found: SearchHit) {
            guard let locale = LocaleCode(rawValue: found.document.language),
                let kind = HelpKind(rawValue: found.document.kind)
            else { return nil }
            self.page = page
            self.locale = locale
            self.kind = kind
            self.found = found
            self.score = found.score
        }
    }

    /// What was asked.
    let text: String
    /// Best first.
    let all: [Match]
    /// The question with its spelling put right; nil when nothing seems misspelt.
    let correction: String?
    /// Words of the question that nothing holds, as they were written.
    let passedOver: [String]

    /// The share of the question, measured by what the best match holds, under which a match is only noise.
    private static let leastShare = 0.3

    /// Those that hold enough of the question to be worth a line.
    var telling: [Match] {
        let best = all.map(\.found.coverage).max() ?? 0
        return all.filter { $0.found.coverage >= best * Self.leastShare }
    }

    /// The first match if it is clearly the answer.
    ///
    /// The assistant decides by the same figures; a page may be stricter, for it shows the other results as well.
    var answer: Match? {
        guard let first = all.first else { return nil }
        let isAhead = all.dropFirst().first.map { first.score >= $0.score * 1.25 } ?? true
        let isAnswer = first.found.coverage >= 0.75 || (isAhead && first.found.titleCoverage >= 0.6)
        return isAnswer ? first : nil
    }

    /// The same in the order that readers taught.
    func reordered(by learned: LearnedOrder, in locale: LocaleCode) -> HelpMatches {
        let articles = all.map { $0.page.section == .articles ? $0.page.slug : nil }
        guard let factors = learned.factors(of: articles, for: text, in: locale) else { return self }
        let lifted = zip(all, factors).map { match, factor in
            var lifted = match
            lifted.score *= factor
            return lifted
        }
        // Of equal ones, whichever the words put first stays first.
        let order = lifted.indices.sorted { (lifted[$1].score, $0) < (lifted[$0].score, $1) }
        return HelpMatches(
            text: text,
            all: order.map { lifted[$0] },
            correction: correction,
            passedOver: passedOver
        )
    }

    /// Where an article stands among those that are shown, from 1; nil where it is not among them.
    func position(of slug: Slug) -> Int? {
        telling.firstIndex { $0.page == HelpPageID(.articles, slug) }.map { $0 + 1 }
    }

    /// The matches' titles with what was asked for marked.
    ///
    /// The search marks passages of texts, so the titles stand here as texts of a small index of their own.
    func markedTitles(of matches: [Match]) -> [HelpPageID: SafeHTML] {
        let titles = matches.map(\.found.document.title)
        let documents = zip(matches, titles).map { match, title in
            SearchDocument(
                id: match.page.documentID(match.locale),
                language: match.locale.rawValue,
                kind: match.kind.rawValue,
                title: title,
                sections: [.init(text: title)]
            )
        }
        let found = SearchIndex(documents: documents).search(SearchQuery(text, limit: 100)).hits
        var marked = Dictionary(zip(matches.map(\.page), titles.map { SafeHTML(escaping: $0) })) { first, _ in
            first
        }
        for hit in found {
            // Three times as long, so that a passage reaches back to the beginning of the title.
            let passage = hit.passage(length: hit.document.title.count * 3 + 20)
            // One that begins behind a full stop inside the title is not the whole of it.
            guard passage.text == hit.document.title, let page = HelpPageID(documentID: hit.id) else {
                continue
            }
            marked[page] = SafeHTML(marking: passage.pieces)
        }
        return marked
    }
}

extension SafeHTML {
    /// A text with what matched in `<mark>`, everything escaped.
    init(marking pieces: [Passage.Piece]) {
        let marked = pieces.map { piece in
            let escaped = SafeHTML(escaping: piece.text).markup
            return piece.isMatch ? "<mark>\(escaped)</mark>" : escaped
        }
        self.init(trusted: marked.joined())
    }
}
