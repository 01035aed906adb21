@testable import Safeguard
import Foundation
import TestSupport
import Testing

@Suite struct SecretsGateTests {
    private let gate = SecretsGate()
    private let key = Base58Writer.walletImportFormat(version: 0x80, isCompressed: true, seed: 1)

    @Test(
        "a text without secrets comes back as it is",
        arguments: [
            "", " ", "hello", "你好，我的提币还没有到账", "e\u{301}\r\n👩‍👩‍👧 \u{202E}abc",
            String(repeating: "x", count: 5000),
        ]
    )
    func untouched(_ text: String) {
        let masked = gate.mask(text)
        // Compared as scalars: Swift holds different normal forms for equal.
        #expect(Array(masked.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(masked.kinds == [])
    }

    @Test("only the secret is replaced, by a mask that tells nothing about it")
    func replaced() throws {
        let short = try Mnemonic.valid(.english, 12).joined(separator: " ")
        let long = try Mnemonic.valid(.english, 24).joined(separator: " ")
        let expected = MaskedText(text: "help 👩‍👩‍👧: \(SecretsGate.mask) – now?", kinds: [.seedPhrase])
        #expect(gate.mask("help 👩‍👩‍👧: \(short) – now?") == expected)
        #expect(gate.mask("help 👩‍👩‍👧: \(long) – now?") == expected)
    }

    @Test("a file of many windows is read to its end, and over their edges")
    func windows() throws {
        let phrase = try Mnemonic.valid(.english, 24).joined(separator: " ")
        let step = SecretDetector.window - SecretDetector.overlap
        for start in [0, step - 50, SecretDetector.window - 20, 2 * step + 7, 3 * SecretDetector.window] {
            let text =
                String(repeating: "x ", count: start / 2) + phrase + " \(key) "
                + String(repeating: "y ", count: 900)
            let found = SecretDetector().find(in: text)
            #expect(found.map(\.kind) == [.seedPhrase, .privateKey], "at \(start)")
            #expect(
                found.first?.range == start / 2 * 2..<start / 2 * 2 + phrase.unicodeScalars.count,
                "at \(start)"
            )
        }
    }

    @Test("what is passed over at one look has nothing that the scanners find")
    func oneLook() throws {
        let detector = SecretDetector()
        let phrase = try Mnemonic.valid(.english, 12)
        let chinese = try Mnemonic.valid(.chineseSimplified, 12)
        let parts: [String] =
            phrase + chinese + [
                key, String(key.dropLast()), "-----BEGIN PRIVATE KEY-----", "---", "my", "0", " ", "\n", "é",
                "助", "助记词",
                chinese.joined(), chinese.joined(separator: " "), "abandn", "Ａｂｌｅ", "的", "，", "seed", "word",
                "\u{200B}",
                try Mnemonic.valid(.japanese, 12).joined(),
                try Mnemonic.valid(.korean, 12).joined(separator: " "),
                "4450612310077283", "4450 6123 1007 7283", "11010519491231002X", "password", "密码", "验证码是",
                "：", "is",
                "482913", "hunter22", "api secret", "\"ciphertext\"", "{", "}", "\"crypto\"", "[1,2]", "pin",
                "2fa",
                "sn4Xub26uduyWabM36GP54vBNZGQa",
            ]
        var generator = SeededGenerator(7)
        for number in 0..<2000 {
            var text = number.isMultiple(of: 3) ? phrase : []
            for _ in 0..<Int.random(in: 0..<12, using: &generator) {
                let place = Int.random(in: 0...text.count, using: &generator)
                text.insert(parts.randomElement(using: &generator) ?? "", at: place)
            }
            let joined = text.joined(separator: number.isMultiple(of: 2) ? " " : "\n- ")
            #expect(detector.find(in: joined) == detector.scanned(Array(joined.unicodeScalars)), "\(joined)")
        }
    }

    @Test("several secrets are hidden each, their kinds told once")
    func several() throws {
        let phrase = try Mnemonic.valid(.korean, 15).joined(separator: " ")

        let masked = gate.mask("1) \(key) 2) \(phrase) 3) \(key)")

        let mask = SecretsGate.mask
        #expect(
            masked == MaskedText(text: "1) \(mask) 2) \(mask) 3) \(mask)", kinds: [.seedPhrase, .privateKey])
        )
    }

    @Test("what was masked is not masked again")
    func twice() throws {
        let phrase = try Mnemonic.valid(.chineseSimplified, 24).joined()
        let once = gate.mask("我的助记词：\(phrase)")
        #expect(gate.mask(once.text) == MaskedText(text: once.text, kinds: []))
    }

    @Test("a text comes to rest though what was hidden stood between the words of another phrase")
    func rest() throws {
        let gate = SecretsGate()
        // Words of the Chinese list and broken letters, as a machine found them.
        let found =
            "5Yqp6IuLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi4uLi1JSUlIg5pivIOWcqCAwruWcqCCuEwGvje/kuI3v5LiNIOS6hi"
            + "Cw6K/v5LiN7+S4jSDkuoYgsOivje/kuI0g5LqGIOavje+8mueahCDkuIAgppivIOWcqCCusOivje+n5LiNIOS6hiDm"
            + "nIn///////8g5LqGILDor43v5LiNIOS6hiDmnIkg5ZKMIOS6uiDo6F9f6K8g5pyJIOWSjCDkurog6OiusOivje+8mu"
            + "eahCDkuIggppivIOWcqCCusOivje+n5LiNIOS6hiDmnIn///////////////8g5ZKMIOS6uiDov5kg5LitIL+ZIOS4"
            + "rSDlpKc="
        let text = String(decoding: try #require(Data(base64Encoded: found)), as: UTF8.self)
        let masked = gate.mask(text)
        #expect(!masked.kinds.isEmpty)
        #expect(gate.mask(masked.text).text == masked.text)
    }

    @Test("the names of the kinds are part of the API")
    func names() {
        #expect(
            SecretKind.allCases.map(\.rawValue) == [
                "seed_phrase", "private_key", "api_key", "password", "one_time_code", "card_number",
                "identity_number",
            ]
        )
    }
}
