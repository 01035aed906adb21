@testable import Retrieval
import Testing

@Suite struct TranslatedTermsTests {
    /// Pages in two languages, and one that nobody has translated.
    private static var documents: [SearchDocument] {
        let pairs = [
            ("Withdraw coins", "提币", "Withdraw coins to your wallet", "提币到您的钱包"),
            ("Withdraw limits", "提币限额", "How much you may withdraw", "您可以提币多少"),
            ("Wallet address", "钱包地址", "The address of a wallet", "钱包的地址"),
            ("Deposit limits", "充值限额", "How much you may deposit", "您可以充值多少"),
            ("Deposit address", "充值地址", "Where to deposit", "充值到哪里"),
        ]
        var documents: [SearchDocument] = []
        for (number, pair) in pairs.enumerated() {
            for (language, title, text) in [("en", pair.0, pair.2), ("zh-CN", pair.1, pair.3)] {
                documents.append(
                    SearchDocument(
                        id: "\(number)-\(language)",
                        language: language,
                        page: "/help/\(number)",
                        kind: "article",
                        title: title,
                        sections: [.init(text: text)]
                    )
                )
            }
        }
        documents.append(SmallLibrary.document("alone", "en", "Deposit by bank", "Deposit dollars by bank."))
        return documents
    }

    private func found(
        _ text: String,
        _ language: String,
        _ index: SearchIndex,
        translations: Bool = false
    ) -> [String] {
        let query = SearchQuery(text, preferredLanguage: language, includesTranslations: translations)
        return index.search(query).hits.map(\.id)
    }

    @Test func theOtherLanguagesOfAPageComeBehindTheTextThatWasFound() throws {
        let index = SearchIndex(documents: Self.documents)
        let alone = found("wallet address", "en", index)
        #expect(alone.first == "2-en" && !alone.contains("2-zh-CN"))
        let both = found("wallet address", "en", index, translations: true)
        #expect(both.first == "2-en" && both.contains("2-zh-CN"))
        let only = SearchQuery(
            "钱包地址",
            preferredLanguage: "en",
            restrictToLanguage: true,
            includesTranslations: true
        )
        let hit = try #require(index.search(only).hits.first)
        #expect(hit.id == "2-en")
        #expect(hit.titleCoverage > 0.9, "told by the text that holds the words")
    }

    @Test func aWordIsLearnedFromPagesThatHoldItInBothLanguages() throws {
        var index = SearchIndex(documents: Self.documents)
        #expect(!found("充值", "zh-CN", index).contains("alone"))
        index.learnTranslations()
        #expect(found("充值", "zh-CN", index).contains("alone"))
        #expect(
            found("充值", "zh-CN", index).first == "3-zh-CN" || found("充值", "zh-CN", index).first == "4-zh-CN"
        )
        #expect(!found("提币", "zh-CN", index).contains("alone"))
        let deposit = try #require(index.vocabulary.word("deposit")?.term)
        let chinese = try #require(index.vocabulary.term(Vocabulary.Key.bigram(0x5145, 0x503C)))
        #expect(index.translatedTerms.of(deposit).first?.term == chinese)
        #expect(index.translatedTerms.of(chinese).first?.term == deposit)
    }

    @Test func aLatinWordAmongChineseOnesIsFoundInChinese() {
        var index = SearchIndex(
            documents: Self.documents + [SmallLibrary.document("hardware", "zh-CN", "硬件钱包", "硬件钱包的使用")]
        )
        #expect(!found("查看 wallet", "zh-CN", index).contains("hardware"))
        index.learnTranslations()
        #expect(found("查看 wallet", "zh-CN", index).contains("hardware"))
    }

    @Test func aPageThatIsGoneBringsNothing() {
        var index = SearchIndex(documents: Self.documents)
        index.remove(id: "2-zh-CN")
        #expect(found("wallet address", "en", index, translations: true).allSatisfy { $0 != "2-zh-CN" })
        #expect(index.translations(of: 4) == [4])
    }

    @Test func nothingIsLearnedFromNothing() {
        var index = SmallLibrary.index
        index.learnTranslations()
        #expect(SmallLibrary.found("withdrawal") == index.search(SearchQuery("withdrawal")).hits.map(\.id))
    }
}
