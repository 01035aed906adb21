/// What stands where a password or a key would, and whether it looks like one.
struct CredentialValue {
    /// Words that stand behind "password:" and are none.
    private static let words = Set(
        """
        account again always another anything asked asking because before blocked cannot change changed character characters \
        correct created different either email enabled entered error expired failed failure forget forgot forgotten hidden \
        incorrect invalid issue letters locked login logged matched mismatch missing needed number numbers optional password \
        please problem protected recovery rejected required reset resetting safe secure security should something strong \
        support there though unknown updated username verify weak welcome whatever whether working wrong yours
        """.split(separator: " ").map(String.init)
    )
    /// Names of methods and formats, which have letters and digits as passwords do.
    private static let names = [
        "sha", "aes", "bip", "base", "utf", "pbkdf", "web", "erc", "trc", "bep", "rsa", "iphone", "ios",
        "android",
        "windows", "win", "http", "usdt", "btc", "mt", "version", "level", "lv", "rfc",
    ]
    /// Those that are longer with what belongs to them: `hmac-sha256`.
    private static let longNames = ["ed25519", "x25519", "secp", "hmac", "pbkdf2", "www."]
    /// The longest number of a method or version.
    private static let longestVersion = 4
    /// What is counted, in the singular.
    private static let units = """
        digit char character letter number time day hour hr min minute sec second month year week attempt word usd usdt btc \
        eth eur cny rmb percent step am pm
        """.split(separator: " ").map { Array($0.unicodeScalars) } + ["people".unicodeScalars.map(\.self)]
    private static let hanUnits = ["位", "个", "次", "天", "小时", "分钟", "秒", "年", "月", "字符", "数字", "种", "条"]
        .map { Array($0.unicodeScalars) }
    /// What stands between two counts: `8 to 16`.
    private static let between = ["or ", "and ", "to "].map { Array($0.unicodeScalars) }

    /// A longer value is no password and no key; without a limit many words in one row would be read many times.
    private static let longest = 512

    private let scalars: [Unicode.Scalar]
    private let link: CredentialLink
    /// As far as the closing quote or the next space, without the punctuation that ends a sentence.
    private let range: Range<Int>
    private let isQuoted: Bool

    init(_ scalars: [Unicode.Scalar], at link: CredentialLink) {
        self.scalars = scalars
        self.link = link
        var end = link.end
        let limit = min(scalars.count, link.end + Self.longest + 1)
        while end < limit, Self.isValuePart(scalars[end]) {
            if link.quote != nil, CredentialLink.quotes.contains(scalars[end]) { break }
            end += 1
        }
        isQuoted = link.quote != nil && end < scalars.count && CredentialLink.quotes.contains(scalars[end])
        if !isQuoted {
            while end > link.end, ".,;:!?)]}\"'".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
        }
        range = link.end..<max(end, link.end)
    }

    /// Whether it may stand in a password: what is on a keyboard, and letters with accents, Greek and Cyrillic ones.
    private static func isValuePart(_ scalar: Unicode.Scalar) -> Bool {
        (0x21...0x7E).contains(scalar.value) || (0xC0...0x52F).contains(scalar.value)
    }

