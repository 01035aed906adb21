import Retrieval
import Testing

@Suite struct SearchTests {
    @Test(arguments: [
        ("withdrawal not arrived", "withdrawal-en"), ("my withdrawals have not arrived yet", "withdrawal-en"),
        ("withdrawl not arived", "withdrawal-en"), ("forgot memo", "memo-en"), ("missing tag", "memo-en"),
        ("verification rejected", "verification-en"), ("api keys", "api-en"),
        ("提币没到账", "withdrawal-zh"), ("提幣未到賬", "withdrawal-zh"), ("忘了填标签", "memo-zh"),
        ("认证被拒", "verification-zh"), ("账户冻结", "freeze-zh"), ("帐户被冻结", "freeze-zh"),
    ])
    func theRightAnswerComesFirst(_ question: String, _ expected: String) {
        #expect(SmallLibrary.found(question).first == expected)
    }

    @Test func theReadersLanguageComesFirstAndNothingIsHidden() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("en", "en", "USDT TRC20", "USDT"),
            SmallLibrary.document("zh", "zh-CN", "USDT TRC20", "USDT"),
        ])
        for (reader, expected) in [("en-GB", ["en", "zh"]), ("zh-TW", ["zh", "en"])] {
            #expect(index.search(SearchQuery("USDT", preferredLanguage: reader)).hits.map(\.id) == expected)
            let only = SearchQuery("USDT", preferredLanguage: reader, restrictToLanguage: true)
            #expect(index.search(only).hits.map(\.id) == [expected[0]])
        }
    }

    @Test func aMisspeltWordIsPutRight() {
        let results = SmallLibrary.index.search(SearchQuery("identity verificaton"))
        #expect(results.correction == "identity verification")
        #expect(SmallLibrary.index.search(SearchQuery("identity verification")).correction == nil)
    }

    @Test func kindsAndLimitsHold() {
        let query = SearchQuery("account api key 账户冻结", kinds: ["faq"])
        let hits = SmallLibrary.index.search(query).hits
        #expect(!hits.isEmpty && hits.allSatisfy { $0.document.kind == "faq" })
        #expect(SmallLibrary.index.search(SearchQuery("the transaction hash 交易哈希", limit: 1)).hits.count == 1)
        #expect(SearchQuery("", limit: 5000).limit == 100)
    }

    @Test(arguments: ["", "   ", "？！", "zzzzqqqq", "\u{0}"])
    func nothingFindsNothing(_ question: String) {
        #expect(SmallLibrary.found(question).isEmpty)
    }

    @Test func aVeryLongQuestionIsReadInPart() {
        let question = "withdrawal not arrived " + String(repeating: "lorem ipsum ", count: 20_000)
        #expect(SmallLibrary.found(question).first == "withdrawal-en")
    }

    @Test func coverageTellsHowMuchOfTheQuestionIsAnswered() throws {
        let whole = try #require(
            SmallLibrary.index.search(SearchQuery("My withdrawal has not arrived")).hits.first
        )
        let part = try #require(
            SmallLibrary.index.search(SearchQuery("withdrawal of bananas from Jupiter")).hits.first
        )
        #expect(whole.coverage > 0.95 && whole.titleShare > 0.95)
        #expect(part.coverage < 0.6)
    }

    @Test(arguments: [
        ("tibi", "withdrawal-zh", "提币"), ("zhanghu", "freeze-zh", "账户"),
        ("chongbi biaoqian", "memo-zh", "充币 标签"), ("ti bi", "withdrawal-zh", "提币"),
        ("chong bi biao qian", "memo-zh", "充币标签"), ("zhang hu bei dong jie", "freeze-zh", "账户被冻结"),
        ("wangjitianxiebiaoqian", "memo-zh", "忘记填写标签"), ("zanghu", "freeze-zh", "账户"),
        ("senfen renzen", "verification-zh", "身份 认证"), ("sen fen ren zen", "verification-zh", "身份认证"),
    ])
    func pinyinIsReadAsWhatItStandsFor(_ typed: String, _ expected: String, _ meant: String) {
        let results = SmallLibrary.index.search(SearchQuery(typed))
        #expect(results.hits.first?.id == expected)
        #expect(results.correction == meant)
    }

    @Test(arguments: ["can he send me a memo", "man he can", "API key he can", "a deposit he is so long"])
    func englishIsNotReadAsPinyin(_ question: String) {
        #expect(SmallLibrary.index.search(SearchQuery(question)).correction == nil)
    }

    @Test(arguments: [
        ("my with drawal", "withdrawal-en", "my withdrawal"),
        ("iden tity rejected", "verification-en", "identity rejected"),
        ("verifi-cation", "verification-en", "verification"),
    ])
    func aWordWithASpaceInItIsOneWord(_ question: String, _ expected: String, _ meant: String) {
        let results = SmallLibrary.index.search(SearchQuery(question))
        #expect(results.hits.first?.id == expected)
        #expect(results.correction == meant)
    }

    @Test(arguments: [("币提", "withdrawal-zh"), ("户账冻结", "freeze-zh"), ("证认为什么", "verification-zh")])
    func charactersThatChangedPlacesAreFound(_ question: String, _ expected: String) {
        #expect(SmallLibrary.found(question).first == expected)
    }

    @Test(arguments: [
        ("withdrawal of qwertyuiop", ["qwertyuiop"]), ("My withdrawal has not arrived", []),
        ("提币 香蕉", ["香蕉"]), ("请问提币", []), ("identity verificaton", []), ("zzzzqqqq 🍌", ["zzzzqqqq"]),
    ])
    func whatNobodyWroteIsTold(_ question: String, _ words: [String]) {
        #expect(SmallLibrary.index.search(SearchQuery(question)).passedOver == words)
    }

    @Test func theTitleThatIsTheQuestionComesFirst() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("rules", "en", "Price rules", "Price rules are these."),
            SmallLibrary.document(
                "more",
                "en",
                "Price rules — what price rules",
                "Price rules: price rules."
            ),
            SmallLibrary.document("a", "en", "Price rules — A", "Price rules."),
        ])
        #expect(index.search(SearchQuery("price RULES?")).hits.first?.id == "rules")
        #expect(index.search(SearchQuery("Price rules — A")).hits.first?.id == "a")
    }

    @Test func theTitleThatIsTheQuestionPutRightComesFirst() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("to", "en", "Sending tokens to the wallet", "Sending tokens."),
            SmallLibrary.document("from", "en", "Sending tokens from the wallet", "Tokens."),
            SmallLibrary.document("other", "en", "Fees", "What a transfer costs."),
        ])
        #expect(index.search(SearchQuery("Sending tokens from the wallet")).hits.first?.id == "from")
        #expect(index.search(SearchQuery("Sending toekns from the wallet")).hits.first?.id == "from")
    }

    @Test(
        arguments: [("what is ppermit2", "permit"), ("what is permit3", nil), ("brc20", nil)]
            as [(String, String?)]
    )
    func aNameWithDigitsIsPutRightByItsLettersAlone(_ question: String, _ expected: String?) {
        let index = SearchIndex(documents: [
            SmallLibrary.document("permit", "en", "Permit2", "Permit2 signs once."),
            SmallLibrary.document("tokens", "en", "Tokens of ERC20", "ERC20 tokens."),
        ])
        #expect(index.search(SearchQuery(question)).hits.first?.id == expected)
    }

    @Test func aTextWithoutTitleIsNotHeldBackForIt() throws {
        let text =
            "Prices of coins are volatile." + String(repeating: " They rise, and they fall again.", count: 40)
        let index = SearchIndex(documents: [
            SmallLibrary.document("untitled", "en", "", text),
            SmallLibrary.document("titled", "en", "Banknotes", text),
            SmallLibrary.document("fees", "en", "Fees", "What a transfer costs."),
        ])
        let hits = index.search(SearchQuery("volatile prices of coins")).hits
        #expect(hits.map(\.id) == ["untitled", "titled"])
        #expect(try #require(hits.first).score > 1.1 * #require(hits.last).score)
    }
}
