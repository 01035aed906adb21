/// A host of ours as fakes imitate it.
struct OfficialName: Sendable {
    /// What is added to a short name so that it looks like a part of ours; to a long one anything is.
    private static let lures: Set<String> = [
        "account", "airdrop", "app", "bonus", "care", "center", "claim", "cs", "desk", "global", "help",
        "kefu", "kyc",
        "login", "mail", "official", "online", "pro", "secure", "security", "service", "signin", "support",
        "team",
        "verify", "vip", "wallet", "web",
    ]
    /// From so many letters on, the name within another is no coincidence.
    private static let distinctive = 6
    /// Below this a name is no name to be recognised.
    private static let shortest = 3

    let channel: OfficialChannel
    let host: HostName
    private let folded: String
    private let foldedName: String
    private let squeezedName: String

    /// - `host`: The channel's own, or that of its address.
    init(_ channel: OfficialChannel, host: HostName) {
        self.channel = channel
        self.host = host
        self.folded = Likeness.fold(host.readable)
        self.foldedName = Likeness.fold(host.name)
        self.squeezedName = Likeness.squeeze(Likeness.fold(host.name))
    }

    /// How a host that is not ours imitates this one; nil where it does not.
    func imitation(by other: HostName) -> Verification.Reason? {
        let labels = Array(other.labels.suffix(12))
        let tail = labels.suffix(host.labels.count).joined(separator: ".")
        if Likeness.fold(tail) == folded { return Self.disguise(of: tail, as: host.readable) }
        if ".\(other.readable).".contains(".\(host.readable).") { return .nameInSubdomain }
        let registered = other.registeredIndex - (other.labels.count - labels.count)
        let folds = labels.map(Likeness.fold)
        for (index, label) in folds.enumerated() where index <= registered {
            if label == foldedName {
                if index < registered { return .nameInSubdomain }
                return labels[index] == host.name
                    ? .otherEnding : Self.disguise(of: labels[index], as: host.name)
            }
            if index == registered, isMisspelled(label) { return .misspelling }
            if isAdorned(label) { return .addedWords }
        }
        let whole = Likeness.squeeze(folds.prefix(registered + 1).joined())
        return squeezedName.count >= 8 && whole.contains(squeezedName) ? .addedWords : nil
    }

    /// Whether a text, such as the name of a sender, speaks of us.
    func isNamed(in text: String) -> Bool {
        let text = Likeness.fold(text)
        if text.contains(folded) { return true }
        return squeezedName.count >= Self.distinctive && Likeness.squeeze(text).contains(squeezedName)
    }

    /// How an account's or an app's name imitates ours; nil where it does not.
    func imitation(byAccount name: String) -> Verification.Reason? {
        let fold = Likeness.fold(name)
        if Likeness.squeeze(fold) == squeezedName, squeezedName.count >= Self.shortest {
            return .unlistedAccount
        }
        if isAdorned(fold.replacing(/[._]/, with: "-")) { return .addedWords }
        return isMisspelled(fold) ? .misspelling : nil
    }

    private func isMisspelled(_ label: String) -> Bool {
        let limit = Likeness.tolerance(of: foldedName)
        return limit > 0 && Likeness.distance(label, foldedName, limit: limit) <= limit
    }

    private func isAdorned(_ label: String) -> Bool {
        guard squeezedName.count >= Self.shortest, label.count > foldedName.count else { return false }
        if squeezedName.count >= Self.distinctive { return Likeness.squeeze(label).contains(squeezedName) }
        let words = label.split(separator: "-").map(String.init)
        if words.contains(foldedName) { return true }
        return Self.lures.map(Likeness.fold).contains { label == foldedName + $0 || label == $0 + foldedName }
    }

    /// What makes a text look like another that it is not.
    static func disguise(of text: String, as original: String) -> Verification.Reason {
        guard text.unicodeScalars.allSatisfy(\.isASCII) else { return .lookalikeCharacters }
        let digits = Set(text.filter(\.isNumber))
        return digits.isSubset(of: Set(original.filter(\.isNumber)))
            ? .lookalikeCharacters : .digitsForLetters
    }
}

/// An account or an app of ours as fakes imitate it.
struct OfficialAccount: Sendable {
    let channel: OfficialChannel
    private let folded: String
    private let squeezed: String

    init(_ channel: OfficialChannel) {
        self.channel = channel
        self.folded = Likeness.fold(channel.draft.value)
        self.squeezed = Likeness.squeeze(folded)
    }

    /// How a name that is not this one imitates it; nil where it does not.
    func imitation(by name: String) -> Verification.Reason? {
        let fold = Likeness.fold(name)
        if fold == folded { return OfficialName.disguise(of: name, as: channel.draft.value) }
        let other = Likeness.squeeze(fold)
        let limit = Likeness.tolerance(of: folded)
        let changes = Likeness.distance(fold, folded, limit: limit)
        if other == squeezed || changes <= min(limit, 1) { return .misspelling }
        if squeezed.count >= 6, other.contains(squeezed) { return .addedWords }
        return limit > 0 && changes <= limit ? .misspelling : nil
    }
}
