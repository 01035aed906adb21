/// How an e-mail address, a phone number or the number of a document is shown to whoever needs not know it.
///
/// The one place that decides what is left of each, and which values are one of them.
package enum ContactMask {
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case email, phone, document
    }

    private static let dots = "•••"

    /// What is shown of a value: `a•••@e•••.com`, `•••• 4321`.
    package static func masked(_ value: String, _ kind: Kind) -> String {
        switch kind {
        case .email: email(value)
        case .phone, .document: tail(value)
        }
    }

    /// What is shown of an e-mail address.
    ///
    /// - `keepsDomain`: For the owner, who must find the mailbox: `l•••@demo.example`.
    package static func email(_ address: String, keepsDomain: Bool = false) -> String {
        guard let at = address.lastIndex(of: "@") else { return tail(address) }
        let domain = address[address.index(after: at)...]
        let shown = keepsDomain ? String(domain) : host(domain)
        return "\(address.prefix(1))\(dots)@\(shown)"
    }

    private static func host(_ domain: Substring) -> String {
        let labels = domain.split(separator: ".")
        let ending = labels.count > 1 ? labels.last.map { ".\($0)" } ?? "" : ""
        return "\(domain.prefix(1))\(dots)\(ending)"
    }

    /// The last letters and digits, fewer of what is short: nobody tells the rest of a number from them.
    private static func tail(_ value: String) -> String {
        let signs = value.filter { $0.isLetter || $0.isNumber }
        let length = signs.count >= 9 ? 4 : signs.count >= 6 ? 2 : 0
        return length == 0 ? "••••" : "•••• \(signs.suffix(length))"
    }

    // MARK: What is one

    /// Words in the name of a value that say what it is; in lower case.
    private static let words: [Kind: Set<String>] = [
        .email: ["email", "emails", "mail", "mailbox"],
        .phone: [
            "phone", "phones", "mobile", "mobiles", "tel", "telephone", "cell", "cellphone", "msisdn",
            "whatsapp",
        ],
        .document: [
            "document", "documents", "passport", "idcard", "ssn", "itin", "nin", "licence", "license",
            "national", "identity", "taxid",
        ],
    ]
    /// The same in scripts that do not divide words.
    private static let parts: [Kind: [String]] = [
        .email: ["邮箱", "邮件", "電郵", "郵箱"], .phone: ["手机", "电话", "手機", "電話"],
        .document: ["证件", "身份证", "护照", "驾照", "證件", "身份證", "護照"],
    ]

    /// What kind of contact data a value is.
    ///
    /// - Parameters:
    ///   - value: What the exchange passed on.
    ///   - name: What it calls it, such as `phone` or `passport_no`: a number alone could be an amount.
    /// - Returns: nil for everything that anybody at the desk may see.
    package static func kind(of value: String, named name: String = "") -> Kind? {
        if isEmail(value) { return .email }
        let digits = value.filter(\.isNumber).count
        if value.hasPrefix("+"), (7...15).contains(digits), value.dropFirst().allSatisfy(isOfPhone) {
            return .phone
        }
        let named = Kind.allCases.first { kind in isNamed(name, kind) }
        switch named {
        case .phone where digits >= 5: return .phone
        case .document where digits >= 3: return .document
        default: return named == nil && isIdentifier(name) && digits >= 3 ? .document : nil
        }
    }

    private static func isEmail(_ value: String) -> Bool {
        guard let at = value.lastIndex(of: "@"), at > value.startIndex else { return false }
        let before = value[value.index(before: at)]
        let domain = value[value.index(after: at)...].prefix { !$0.isWhitespace }
        return !before.isWhitespace && domain.dropFirst().dropLast().contains(".")
    }

    private static func isOfPhone(_ character: Character) -> Bool {
        character.isNumber || " -().\u{a0}".contains(character)
    }

    private static func isNamed(_ name: String, _ kind: Kind) -> Bool {
        !(words[kind] ?? []).isDisjoint(with: Self.words(of: name))
            || (parts[kind] ?? []).contains { name.contains($0) }
    }

    /// `id_number`, `idNo`: of a person's document and not of a thing.
    private static func isIdentifier(_ name: String) -> Bool {
        let words = Self.words(of: name)
        return words.contains("id") && !words.isDisjoint(with: ["number", "no", "num", "card"])
    }

    /// The words of `phoneNumber`, `phone_number` and `Phone number`, in lower case.
    private static func words(of name: String) -> Set<String> {
        var words: [String] = []
        var isInWord = false
        var wasLower = false
        for character in name {
            guard character.isLetter || character.isNumber else {
                isInWord = false
                continue
            }
            if isInWord, !(wasLower && character.isUppercase) {
                words[words.count - 1] += character.lowercased()
            } else {
                words.append(character.lowercased())
            }
            (isInWord, wasLower) = (true, character.isLowercase)
        }
        return Set(words)
    }
}
