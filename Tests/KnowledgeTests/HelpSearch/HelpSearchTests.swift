import Base
@testable import Knowledge
import Testing

@Suite("Help search")
struct HelpSearchTests {
    private let search = SmallHelpCentre.search

    @Test(
        "a question finds its article in the reader's language",
        arguments: [
            ("withdrawal not arrived", LocaleCode.english, "withdrawal-not-arrived", LocaleCode.english),
            ("提币没有到账", .simplifiedChinese, "withdrawal-not-arrived", .simplifiedChinese),
            ("authenticator lost", .english, "lost-two-factor", .english),
            ("谷歌验证器", .simplifiedChinese, "lost-two-factor", .simplifiedChinese),
            ("手续费多少", .simplifiedChinese, "trading-fees", .simplifiedChinese),
        ] as [(String, LocaleCode, String, LocaleCode)]
    )
    func finds(_ question: String, _ reader: LocaleCode, _ address: String, _ language: LocaleCode) throws {
        let first = try #require(search.search(question, locale: reader, limit: 5).hits.first)

        #expect(first.slug.rawValue == address)
        #expect(first.locale == language)
        #expect(first.coverage > 0.4)
    }

    @Test("what is only there in the other language is found in it")
    func findsTheOtherLanguage() {
        let first = search.search("proof of reserves", locale: .simplifiedChinese, limit: 5).hits.first

        #expect(first?.slug.rawValue == "proof-of-reserves")
        #expect(first?.locale == .english)
    }

    @Test(
        "what is found in another language is shown in the reader's, at the rank of what was found",
        arguments: ["withdrawal", "authenticator identity document", "makers takers"]
    )
    func showsTheReadersLanguage(_ question: String) throws {
        let english = search.search(question, locale: .english, limit: 5).hits
        let chinese = search.search(question, locale: .simplifiedChinese, limit: 5, hasPassages: true).hits
        let first = try #require(chinese.first)

        #expect(first.slug == english.first?.slug)
        #expect(first.locale == .simplifiedChinese)
        #expect(first.title.unicodeScalars.contains { $0.value > 0x2E80 })
        #expect(first.passage.unicodeScalars.contains { $0.value > 0x2E80 })
        #expect(chinese.map(\.score) == chinese.map(\.score).sorted(by: >))
    }

    @Test("an anchor is that of the language that is shown")
    func anchorOfTheReadersLanguage() throws {
        let question = "confirmations TXID USDT"
        let hits = search.search(question, locale: .simplifiedChinese, limit: 5).hits
        let first = try #require(hits.first)

        #expect(first.url == "/help/withdrawal-not-arrived#查询交易哈希")
        let match = search.matches(question, locale: .simplifiedChinese).all.first
        #expect(match?.locale == .simplifiedChinese)
    }

    @Test("a reader from another region reads their language")
    func anotherRegion() throws {
        let taiwan = try #require(LocaleCode(rawValue: "zh-TW"))

        let first = search.search("makers takers", locale: taiwan, limit: 5).hits.first

        #expect(first?.title == "交易手续费是多少？")
    }

    @Test("a question in traditional characters finds what is written in simplified ones")
    func traditional() throws {
        let taiwan = try #require(LocaleCode(rawValue: "zh-TW"))

        let first = search.search("提領未到帳 提幣未到賬", locale: taiwan, limit: 5).hits.first

        #expect(first?.slug.rawValue == "withdrawal-not-arrived")
        #expect(first?.locale == .simplifiedChinese)
    }

    @Test(
        "a reader of a language that nothing is written in is shown what the page opens in",
        arguments: ["TXID", "提币"]
    )
    func unwritten(_ question: String) throws {
        let japanese = try #require(LocaleCode(rawValue: "ja"))
        let first = try #require(search.search(question, locale: japanese, limit: 5).hits.first)

        #expect(first.slug.rawValue == "withdrawal-not-arrived")
        #expect(first.locale == .english)
    }

