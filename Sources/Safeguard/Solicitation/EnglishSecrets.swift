/// Which words of a clause name a secret.
struct EnglishSecrets {
    struct Mention {
        let kind: Solicitation
        /// Of words, the name's own.
        let range: Range<Int>
    }

    let mentions: [Mention]

    init(_ words: [String]) {
        var mentions: [Mention] = []
        var place = 0
        while place < words.count {
            guard let mention = Self.mention(in: words, at: place) else {
                place += 1
                continue
            }
            place = mention.range.upperBound
            guard place >= words.count || !Self.things.contains(words[place]) else { continue }
            mentions.append(mention)
        }
        self.mentions = mentions
    }

    /// What is no secret though it is named after one: "the password page", "a verification code error".
    private static let things: Set = Set(
        """
        page pages screen screens field fields error errors email emails mail issue issues problem problems reset resets \
        resetting settings setting prompt option options button section form policy policies manager managers protection \
        requirements requirement box input step window feature length strength format delivery request requests limit \
        attempts attempt rule rules change changes generator tab type method menu link links expired expires verification \
        authentication sender service guide article recovery incorrect invalid wrong hint hints dialog popup notification \
        message messages theft scam scams phishing security management update
        """.split(separator: " ").map(String.init)
    )
    private static let passwords: Set = [
        "password", "passwords", "passw0rd", "passcode", "passcodes", "pwd", "passwd", "pw", "credentials",
        "passphrase", "passphrases",
    ]
    private static let phraseNames: Set = [
        "seed", "recovery", "backup", "secret", "mnemonic", "wallet", "restore",
    ]
    private static let counts: Set = ["12", "24", "twelve", "twenty", "four", "word"]
    private static let phrases: Set = ["phrase", "phrases", "words", "word", "sentence", "list"]
    private static let codeNames: Set = [
        "verification", "verify", "confirmation", "security", "sms", "text", "auth", "authentication",
        "authenticator",
        "authorization", "authorisation", "2fa", "factor", "mfa", "otp", "totp", "time", "login", "signin",
        "email",
        "google", "ga", "phone", "whatsapp", "withdrawal", "digit", "digits", "access", "unlock", "one",
    ]
    private static let codes: Set = [
        "code", "codes", "passcode", "pin", "token", "number", "numbers", "digits",
    ]
    /// Codes that may be told.
    private static let harmless: Set = [
        "error", "promo", "promotion", "referral", "postal", "zip", "country", "qr", "status", "source",
        "invite",
        "invitation", "product", "discount", "coupon", "bar", "swift", "sort", "currency", "area",
        "reference",
        "tracking", "ticket", "transaction", "response", "dress", "region", "branch", "color", "bank",
        "voucher",
        "smart", "contract", "badge", "case", "challenge", "phishing", "exit", "message", "order", "your",
    ]
    /// What says that a code came to the customer.
    private static let arrivals: Set = [
        "received", "receive", "got", "get", "see", "sent", "texted", "arrives", "arrived", "arrive",
        "appears",
        "shows", "showing", "shown", "sms", "text", "email", "inbox", "phone", "authenticator", "device",
        "emailed",
        "comes", "came", "generated", "displayed",
    ]

    private static func mention(in words: [String], at place: Int) -> Mention? {
        let word = words[place]
        func before(_ count: Int) -> ArraySlice<String> { words[max(0, place - count)..<place] }
        func next(_ offset: Int = 1) -> String { place + offset < words.count ? words[place + offset] : "" }
        func mention(_ kind: Solicitation, _ length: Int = 1) -> Mention {
            Mention(kind: kind, range: place..<min(words.count, place + length))
        }
        if word == "pass", ["word", "words", "code", "phrase"].contains(next()) {
            return mention(.password, 2)
        }
        if passwords.contains(word) {
            if before(2).elementsEqual(["one", "time"]) || before(1).contains("sms") {
                return mention(.oneTimeCode)
            }
            if before(2).contains("api") { return mention(.apiSecret) }
            return mention(.password)
        }
        if ["login", "signin", "in"].contains(word),
            ["details", "info", "information", "data"].contains(next()),
            word != "in" || before(1).contains(where: { $0 == "sign" || $0 == "log" })
        {
            return mention(.password, 2)
        }
        if word == "pin", !["it", "this", "them", "the"].contains(next()) {
            return mention(.password, ["code", "number"].contains(next()) ? 2 : 1)
        }
        return phrase(word, before(3), next(), mention) ?? code(words, place, mention)
    }

