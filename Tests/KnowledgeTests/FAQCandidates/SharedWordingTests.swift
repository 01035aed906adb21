import Base
@testable import Knowledge
import Safeguard
import Testing

/// In which words a question may be shown.
@Suite("Shared wording")
struct SharedWordingTests {
    private static func wordings(of text: String, used: [String]) -> [String] {
        let used = used.enumerated().map { ($0, Set(QuestionWords($1).units)) }
        return SharedWording(used: Dictionary(uniqueKeysWithValues: used), gate: SecretsGate())
            .wordings(of: text, in: .english)
    }

    @Test("what three people used is shown, what two used is not")
    func three() {
        let text = "where is my withdrawal"
        #expect(Self.wordings(of: text, used: [text, text, text]) == [text])
        #expect(Self.wordings(of: text, used: [text, text, "where is my"]) == [])
    }

    @Test("of a text that holds more, the part is shown that holds no more")
    func parts() {
        let used = ["提币没到账怎么办", "我的提币没到账怎么办呢", "请问提币没到账怎么办"]
        let text = "你好，我是王小明，提币没到账怎么办？订单 20260101"
        #expect(Self.wordings(of: text, used: used + [text]) == ["提币没到账怎么办"])
    }

    @Test("two characters that stand together are a name, though everybody uses each")
    func names() {
        let used = ["小红提币没到", "明天提币没到", "王子提币没到"]
        #expect(Self.wordings(of: "王小明提币没到", used: used) == [])
    }

    @Test(
        "numbers, addresses, secrets and single words are never shown, however many used them",
        arguments: [
            "withdraw 500 usdt", "write to ada@exchange.example", "see https://evil.example/x now",
            "call +44 20 7946 0958", "order 12345678", "go to www.evil.example now", "hello", "a", "▮▮▮▮▮▮",
            "my password is hunter2x",
            "legal winner thank year wave sausage worth useful legal winner thank yellow",
        ]
    )
    func never(_ text: String) {
        #expect(Self.wordings(of: text, used: [text, text, text]) == [])
    }

    @Test("what stands between words is taken out")
    func plain() {
        let text = "Withdrawal (BTC) 🙏 not arrived?!"
        #expect(Self.wordings(of: text, used: [text, text, text]) == ["Withdrawal BTC not arrived"])
    }
}