    /// Where a password is.
    var passwordRange: Range<Int>? {
        guard (4...64).contains(range.count) else { return nil }
        let value = scalars[range]
        let text = String(String.UnicodeScalarView(value)).lowercased()
        let digits = value.count { $0.isDigit }
        let letters = value.count { $0.isLatinLetter || $0.value >= 0xC0 }
        let signs = value.count - digits - letters
        guard !isPlaceholder(text), !isLinkOrAddress(text), !isAmount(text),
            !Self.words.contains(text)
        else { return nil }
        if isQuoted, link.strength != .none { return range }
        // A word of another language is no password because a colon stands before it.
        if digits == 0, value.contains(where: { $0.value >= 0xC0 }) { return nil }
        let isMixed = digits > 0 && letters > 0
        let isMethod = Self.isMethod(text)
        switch link.strength {
        case .sign:
            if isMixed || digits == value.count { return isMethod ? nil : range }
            if signs > 0 { return letters > 3 && hasInnerSign(value) ? range : nil }
            return range.count >= 6 && isLast ? range : nil
        case .verb:
            if isMixed && !isMethod || digits == value.count { return range }
            if signs > 0, letters > 3, hasInnerSign(value) { return range }
            // A Latin word by itself says nothing else in Chinese.
            let isAfterHan = link.end > 0 && scalars[link.end - 1].value >= 0x3400
            return isAfterHan && letters == value.count && letters >= 6 && isLast ? range : nil
        case .none:
            // What stands behind the bare word may be anything that a customer tells.
            if text.hasPrefix("uid") || isPhoneNumber(value) || isAddress(text) { return nil }
            if isMixed, !isMethod, range.count >= 6, digits >= 2 { return range }
            return digits == value.count && digits >= 6 ? range : nil
        }
    }

    /// Where a key of an API is: long, of letters and digits, and no address or transaction.
    var keyRange: Range<Int>? {
        let value = scalars[range]
        // What costs least is asked first.
        guard (16...Self.longest).contains(range.count), value.allSatisfy(Self.isKeyPart),
            value.contains(where: \.isDigit), value.contains(where: \.isLatinLetter)
        else { return nil }
        let text = String(String.UnicodeScalarView(value)).lowercased()
        guard !isPlaceholder(text), !isLinkOrAddress(text), !isAddress(text) else { return nil }
        let digits = text.utf8.dropFirst(text.hasPrefix("0x") ? 2 : 0)
        let isHexadecimal = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        if isHexadecimal, range.count >= 64 {
            return PrivateKeyScanner.isDrawn(digits) && KeyContext(scalars, range).saysKey ? range : nil
        }
        return range
    }

    /// Where a private key of any make is: none that is public, and hexadecimal only in the lengths of keys.
    var privateKeyRange: Range<Int>? {
        guard let range = keyRange else { return nil }
        let value = String(String.UnicodeScalarView(scalars[range]))
        if value.dropFirst().hasPrefix("pub") { return nil }
        let isHexadecimal = value.dropFirst(value.hasPrefix("0x") ? 2 : 0).allSatisfy(\.isHexDigit)
        return isHexadecimal && ![32, 64, 66].contains(value.count) ? nil : range
    }

    /// Whether it is a method or format with its number: `sha256`, `utf-8`, `ios17.2`.
    ///
    /// A password may begin like one.
    private static func isMethod(_ text: String) -> Bool {
        if longNames.contains(where: text.hasPrefix) { return true }
        return names.contains { name in
            guard text.hasPrefix(name) else { return false }
            let rest = text.dropFirst(name.count).drop { "-_.".contains($0) }
            return rest.count <= longestVersion && rest.allSatisfy { $0.isNumber || $0 == "." }
        }
    }

    /// A mobile number of China, with which accounts are opened there.
    private func isPhoneNumber(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
        value.count == 11 && value.allSatisfy { $0.isDigit }
            && value[value.startIndex] == "1" && value[value.startIndex + 1].value >= 51
    }

    /// Whether it has the form of an address of a common chain, whatever its checksum.
    private func isAddress(_ text: String) -> Bool {
        if text.hasPrefix("0x") { return range.count == 42 && text.dropFirst(2).allSatisfy(\.isHexDigit) }
        if ["bc1", "ltc1", "addr1", "bnb1", "cosmos1"].contains(where: text.hasPrefix) { return true }
        let value = scalars[range]
        func has(_ letters: ClosedRange<UInt32>) -> Bool { value.contains { letters.contains($0.value) } }
        switch (value.first, range.count) {
        // Base 58, which an API key in hexadecimal is not: that has no letters of both cases.
        case ("1", 26...35), ("3", 26...35), ("T", 34), ("r", 25...35):
            return has(65...90) && has(97...122) && !value.contains { "0OIl".unicodeScalars.contains($0) }
        case ("G", 56): return !has(97...122)
        default: return false
        }
    }

