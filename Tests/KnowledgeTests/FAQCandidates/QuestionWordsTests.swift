import Base
@testable import Knowledge
import Testing

/// Of what a text consists, and in which language it is.
@Suite("Question words")
struct QuestionWordsTests {
    @Test(
        "words are units, and of scripts without spaces every two characters",
        arguments: [
            ("My withdrawal, isn't there!", ["my", "withdrawal", "isn't", "there"]),
            ("提币没到账", ["提币", "币没", "没到", "到账"]),
            ("我 USDT没到", ["我", "usdt", "没到"]),
            ("出金できない", ["出金", "金で", "でき", "きな", "ない"]),
            ("ＵＳＤＴ １２", ["usdt", "12"]), ("", []), ("…!?", []), ("'tis '", ["tis"]),
        ]
    )
    func units(_ text: String, _ units: [String]) {
        #expect(QuestionWords(text).units == units)
    }

    @Test(
        "numbers, addresses and hashes are told from names that hold a digit",
        arguments: [
            ("withdraw 500 USDT", true), ("order 12", true), ("TXID 3f9ab7c0de", true), ("error 50102", true),
            ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", true), ("Lopadotemachoselachogaleokranio", true),
            ("which network is ERC20", false), ("lost my 2FA", false), ("提币没到账", false),
            ("web3 wallet", false),
        ]
    )
    func numbers(_ text: String, _ holds: Bool) {
        #expect(QuestionWords(text).holdsNumbers == holds)
    }

    @Test(
        "a text is in the language of its script, whatever the conversation's is",
        arguments: [
            ("提币没到账", "en", "zh-CN"), ("提幣沒到帳", "zh-TW", "zh-TW"), ("出金できない", "zh-CN", "ja"),
            ("where is it", "zh-CN", "en"), ("où est-il", "fr", "fr"), ("出金", "ja", "ja"),
        ]
    )
    func language(_ text: String, _ told: String, _ written: String) throws {
        let (told, written) = (
            try #require(LocaleCode(rawValue: told)), try #require(LocaleCode(rawValue: written))
        )
        #expect(LocaleCode.written(text, told: told) == written)
    }
}
