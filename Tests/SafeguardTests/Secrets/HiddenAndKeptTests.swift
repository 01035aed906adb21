@testable import Safeguard
import Testing

/// Texts that a careful reader knows how to read and a scanner once did not.
@Suite struct HiddenAndKeptTests {
    private static let hexadecimal = "4e3b1f0c9d8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b"
    private static let mask = SecretsGate.mask

    private func kinds(_ text: String) -> [SecretKind] { SecretsGate().mask(text).kinds }

    @Test(
        "any number of invisible characters in a word hide nothing",
        arguments: ["\u{200B}\u{200D}", "\u{FEFF}\u{2060}\u{200B}"]
    )
    func invisible(_ sign: String) throws {
        let words = try Mnemonic.valid(.english, 12, seed: 90).map { $0.prefix(2) + sign + $0.dropFirst(2) }
        #expect(SecretsGate().mask(words.joined(separator: " ")).text == Self.mask)
    }

    @Test("a key right behind a word of another script", arguments: ["ключ", "cl\u{E9}", "私钥", "κλειδί"])
    func glued(_ word: String) {
        #expect(kinds(word + "snoPBrXtMeMyMHUVTgbuqAfg1SUTb") == [.privateKey])
    }

    @Test("Japanese phrases whose words stand together in groups", arguments: [2, 3, 4, 6])
    func groups(_ size: Int) throws {
        for seed in UInt64(1)...20 {
            let words = try Mnemonic.valid(.japanese, 12, seed: seed)
            let text = stride(from: 0, to: 12, by: size).map { words[$0..<($0 + size)].joined() }.joined(
                separator: " "
            )
            #expect(kinds(text) == [.seedPhrase], "\(text)")
        }
    }

    @Test(
        "passwords that begin like placeholders, or have letters beyond ASCII",
        arguments: [
            "password: $uperMan1", "my password is $uperMan1!", "password: {Tr0ub4dor}",
            "password is Müller2024",
            "密码是Pässw0rd9", "password: пароль123", "my password is Kx7!zbkkzxxx", "密码：Ab12***9kQz",
        ]
    )
    func passwords(_ text: String) {
        #expect(kinds(text) == [.password])
    }

    @Test(
        "placeholders and words of other languages stay",
        arguments: [
            "password: $PASSWORD", "password: ${DB_PASS2}", "password: %PASSWORD%", "password: {password}",
            "password: <yours>",
            "password: [your password]", "password: oubliée", "password: контроль", "password: 12xxxx",
            "密码：ab****56",
        ]
    )
    func placeholders(_ text: String) {
        #expect(kinds(text) == [])
    }

    @Test(
        "64 hex digits that are called a private key in one breath",
        arguments: [
            "private key for this address: ", "the private key of the wallet that made this transaction is ",
            "这个地址的私钥是",
            "PRIVATE KEY (withdrawal address) = ",
        ]
    )
    func calledKey(_ words: String) {
        #expect(kinds(words + Self.hexadecimal) == [.privateKey])
    }

    @Test(
        "64 hex digits that are not",
        arguments: [
            "I lost my private key. The txid is ", "my private key is safe, txid: ",
            "sent to my private wallet, hash: ",
            "public key: ", "private key lost; transaction ",
        ]
    )
    func calledTransaction(_ words: String) {
        #expect(kinds(words + Self.hexadecimal) == [])
    }

    @Test(
        "shorter values behind the name of a private key",
        arguments: [
            "my private key is 9f86d081884c7d659a2feaa0c55ad015", "private key: abcDEF123456ghiJKL789mnoPQR",
            "私钥：abcDEF123456ghiJKL789mno",
        ]
    )
    func shortKeys(_ text: String) {
        #expect(kinds(text) == [.privateKey])
    }

    @Test("keystores within texts, arrays that are cut off")
    func files() {
        let keystore =
            #"{"address":"52","crypto":{"cipher":"aes-128-ctr","ciphertext":"aabb","mac":"aa"},"version":3}"#
        let escaped = keystore.replacing("\"", with: "\\\"")
        for text in [keystore, #"{"keystore": ""# + escaped + #""}"#, keystore.replacing("\"", with: "'")] {
            #expect(kinds(text) == [.privateKey], "\(text)")
        }
        let bytes = (7..<50).map(String.init).joined(separator: ", ")
        #expect(kinds("my secret key: [\(bytes)") == [.privateKey])
        #expect(kinds("my secret key: [\(bytes), ...") == [.privateKey])
        #expect(kinds("the candle prices: [\(bytes)") == [])
    }

    @Test("of kinds that overlap the surer one counts")
    func overlapping() {
        #expect(kinds("my password: 4111111111111111") == [.cardNumber])
    }

    @Test("what is called a seed phrase is hidden, whatever is wrong with it")
    func called() throws {
        var words = try Mnemonic.valid(.english, 12, seed: 92)
        words.swapAt(3, 4)
        let text = words.joined(separator: " ")
        #expect(kinds(text) == [])
        for name in ["my seed phrase: ", "recovery phrase is ", "Mnemonic:\n"] {
            // The name is of the list as well, and may be the first word of a phrase by chance.
            let left = SecretsGate().mask(name + text).text
            #expect(left.hasSuffix(Self.mask) && (name + Self.mask).hasPrefix(left.dropLast(Self.mask.count)))
        }
        #expect(
            SecretsGate().mask("my seed phrase: " + words.dropLast().joined(separator: " ")).kinds == [
                .seedPhrase
            ]
        )
        let chinese = try Mnemonic.wrong(.chineseSimplified, 12, seed: 93).joined(separator: " ")
        #expect(kinds(chinese) == [] && kinds("恢復詞：" + chinese) == [.seedPhrase])
    }

    @Test(
        "talk about seed phrases is talk",
        arguments: [
            "what is a seed phrase and where can I find it when I lost my phone, please help me",
            "my seed phrase does not work any more, I can not open the wallet since the last update",
            "How to recover account when both phone and recovery code are lost? Please help me, it is urgent",
            "助记词是什么？我在哪里可以看到我的助记词，换了手机以后找不到了",
        ]
    )
    func talk(_ text: String) {
        #expect(kinds(text) == [])
    }

    @Test("a field's name says what its value is")
    func named() {
        let gate = SecretsGate()
        #expect(
            gate.mask("hunter2x", named: "login_password") == MaskedText(text: Self.mask, kinds: [.password])
        )
        #expect(gate.mask("abcDEF123456ghiJKL789", named: "api-secret").kinds == [.apiKey])
        #expect(gate.mask("482913", named: "验证码").kinds == [.oneTimeCode])
        #expect(gate.mask("482913", named: "order number") == MaskedText(text: "482913", kinds: []))
        #expect(gate.mask("vip3", named: "tier") == MaskedText(text: "vip3", kinds: []))
    }
}