    @Test("an article is found once, whatever its languages", arguments: ["TXID", "2FA", "USDT 提币"])
    func once(_ question: String) {
        let slugs = search.search(question, locale: .english, limit: 50).hits.map(\.slug)

        #expect(!slugs.isEmpty)
        #expect(Set(slugs).count == slugs.count)
    }

    @Test("no more are found than asked for, and nothing for nothing")
    func limits() {
        #expect(search.search("arrived", locale: .english, limit: 1).hits.count == 1)
        #expect(search.search("", locale: .english, limit: 5).hits.isEmpty)
        #expect(search.search("zzzzqqqq", locale: .english, limit: 5).hits.isEmpty)
    }

    @Test("a snippet marks what matched and escapes the rest")
    func snippet() throws {
        let first = try #require(
            search.search("confirmations TXID USDT", locale: .english, limit: 5).hits.first
        )

        #expect(first.snippet.markup.contains("<mark>TXID</mark>"))
        #expect(first.snippet.markup.contains("amount &lt; 1"))
        #expect(first.url == "/help/withdrawal-not-arrived#check-the-transaction")
    }

    @Test("a misspelt word is put right")
    func misspelt() {
        let results = search.search("withdrwal not arrived", locale: .english, limit: 5)

        #expect(results.hits.first?.slug.rawValue == "withdrawal-not-arrived")
        #expect(results.correction == "withdrawal not arrived")
    }

    @Test(
        "suggestions begin as what was typed",
        arguments: [("my withd", LocaleCode.english), ("提币", .simplifiedChinese)]
    )
    func suggests(_ typed: String, _ reader: LocaleCode) throws {
        let first = try #require(search.suggest(typed, locale: reader, limit: 5).first)

        #expect(first.url == "/help/withdrawal-not-arrived")
        #expect(first.kind == .article)
    }

    @Test("related articles are others, in the same language")
    func related() throws {
        let article = try #require(SmallHelpCentre.articles.first)

        let related = search.related(to: article, locale: .english, limit: 3)

        #expect(related.map(\.slug.rawValue).contains("deposit-not-arrived"))
        #expect(!related.map(\.slug).contains(article.slug))
        #expect(related.allSatisfy { $0.locale == .english })
    }

    @Test("an article is found as if by its title")
    func hit() {
        let slug = SmallHelpCentre.slug("trading-fees")

        #expect(search.hit(of: slug, locale: .simplifiedChinese)?.title == "交易手续费是多少？")
        #expect(search.hit(of: SmallHelpCentre.slug("unknown"), locale: .english) == nil)
    }

    @Test("what changes is found at once")
    func changes() {
        let added = SmallHelpCentre.article(
            "staking",
            in: "fees",
            english: ("What is staking?", "Staking earns rewards."),
            chinese: nil
        )

        search.articlesChanged([added])

        #expect(search.search("staking rewards", locale: .english, limit: 5).hits.first?.slug == added.slug)
        #expect(search.search("withdrawal", locale: .english, limit: 5).hits.isEmpty == false)
    }

    @Test("two articles that change addresses with each other are both found", arguments: [false, true])
    func swapped(_ isReversed: Bool) {
        let (one, other) = (ID<Article>(at: SmallHelpCentre.now), ID<Article>(at: SmallHelpCentre.now))
        func about(_ word: String, at address: String, _ id: ID<Article>) -> Article {
            let text = (title: "About \(word)", body: "What \(word) is.")
            return SmallHelpCentre.article(address, in: "fees", id: id, english: text, chinese: nil)
        }
        search.articlesChanged([about("amber", at: "first", one), about("jade", at: "second", other)])
        let swapped = [about("amber", at: "second", one), about("jade", at: "first", other)]

        search.articlesChanged(isReversed ? swapped.reversed() : swapped)

        for (word, address) in [("amber", "second"), ("jade", "first")] {
            let found = search.search(word, locale: .english, limit: 5).hits.first
            #expect(found?.slug == SmallHelpCentre.slug(address))
        }
    }
}
