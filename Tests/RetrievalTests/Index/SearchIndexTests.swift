import Retrieval
import Testing

@Suite struct SearchIndexTests {
    @Test func aChangedDocumentIsFoundByItsNewWordsOnly() {
        var index = SmallLibrary.index
        index.upsert(
            SmallLibrary.document("memo-en", "en", "Passkeys on your phone", "Sign in with a fingerprint.")
        )
        #expect(index.count == SmallLibrary.documents.count)
        #expect(index.search(SearchQuery("fingerprint")).hits.map(\.id) == ["memo-en"])
        #expect(!index.search(SearchQuery("forgot memo")).hits.map(\.id).contains("memo-en"))
        #expect(
            SmallLibrary.index.search(SearchQuery("fingerprint")).hits.isEmpty,
            "the copy stays as it was"
        )
    }

    @Test func whatIsRemovedIsGone() {
        var index = SmallLibrary.index
        index.remove(id: "memo-en")
        index.remove(id: "never-there")
        #expect(index.count == SmallLibrary.documents.count - 1)
        #expect(index.document("memo-en") == nil)
        #expect(!index.search(SearchQuery("memo tag deposit")).hits.map(\.id).contains("memo-en"))
        #expect(index.suggest(SuggestQuery("memo")).isEmpty)
    }

    /// Grown step by step it answers as if it had been built at once.
    @Test func theOrderOfChangesDoesNotMatter() {
        var grown = SearchIndex()
        for document in SmallLibrary.documents.reversed() {
            grown.upsert(
                SmallLibrary.document(document.id, document.language, "Something else", "to be replaced")
            )
        }
        for document in SmallLibrary.documents { grown.upsert(document) }
        for question in ["withdrawal arrived", "提币到账", "api key", "verification", "标签"] {
            let expected = SmallLibrary.index.search(SearchQuery(question)).hits
            let hits = grown.search(SearchQuery(question)).hits
            #expect(hits.map(\.id) == expected.map(\.id))
            for (one, other) in zip(hits, expected) { #expect(abs(one.score - other.score) < 1e-9) }
        }
    }

    /// More documents than stand in one stretch of the arrays.
    private static let many = (0..<600).map { number in
        SmallLibrary.document(
            "page-\(number)",
            "en",
            "Page \(number) of ledger\(number % 7)",
            "word\(number) stands here"
        )
    }

    @Test func aCopyAnswersFromWhatItHeld() {
        var changed = SearchIndex(documents: Self.many)
        let copy = changed
        changed.change(
            removing: ["page-0", "page-300", "never-there"],
            adding: [
                SmallLibrary.document("page-599", "en", "Altogether different", "nothing of before"),
                SmallLibrary.document("page-600", "en", "Page 600 of ledger5", "word600 stands here"),
            ]
        )
        func found(_ text: String, in index: SearchIndex) -> [String] {
            index.search(SearchQuery(text)).hits.map(\.id)
        }
        for number in [0, 300, 599] { #expect(found("word\(number)", in: copy) == ["page-\(number)"]) }
        #expect(found("word600", in: copy).contains("page-600") == false)
        #expect(copy.suggest(SuggestQuery("page 300")).first?.text == "Page 300 of ledger6")
        #expect(found("word600", in: changed) == ["page-600"])
        for number in [0, 300, 599] {
            #expect(!found("word\(number)", in: changed).contains("page-\(number)") || number == 599)
        }
        #expect(found("altogether", in: changed) == ["page-599"])
        #expect(!changed.suggest(SuggestQuery("page 300")).map(\.text).contains("Page 300 of ledger6"))
        #expect((copy.count, changed.count) == (600, 599))
    }

    @Test func changesAtOnceAreTheSameAsAnIndexMadeOfWhatIsLeft() {
        var changed = SearchIndex(documents: Self.many)
        changed.change(removing: (0..<250).map { "page-\($0)" }, adding: Self.many[100..<150])
        let anew = SearchIndex(documents: Array(Self.many[100..<150] + Self.many[250...]))
        for question in ["ledger3", "page 120", "word510", "word90", "ledgre4"] {
            let (hits, expected) = (
                changed.search(SearchQuery(question)).hits, anew.search(SearchQuery(question)).hits
            )
            #expect(hits.map(\.id) == expected.map(\.id))
            for (one, other) in zip(hits, expected) { #expect(abs(one.score - other.score) < 1e-9) }
        }
    }

    @Test func anEmptyIndexAnswers() {
        let index = SearchIndex()
        #expect(index.search(SearchQuery("anything")).hits.isEmpty)
        #expect(index.suggest(SuggestQuery("anything")).isEmpty)
        #expect(
            SearchIndex(documents: [SmallLibrary.document("x", "en", "", "")]).search(SearchQuery("x")).hits
                .isEmpty
        )
    }
}
