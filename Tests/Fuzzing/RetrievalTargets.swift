@testable import Assistant
@testable import Retrieval

let retrievalTargets = [search, texts, intention]

/// A small library to ask.
private let library = SearchIndex(
    documents: [
        ("en", "Why is my withdrawal pending?", "A withdrawal waits until the network has confirmed it."),
        (
            "en", "Reset two-factor authentication",
            "Lost your phone? Sign in with a recovery code, it's quick."
        ),
        ("zh-CN", "提币一直没有到账怎么办", "请先查看区块链确认数。提币需要网络确认，通常在三十分钟内完成。"),
        ("zh-TW", "如何開啟雙重驗證", "打開設定，選擇安全性，掃描二維碼。"),
        ("ja", "入金が反映されない", "ネットワークの承認をお待ちください。"),
    ].enumerated().map { place, text in
        SearchDocument(
            id: "/help/\(place)|\(text.0)",
            language: text.0,
            kind: "article",
            title: text.1,
            keywords: ["café", "USDT"],
            sections: [.init(heading: text.1, anchor: "a", text: text.2)]
        )
    }
)

/// What somebody asks the help centre, or is still typing.
private let search = FuzzTarget(
    "search",
    text: { text in
        let results = library.search(SearchQuery(text, preferredLanguage: "en"))
        for hit in results.hits {
            for share in [hit.coverage, hit.titleCoverage, hit.subjectCoverage, hit.titleShare] {
                require((0...1.000_001).contains(share), "a share of \(share)")
            }
            require(hit.score.isFinite, "a score of \(hit.score)")
            check(hit.passage(length: 40))
        }
        require(
            zip(results.hits, results.hits.dropFirst()).allSatisfy { $0.score >= $1.score },
            "not best first"
        )
        let suggestions = library.suggest(SuggestQuery(text, preferredLanguage: "zh-CN"))
        require(suggestions.count <= 5, "more suggestions than were asked for")
        require(suggestions.allSatisfy { !$0.documentIDs.isEmpty }, "a suggestion of nothing")
    }
)

private func check(_ passage: Passage) {
    require(isSame(passage.pieces.map(\.text).joined(), passage.text), "pieces that are not the passage")
}

/// A question to texts on the first line, a text on the others.
private let texts = FuzzTarget(
    "texts",
    text: { text in
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        let read = parts.count > 1 ? parts[1] : text
        check(termsOf: read)
        let question = TextQuestion(parts[0])
        guard let passage = question.passage(in: read, length: 60) else { return }
        check(passage)
        // What stands in quotes is found across a full stop as well, where the index has no pair of characters.
        guard !parts[0].contains(where: { "\"“「『«„".contains($0) }) else { return }
        let index = TextTerms.all(in: read)
        for alternatives in question.terms {
            require(
                alternatives.contains(where: index.contains),
                "what the index does not find: \(alternatives)"
            )
        }
    }
)

private func check(termsOf text: String) {
    let bytes = text.utf8.count
    var last = 0
    Analyzer.forEachTerm(of: text) { occurrence in
        require(0 <= occurrence.start && occurrence.start < occurrence.end, "a term of no length")
        require(occurrence.end <= bytes && occurrence.end >= last, "a term out of order, or beyond the end")
        last = occurrence.end
    }
}

/// What the assistant takes a customer's text for.
private let intention = FuzzTarget(
    "intention",
    text: { text in
        let found = Intention(text)
        require(Intention(text) == found, "one text is taken for two things")
        if text.allSatisfy(\.isWhitespace) { require(found == .question, "nothing is taken for \(found)") }
    }
)
