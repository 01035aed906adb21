import Retrieval
import Testing

@Suite struct SynonymsTests {
    private let documents = [
        SmallLibrary.document("withdraw", "en", "Withdrawals", "How withdrawals work."),
        SmallLibrary.document("withdraw-zh", "zh-CN", "提币说明", "提币需要多久。"),
        SmallLibrary.document("fee", "zh-CN", "手续费", "手续费是多少。"),
        SmallLibrary.document("other", "en", "Out of office", "We are out."),
    ]

    private func found(_ text: String, _ groups: [[String]]) -> [String] {
        SearchIndex(documents: documents, synonyms: Synonyms(groups)).search(SearchQuery(text)).hits.map(\.id)
    }

    @Test func whatMeansTheSameIsFound() {
        #expect(!found("cash out", []).contains("withdraw"))
        let groups = [["withdraw", "cash out", "提现", "提币"], ["commission", "手续费"]]
        #expect(found("cash out", groups).contains("withdraw"))
        #expect(found("提现", groups).contains("withdraw-zh"))
        #expect(
            found("withdrawing", groups).prefix(2) == ["withdraw", "withdraw-zh"],
            "the word itself first"
        )
        #expect(found("commissions", groups) == ["fee"])
        #expect(!found("cash", groups).contains("withdraw"), "part of a word is not the word")
    }

    @Test func theListIsChangedInPlace() {
        var index = SearchIndex(documents: documents)
        #expect(index.search(SearchQuery("payout")).hits.isEmpty)
        index.synonyms = Synonyms([["payout", "withdraw"], ["", "?"], []])
        #expect(index.search(SearchQuery("payout")).hits.map(\.id) == ["withdraw"])
        index.synonyms = Synonyms()
        #expect(index.search(SearchQuery("payout")).hits.isEmpty)
    }
}
