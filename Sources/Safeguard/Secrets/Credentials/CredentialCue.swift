/// What a word or two say the following value is.
struct CredentialCue {
    enum Kind {
        case password
        /// A PIN: a password of a few digits.
        case pin
        case code
        /// The three digits on the back of a card.
        case cardCode
        case apiKey
        /// A wallet's.
        case privateKey
    }

    let kind: Kind
    /// Where the words stand.
    let range: Range<Int>
    /// Whether the words alone do not say enough: `key`, `pass`, `secret` need a colon or an equals sign behind them.
    let needsSign: Bool

    /// English words and phrases; the longest that fits at a place counts.
    ///
    /// Words may stand apart by a space, hyphen,
    /// underscore or nothing.
    private static let english: [(Kind, Bool, [String])] = [
        (
            .password, false,
            [
                "password", "passwords", "passwd", "pwd", "passcode", "passwort", "passphrase", "pass word",
                "pass code",
                // One that its owner chose, unlike the key and the secret that come with it.
                "api passphrase",
            ]
        ),
        (.password, true, ["pass", "credentials", "ok access passphrase"]),
        (.pin, false, ["pin", "pin code", "pin number"]),
        (
            .code, false,
            [
                "otp", "otp code", "totp", "totp code", "2fa", "2fa code", "mfa code", "verification code",
                "security code", "sms code",
                "auth code", "authentication code", "authenticator code", "google authenticator",
                "google authenticator code",
                "google code", "ga code", "confirmation code", "one time code", "one time password",
                "one time passcode",
                "login code", "email code", "phone code", "text code", "my code", "backup code",
                "backup codes", "recovery code",
                "recovery codes", "verify code",
            ]
        ),
        (.cardCode, false, ["cvv", "cvc", "cvn", "cvv2", "cvc2", "cvv code", "cvc code"]),
        (
            .apiKey, false,
            [
                "api key", "api secret", "secret key", "api secret key", "access key", "access secret",
                "api token",
                "access token", "secret access key", "private api key", "client secret", "secret token",
            ]
        ),
        (.privateKey, false, ["private key", "priv key", "wallet private key"]),
        (.apiKey, true, ["secret", "x mbx apikey", "ok access key"]),
    ]

    private static let chinese: [(Kind, Bool, [String])] = [
        (
            .password, false,
            ["密码", "密碼", "口令", "登录密码", "交易密码", "资金密码", "支付密码", "登錄密碼", "暗号"]
        ),
        (
            .code, false,
            [
                "验证码", "驗證碼", "校验码", "校驗碼", "动态码", "動態碼", "动态密码", "動態密碼", "一次性密码", "一次性密碼", "安全码", "短信码",
                "谷歌码", "谷歌验证码", "谷歌驗證碼", "谷歌验证", "谷歌验证器", "谷歌驗證", "动态口令", "登录码", "备份码", "備份碼",
            ]
        ),
        (.apiKey, false, ["密钥", "密鑰", "秘钥", "秘鑰"]),
        (.privateKey, false, ["私钥", "私鑰"]),
    ]

    private struct Phrase: Sendable {
        let kind: Kind
        let needsSign: Bool
        let scalars: [Unicode.Scalar]
    }

    /// By first letter, the longest first.
    private static let phrases: [UInt32: [Phrase]] = {
        var phrases: [UInt32: [Phrase]] = [:]
        for (kind, needsSign, texts) in english + chinese {
            for text in texts {
                let phrase = Phrase(kind: kind, needsSign: needsSign, scalars: Array(text.unicodeScalars))
                phrases[phrase.scalars[0].value, default: []].append(phrase)
            }
        }
        return phrases.mapValues { $0.sorted { $0.scalars.count > $1.scalars.count } }
    }()

    /// The places of a text where a cue may begin: with the first two letters of one, and as a word if it is Latin.
    struct Beginnings: Sendable {
        static let shared = Beginnings()

        /// One bit for some pairs of letters: most words of a text begin nothing, and asking the phrases takes longer.
        private var filter = InlineArray<16, UInt64>(repeating: 0)

        private init() {
            for phrase in CredentialCue.phrases.values.joined() {
                let (first, second) = (phrase.scalars[0], phrase.scalars[1])
                // Words are joined by several signs, or by none.
                let seconds = second == " " ? [" ", "-", "_", phrase.scalars[2]] : [second]
                for second in seconds {
                    let place = Self.place(first, second)
                    filter[place >> 6] |= 1 << UInt64(place & 63)
                }
            }
        }

        @inline(__always)
        func mayBegin(_ lowered: [Unicode.Scalar], at start: Int) -> Bool {
            guard start + 1 < lowered.count else { return false }
            let first = lowered[start]
            let place = Self.place(first, lowered[start + 1])
            guard filter[place >> 6] >> UInt64(place & 63) & 1 == 1 else { return false }
            return first.value >= 0x80 || start == 0 || !lowered[start - 1].isAlphanumeric
        }

        @inline(__always)
        private static func place(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Int {
            Int((first.value &* 37 &+ second.value) & 1023)
        }
    }

    /// The English phrases word by word.
    static var englishPhrases: [[String]] {
        english.flatMap(\.2).map { $0.split(separator: " ").map(String.init) }
    }

    /// The cue that begins at a place where ``Beginnings`` say that one may.
    init?(_ lowered: [Unicode.Scalar], at start: Int) {
        guard let candidates = Self.phrases[lowered[start].value] else { return nil }
        let isWord = lowered[start].value < 0x80
        for phrase in candidates {
            guard let end = Self.end(of: phrase.scalars, lowered, start),
                !isWord || end == lowered.count || !lowered[end].isAlphanumeric
            else { continue }
            (kind, range, needsSign) = (phrase.kind, start..<end, phrase.needsSign)
            return
        }
        return nil
    }

    private static func end(of phrase: [Unicode.Scalar], _ text: [Unicode.Scalar], _ start: Int) -> Int? {
        var position = start
        for letter in phrase {
            if letter == " " {
                // Words are joined as programmers and people do.
                if position < text.count, " -_".unicodeScalars.contains(text[position]) { position += 1 }
            } else {
                guard position < text.count, text[position] == letter else { return nil }
                position += 1
            }
        }
        return position
    }
}