    private static func phrase(
        _ word: String,
        _ before: ArraySlice<String>,
        _ next: String,
        _ mention: (Solicitation, Int) -> Mention
    ) -> Mention? {
        switch word {
        case "seed", "seeds", "mnemonic", "mnemonics":
            return mention(.seedPhrase, phrases.contains(next) || next == "recovery" ? 2 : 1)
        case "keystore": return mention(.privateKey, next == "file" ? 2 : 1)
        case "xprv", "privkey": return mention(.privateKey, 1)
        case "key", "keys":
            guard let last = before.last, ["private", "priv", "secret", "spending", "signing"].contains(last)
            else {
                return nil
            }
            return mention(last == "secret" && before.contains("api") ? .apiSecret : .privateKey, 1)
        case "secret" where before.contains("api"): return mention(.apiSecret, next == "key" ? 2 : 1)
        default: break
        }
        guard phrases.contains(word), let last = before.last else { return nil }
        let isCounted =
            counts.contains(last)
            && before.contains { $0 == "12" || $0 == "24" || $0 == "twelve" || $0 == "twenty" }
        return phraseNames.contains(last) || isCounted ? mention(.seedPhrase, 1) : nil
    }

    private static func code(
        _ words: [String],
        _ place: Int,
        _ mention: (Solicitation, Int) -> Mention
    ) -> Mention? {
        let word = words[place]
        if ["otp", "otps", "totp", "cvv", "cvv2", "cvc", "cvc2"].contains(word) {
            let isNamed = place + 1 < words.count && codes.contains(words[place + 1])
            return mention(.oneTimeCode, isNamed ? 2 : 1)
        }
        if word == "2fa", place + 1 < words.count, codes.contains(words[place + 1]) {
            return mention(.oneTimeCode, 2)
        }
        guard codes.contains(word) else { return nil }
        let before = words[max(0, place - 3)..<place]
        let isCode = word == "code" || word == "codes" || word == "passcode"
        if let last = before.last {
            if harmless.contains(last), last != "your" { return nil }
            if isCode || word == "pin" || word == "token",
                codeNames.contains(last) || before.contains("backup") || last == "recovery"
            {
                return mention(.oneTimeCode, 1)
            }
            let isShort = ["4", "6", "8", "four", "six", "eight"].contains(last)
            if isShort, word != "code" {
                return after(words, place) || word == "digits" ? mention(.oneTimeCode, 1) : nil
            }
            if last == "digit" || last == "digits" { return mention(.oneTimeCode, 1) }
        }
        if isCode, words.count <= 4, words.contains("please") || words.contains("pls") {
            return mention(.oneTimeCode, 1)
        }
        let next = place + 1 < words.count ? words[place + 1] : ""
        if isCode, ["the", "that", "your"].contains(before.last ?? ""),
            before.contains("me") || before.contains("us"), next != "of", next != "for"
        {
            return mention(.oneTimeCode, 1)
        }
        if isCode,
            words[max(0, place - 4)..<place].contains(where: {
                ["receive", "get", "got", "received"].contains($0)
            }), next != "of", next != "for"
        {
            return mention(.oneTimeCode, 1)
        }
        return (isCode || word == "digits" || word == "numbers" || word == "number") && after(words, place)
            && !before.contains("phone") && !before.contains("mobile")
            ? mention(.oneTimeCode, 1) : nil
    }

    /// Whether what follows says that it came to the customer.
    private static func after(_ words: [String], _ place: Int) -> Bool {
        words[(place + 1)..<min(words.count, place + 8)].contains { arrivals.contains($0) }
    }
}
