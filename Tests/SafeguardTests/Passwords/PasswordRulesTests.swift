import Base
@testable import Safeguard
import Testing

@Suite struct PasswordRulesTests {
    private static let rules = PasswordRules(expected: ["Demo Exchange"])
    private static let facts = ["Ming Zhao 赵明", "ming.zhao@desk.example"]

    @Test(
        "what nobody would try first is taken, whatever it is written with",
        arguments: [
            "a good password", "correct horse battery staple", "kauri-plinth-97", "Zvx81!kQm02p",
            "赵钱孙李周吴郑王冯陈褚卫",
            "пять зелёных слонов", "四只 蓝色 的 鲸鱼 在 跳舞", "🐳🦊🌵🎻🧀🪁🚲🪴🧭🥨🎲🪐", "            a b c d e f",
            "847261950372", String(repeating: "kauri plinth ", count: 4),
            String("kpzwq jxvmb rdhfn ".reversed()),
        ]
    )
    func taken(_ password: String) throws {
        try Self.rules.check(password, knowing: Self.facts)
    }

    @Test(
        "the length counts code points of the normal form",
        arguments: [
            ("kauri plint", 11), ("", 0), ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 6),
            ("赵钱孙李周吴郑王冯陈褚", 11),
        ]
    )
    func tooShort(_ password: String, _ length: Int) {
        #expect(throws: PasswordError.tooShort(least: 12)) { try Self.rules.check(password) }
    }

    @Test("256 characters are taken and 257 are not, however few letters they make")
    func tooLong() throws {
        let long = String(repeating: "kauri plinth xv! ", count: 20)
        try Self.rules.check(String(long.prefix(256)))
        #expect(throws: PasswordError.tooLong(most: 256)) { try Self.rules.check(String(long.prefix(257))) }
        #expect(throws: PasswordError.tooLong(most: 256)) {
            try Self.rules.check("q" + String(repeating: "\u{336}", count: 256))
        }
    }

    @Test(
        "common ones, and what is easily made of them, are refused",
        arguments: [
            "password1234", "Password2024!", "P@ssw0rd!!!!", "sunshine2024", "iloveyouforever",
            "monkeydragon",
            "footballbaseball", "ＰＡＳＳＷＯＲＤ１２３４", "letmein letmein", "123456789012", "qwertyuiopas",
            "112233445566778899",
        ]
    )
    func common(_ password: String) {
        #expect(throws: PasswordError.common) { try Self.rules.check(password, knowing: Self.facts) }
    }

    @Test(
        "repetitions and sequences are refused",
        arguments: [
            "aaaaaaaaaaaa", "abcabcabcabc", "1qaz2wsx3edc", "zyxwvutsrqpo",
            "xk9!xk9!xk9!",
            "赵赵赵赵赵赵赵赵赵赵赵赵", "zxcvzxcvzxcvzxcv",
        ]
    )
    func predictable(_ password: String) {
        #expect(throws: PasswordError.predictable) { try Self.rules.check(password, knowing: Self.facts) }
    }

    @Test(
        "what a stranger knows about its owner is refused",
        arguments: [
            "MingZhao2026", "ming.zhao@desk.example", "Demo-Exchange-1", "demoexchange!!", "switchboard1",
            "赵明赵明赵明赵明赵明赵明",
            "M1ng-Zha0-99", "zhaoming.zhao", "Switchboard-Demo", "zhao.3f.zhao.3f",
        ]
    )
    func expected(_ password: String) {
        #expect(throws: PasswordError.expected) { try Self.rules.check(password, knowing: Self.facts) }
    }

    @Test("each cause has a code of its own")
    func codes() {
        let errors: [PasswordError] = [
            .tooShort(least: 12), .tooLong(most: 256), .common, .predictable, .expected,
        ]
        #expect(Set(errors.map(\.problem.code)).count == errors.count)
        #expect(errors.allSatisfy { $0.problem.status == 422 && $0.problem.advice != nil })
    }
}
