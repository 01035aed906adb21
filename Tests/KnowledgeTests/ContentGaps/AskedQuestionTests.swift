import Base
@testable import Knowledge
import Safeguard
import Testing

@Suite("Asked questions")
struct AskedQuestionTests {
    private func kept(_ text: String) -> String? {
        AskedQuestion(text, in: .english, gate: SecretsGate())?.text
    }

    @Test(
        "what is asked in other letters is one question",
        arguments: [
            ("  Withdrawal   NOT arrived?", "withdrawal not arrived"), ("ＵＳＤＴ　提币", "usdt 提币"),
            ("提币没到账？", "提币没到账"), ("error 40012", "error 40012"), ("FIX 269", "fix 269"),
        ]
    )
    func form(_ text: String, _ expected: String) {
        #expect(kept(text) == expected)
    }

    @Test(
        "what leads to somebody is not kept",
        arguments: [
            "", "a", "?!", "ada@exchange.example", "my phone 138 0013 8000", "order 20261127001",
            "https://evil.example/x", "0x52908400098527886E0F7030069857D2E4169EE7",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq where", "password: hunter2xyz",
            "legal winner thank year wave sausage worth useful legal winner thank yellow",
            "a\u{202E}b", String(repeating: "long ", count: 30),
        ]
    )
    func personal(_ text: String) {
        #expect(kept(text) == nil)
    }
}
