import Retrieval
import Testing

@Suite struct SuggestionTests {
    private func suggested(_ text: String) -> [String] {
        SmallLibrary.index.suggest(SuggestQuery(text)).map(\.text)
    }

    @Test(arguments: [
        ("with", "My withdrawal has not arrived"), ("My wi", "My withdrawal has not arrived"),
        ("arriv", "My withdrawal has not arrived"), ("提币", "提币未到账怎么办"), ("到账", "提币未到账怎么办"),
        ("tibi", "提币未到账怎么办"), ("tbwdz", "提币未到账怎么办"), ("shenfen", "身份认证为什么被拒绝"),
        ("提bi", "提币未到账怎么办"), ("withdrwal", "My withdrawal has not arrived"),
    ])
    func theTitleIsOffered(_ typed: String, _ title: String) {
        #expect(suggested(typed).contains(title))
    }

    @Test(arguments: ["", " ", "。", "qqqqqq", "\u{0}\u{202E}"])
    func nothingIsOfferedForNothing(_ typed: String) {
        #expect(suggested(typed).isEmpty)
    }

    @Test func titlesAlikeAreOfferedOnce() {
        var index = SmallLibrary.index
        index.upsert(SmallLibrary.document("again", "en", "Create an API key", "The same title."))
        let suggestions = index.suggest(SuggestQuery("create an"))
        #expect(suggestions.count == 1)
        #expect(Set(suggestions.first?.documentIDs ?? []) == ["api-en", "again"])
    }

    @Test func theLimitHolds() {
        #expect(SmallLibrary.index.suggest(SuggestQuery("a", limit: 2)).count <= 2)
        #expect(SuggestQuery("a", limit: 0).limit == 1)
    }
}
