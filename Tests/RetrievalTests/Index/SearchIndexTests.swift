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
