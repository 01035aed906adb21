@testable import Retrieval
import Testing

@Suite struct QuestionPartsTests {
    @Test(arguments: [
        ("deposit \"transaction hash\"", ["transaction hash"]), ("“交易哈希”在哪里", ["交易哈希"]),
        ("「標籤」 \"memo\"", ["標籤", "memo"]), ("still \"typing", []), ("a \"?!\" b", []), ("it's Ana's", []),
    ])
    func whatStandsInQuotes(_ text: String, _ phrases: [String]) {
        let parts = QuestionParts(text)
        #expect(parts.phrases == phrases)
        #expect(parts.wanted == text)
    }

    @Test(arguments: [
        ("withdraw -bank card", ["bank"], "withdraw ", 5, " card"),
        ("withdraw -\"bank card\" now", ["bank card"], "withdraw ", 12, " now"),
        ("提币 －手续费", ["手续费"], "提币 ", 12, ""),
    ])
    func whatIsNotWanted(
        _ text: String,
        _ excluded: [String],
        _ before: String,
        _ blanks: Int,
        _ after: String
    ) {
        let parts = QuestionParts(text)
        #expect(parts.excluded == excluded)
        #expect(parts.wanted == before + String(repeating: " ", count: blanks) + after)
        #expect(parts.wanted.utf8.count == text.utf8.count, "places in the question stay")
    }

    @Test(arguments: [
        "error -1021", "ERC-20 deposit", "deposit - where is it", "-bank", "- -", "anti-phishing",
    ])
    func otherMinusSignsAreNone(_ text: String) {
        let parts = QuestionParts(text)
        #expect(parts.excluded.isEmpty)
        #expect(parts.wanted == text)
    }

    @Test func whatStandsTogetherComesFirstAndNothingIsHidden() {
        let index = SearchIndex(documents: [
            SmallLibrary.document("apart", "en", "Transaction transaction", "A hash of the block, the hash."),
            SmallLibrary.document("together", "en", "Explorer", "Look for the transaction hash there."),
        ])
        func found(_ text: String) -> [String] { index.search(SearchQuery(text)).hits.map(\.id) }
        #expect(found("transaction hash").first == "apart")
        #expect(found("\"transaction hash\"") == ["together", "apart"])
        #expect(found("\"hash transaction\"").count == 2, "a phrase that nobody wrote is none")
    }

    @Test func whatIsNotWantedIsNotFound() {
        #expect(SmallLibrary.found("deposit withdrawal").contains("withdrawal-en"))
        #expect(!SmallLibrary.found("deposit withdrawal -explorer").contains("withdrawal-en"))
        #expect(SmallLibrary.found("deposit withdrawal -explorer").contains("memo-en"))
        #expect(!SmallLibrary.found("提币 充币 -标签").contains("memo-zh"))
    }
}
