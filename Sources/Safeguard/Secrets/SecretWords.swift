/// The words by which the survey knows that a text speaks of something secret.
final class SecretWords: Sendable {
    enum Cue: UInt8, Sendable {
        /// A seed phrase is called one.
        case phrase
        /// A password, code, API key or card is.
        case credential
        /// Part of a keystore file.
        case file
        /// May stand between the words of a phrase and number them; none is in a list.
        case label
    }

    static let shared = SecretWords()

    private let latin: [UInt64: Cue]
    /// By the lowest bits of the key, whether a word may be one of them; most words end here.
    private let filter: [Bool]
    private let han: [UInt64: Cue]
    private let beginnings: [Bool]

    private init() {
        var latin: [UInt64: Cue] = [:]
        var filter = [Bool](repeating: false, count: 4096)
        var han: [UInt64: Cue] = [:]
        var beginnings = [Bool](repeating: false, count: 0x10000)
        let words: [(Cue, String)] = [
            (.phrase, SeedPhraseCalls.names.filter { $0.utf8.first ?? 0 < 0x80 }.joined(separator: " ")),
            (
                .credential,
                """
                password passwords passwd pwd passcode passphrase pass passwort pin otp totp fa mfa code codes cvv cvc cvn \
                authenticator verification key apikey secret token credentials
                """
            ),
            (.credential, Self.joined),
            (.file, "ciphertext"), (.label, "st nd rd th no nr num wort mot"),
        ]
        for (cue, list) in words {
            for word in list.split(separator: " ") {
                let key = WordKey(String(word))
                latin[key.value] = cue
                filter[Self.place(key)] = true
            }
        }
        let pairs: [(Cue, String)] = [
            (.phrase, SeedPhraseCalls.names.filter { $0.utf8.first ?? 0 >= 0x80 }.joined(separator: " ")),
            (.credential, "密码 密碼 口令 验证 驗證 校验 校驗 动态 動態 密钥 密鑰 秘钥 秘鑰 一次 安全 私钥 私鑰 短信 谷歌 登录 暗号 份码 份碼"),
        ]
        for (cue, list) in pairs {
            for pair in list.split(separator: " ") {
                let scalars = Array(pair.unicodeScalars)
                han[UInt64(scalars[0].value) << 32 | UInt64(scalars[1].value)] = cue
                beginnings[Int(scalars[0].value)] = true
            }
        }
        (self.latin, self.filter, self.han, self.beginnings) = (latin, filter, han, beginnings)
    }

    /// The phrases of several words as programs write them, `accessToken`, whole and in part; digits part words.
    private static var joined: String {
        var joined: Set<String> = []
        for words in CredentialCue.englishPhrases where words.count > 1 {
            for start in words.indices {
                for end in words.indices where end > start {
                    let letters = words[start...end].joined().split(whereSeparator: \.isNumber)
                    joined.formUnion(letters.filter { $0.count > 2 }.map(String.init))
                }
            }
        }
        return joined.sorted().joined(separator: " ")
    }

    @inline(__always)
    private static func place(_ key: WordKey) -> Int {
        Int(truncatingIfNeeded: (key.value &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }

    @inline(__always)
    func cue(_ key: WordKey) -> Cue? {
        filter[Self.place(key)] ? latin[key.value] : nil
    }

    @inline(__always)
    func mayBegin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x10000 && beginnings[Int(scalar.value)]
    }

    func cue(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Cue? {
        han[UInt64(first.value) << 32 | UInt64(second.value)]
    }
}
