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

    @Test(arguments: [
        ("zhongzhimima", "重置密码"), ("chongzhimima", "重置密码"), ("zaishangruhe", "在Telegram上如何辨别真假"),
        ("zaitelegramshang", "在Telegram上如何辨别真假"), ("bianbei", "辩驳"), ("重至密码", "重置密码"),
    ])
    func readingsOfATitle(_ typed: String, _ title: String) {
        let index = SearchIndex(documents: [
            SmallLibrary.document("one", "zh-CN", "重置密码", ""),
            SmallLibrary.document("two", "zh-CN", "在Telegram上如何辨别真假", ""),
            SmallLibrary.document("three", "zh-CN", "辩驳", ""),
        ])
        let isOffered = index.suggest(SuggestQuery(typed)).map(\.text).contains(title)
        #expect(isOffered == (typed != "bianbei"))
    }

    @Test(arguments: [
        ("withdrawa", true), ("withdrwaal", true), ("witdhrawal", true), ("wthdrawal", true),
        ("xithdrawal", true),
        ("withdrawalll", true), ("wtihdrawl", false), ("wihtrdawlx", false), ("wit", true), ("wxt", false),
        ("mywithdrawalhas", true), ("my widthrawal has", true),
    ])
    func slipsOfTheFinger(_ typed: String, _ isOffered: Bool) {
        #expect(suggested(typed).contains("My withdrawal has not arrived") == isOffered)
    }

    @Test(arguments: [
        ("tibbiwei", "提币未到账怎么办"), ("tbiwei", "提币未到账怎么办"), ("senfen", "身份认证为什么被拒绝"),
        ("congbiwangji", "充币忘记填写标签"), ("renzhengweisheme", "身份认证为什么被拒绝"),
    ])
    func slipsAndAccentsInPinyin(_ typed: String, _ title: String) {
        #expect(suggested(typed).first == title)
    }

    @Test(arguments: [
        ("提币 怎么办", "提币未到账怎么办"), ("怎么办 提币", "提币未到账怎么办"), ("充忘记", "充币忘记填写标签"),
        ("arrived withdrawal", "My withdrawal has not arrived"),
        ("withdrawal arirv", "My withdrawal has not arrived"),
        ("ariv withdr", "My withdrawal has not arrived"), ("creat ap", "Create an API key"),
        ("idnetity verif", "Why was my identity verification rejected?"),
    ])
    func wordsOfATitle(_ typed: String, _ title: String) {
        #expect(suggested(typed) == [title])
    }

    @Test func wordsThatAreWholeComeBeforeTheirBeginnings() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("one", "en", "Payments and walls", ""),
            SmallLibrary.document("two", "en", "How anybody can pay from a wallet", ""),
            SmallLibrary.document("three", "en", "Payroll", ""),
        ])
        #expect(
            index.suggest(SuggestQuery("pay wal")).map(\.text) == [
                "How anybody can pay from a wallet", "Payments and walls",
            ]
        )
    }

    @Test func titlesThatDifferByTheirDressAreOfferedOnce() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("one", "zh-CN", "一文玩转CORE", ""),
            SmallLibrary.document("two", "zh-CN", "一文玩转Core！", ""),
            SmallLibrary.document("three", "en", "一文玩转Core", ""),
        ])
        #expect(
            index.suggest(SuggestQuery("一文")).map { Set($0.documentIDs) } == [["one", "two"], ["three"]]
        )
    }

    /// Titles are laid out anew when most of them have changed.
    @Test func titlesThatChangeAreOfferedAsTheyAre() {
        var index = SmallLibrary.index
        for round in 1...40 {
            index.upsert(SmallLibrary.document("memo-en", "en", "Round \(round) of a game", ""))
        }
        #expect(index.suggest(SuggestQuery("round")).map(\.text) == ["Round 40 of a game"])
        #expect(index.suggest(SuggestQuery("forgot the memo")).isEmpty)
        #expect(index.suggest(SuggestQuery("tibi")).map(\.text) == ["提币未到账怎么办"])
        #expect(index.suggest(SuggestQuery("tbwdz")).map(\.text) == ["提币未到账怎么办"])
        #expect(
            index.suggest(SuggestQuery("verific")).map(\.text) == [
                "Why was my identity verification rejected?"
            ]
        )
    }
}