    private static func isKeyPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isAlphanumeric || "+/=_-.".unicodeScalars.contains(scalar)
    }

    /// Whether a sentence or line ends behind the value.
    private var isLast: Bool {
        guard range.upperBound < scalars.count else { return true }
        return "\n\r,，。；;！!".unicodeScalars.contains(scalars[range.upperBound])
    }

    /// Whether a sign stands inside a word and is not what writers put there: `on/off`, `re-enter`, `don't`.
    private func hasInnerSign(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
        value.dropFirst().contains { "@#$%^&*!~+=".unicodeScalars.contains($0) }
    }

    private func isPlaceholder(_ text: String) -> Bool {
        if let first = text.first, "<*▮".contains(first) || "{$%[".contains(first) && isName { return true }
        if Set(text).count <= 1 || text.contains("...") || isStruckOut(text) { return true }
        return text.hasPrefix("your") || text.contains("(")
    }

    /// Whether a good part of it is struck out, as in `sk-xxxxxxxx` and `138****0000`.
    ///
    /// A password may have three such signs in a row by chance.
    private func isStruckOut(_ text: String) -> Bool {
        let runs = text.split { !"x*".contains($0) }.filter { $0.count >= 3 }
        return runs.reduce(0) { $0 + $1.count } * 3 >= text.count
    }

    /// Whether its letters are a name, as in `{password}`, `${PASSWORD}`, `%DB_PASS2%`: small ones, or capitals with digits.
    private var isName: Bool {
        let value = scalars[range].filter(\.isAlphanumeric)
        return value.allSatisfy { (97...122).contains($0.value) }
            || value.first.map { !$0.isDigit } ?? true
                && value.allSatisfy { (65...90).contains($0.value) || $0.isDigit }
    }

    private func isLinkOrAddress(_ text: String) -> Bool {
        if text.contains("://") || text.hasPrefix("www.") { return true }
        if text.hasPrefix("/") { return !isDrawnBase64 }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
    }

    /// Whether it is Base 64 of random bytes, which begins with a slash once in 64 times: in a path nothing between two
    /// slashes is long and of capitals, small letters and digits.
    private var isDrawnBase64: Bool {
        let value = scalars[range]
        guard value.count >= 24, value.allSatisfy({ $0.isAlphanumeric || "+/=".unicodeScalars.contains($0) })
        else { return false }
        return value.split(separator: "/").contains { part in
            func has(_ letters: ClosedRange<UInt32>) -> Bool { part.contains { letters.contains($0.value) } }
            return part.count >= 12 && has(65...90) && has(97...122) && part.contains(where: \.isDigit)
        }
    }

    /// Whether it is a count of something: `8-16 characters`, `24hours`, `6位`.
    private func isAmount(_ text: String) -> Bool {
        guard let first = text.first, first.isNumber else { return false }
        let rest = text.drop { $0.isNumber || "-~.,+/:".contains($0) }
        if !rest.isEmpty { return Self.startsWithUnit(Array(rest.unicodeScalars)[...]) }
        var next = range.upperBound
        if next < scalars.count, scalars[next] == " " { next += 1 }
        return Self.startsWithUnit(scalars[next...]) || text.contains(".") || text.contains("~")
    }

    static func startsWithUnit(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        if hanUnits.contains(where: { text.starts(with: $0) }) { return true }
        func follows(_ length: Int) -> Unicode.Scalar? {
            text.count > length ? text[text.startIndex + length] : nil
        }
        if let word = between.first(where: { text.starts(with: $0) }) {
            return follows(word.count).map { $0.isDigit } ?? false
        }
        return units.contains { unit in
            guard text.starts(with: unit) else { return false }
            let end = unit.count + (follows(unit.count) == "s" ? 1 : 0)
            return follows(end).map { !$0.isLatinLetter } ?? true
        }
    }
}
