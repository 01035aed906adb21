@testable import Retrieval
import Testing

/// What is found word for word, and how it is marked.
@Suite("A question to texts")
struct TextQuestionTests {
    private func marked(_ question: String, in text: String, length: Int = 80) -> String? {
        TextQuestion(question).passage(in: text, length: length)?.pieces
            .map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined()
    }

    @Test(
        "each is found and marked",
        arguments: [
            ("withdrawals", "My withdrawal has not arrived", "My [withdrawal] has not arrived"),
            ("arrive withdrawal", "My withdrawal has not arrived", "My [withdrawal] has not [arrived]"),
            ("withdr", "My withdrawal has not arrived", "My [withdrawal] has not arrived"),
            ("with", "My withdrawal has not arrived", "My [withdrawal] has not arrived"),
            ("the", "then the thesis", "then the [thesis]"),
            ("提币", "我的提币未到账", "我的[提币]未到账"),
            ("提幣", "我的提币未到账", "我的[提币]未到账"),
            ("未到账 提币", "我的提币未到账", "我的[提币未到账]"),
            ("币", "我的提币未到账", "我的提[币]未到账"),
            ("ＢＴＣ", "0.5 btc is missing", "0.5 [btc] is missing"),
            ("\"not arrived\"", "It has not arrived", "It has [not arrived]"),
            ("“到账了” btc", "BTC 到账了", "[BTC] [到账了]"),
            ("ana@example.com", "write to Ana@Example.com", "write to [Ana]@[Example].[com]"),
        ]
    )
    func found(question: String, text: String, expected: String) {
        #expect(marked(question, in: text) == expected)
    }

    @Test(
        "each is not there",
        arguments: [
            ("withdrawal deposit", "My withdrawal has not arrived"),
            ("\"arrived not\"", "It has not arrived"),
            ("\"withdrawals arrived\"", "withdrawal arrived"),
            ("withdr ", "My withdrawal has not arrived"),
            ("wi", "My withdrawal has not arrived"),
            ("withx", "My withdrawal has not arrived"),
            ("到提", "我的提币未到账"),
            ("the", "the"), ("the", "then they went"),
            ("", "anything"),
        ]
    )
    func missing(question: String, text: String) {
        #expect(marked(question, in: text) == nil)
    }

    @Test("whatever is found in a text is among the text's terms: one analysis for both")
    func oneAnalysis() {
        let text =
            "Where is my 提币? I've sent 0.75 ETH to 0x52908400098527886E0F7030069857D2E4169EE7 — merci à vous"
        for question in ["提币", "sent eth", "0x529084000985", "\"my 提币\"", "merci", "sen", "币", "vous"] {
            let asked = TextQuestion(question)
            #expect(asked.passage(in: text, length: 80) != nil, "\(question)")
            let terms = TextTerms.all(in: text)
            for alternatives in asked.terms {
                #expect(!terms.isDisjoint(with: alternatives), "\(question): \(alternatives)")
            }
        }
    }

    @Test("words that say nothing are told, and are no terms")
    func passedOver() {
        let question = TextQuestion("where is the order ")
        #expect(question.passedOver == ["where", "is", "the"])
        #expect(question.terms.count == 1)
        #expect(TextQuestion("where is the ").isEmpty)
        #expect(TextTerms.all(in: "where is the").isEmpty)
    }

    @Test("the passage is cut around what is found in a long text")
    func longText() throws {
        let text =
            String(repeating: "Nothing to see in this sentence. ", count: 50) + "The hash is 8f3a. Thank you."
        let passage = try #require(TextQuestion("8f3a").passage(in: text, length: 60))
        #expect(passage.text.contains("The hash is 8f3a"))
        #expect(passage.text.count <= 62)
    }
}
