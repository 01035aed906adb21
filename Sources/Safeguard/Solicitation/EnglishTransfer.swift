/// Whether a clause tells its reader to move funds to where somebody says, or to let somebody steer their device.
struct EnglishTransfer {
    private static let moving: Set = [
        "send", "transfer", "move", "deposit", "withdraw", "forward", "wire", "pay", "migrate", "remit",
        "moved",
        "transferred", "sent", "moving", "transferring", "sending", "place", "placed", "put", "shift", "top",
    ]
    private static let assets: Set = [
        "funds", "fund", "assets", "asset", "coins", "coin", "crypto", "cryptocurrency", "usdt", "usdc",
        "btc", "eth",
        "bitcoin", "ether", "money", "balance", "tokens", "holdings", "savings", "bnb", "trx", "everything",
        "it", "them", "amount",
        "sol", "xrp",
    ]
    private static let safe: Set = [
        "safe", "secure", "secured", "protected", "temporary", "interim", "escrow", "holding", "custody",
        "quarantine",
        "reserve", "safety", "insured", "safeguarded", "recovery", "audit", "protection", "trusted",
    ]
    private static let places: Set = [
        "wallet", "account", "address", "vault", "wallets", "accounts", "addresses",
    ]
    private static let ours: Set = [
        "my", "our", "this", "following", "below", "support", "agent's", "given", "provided", "designated",
    ]
    private static let own: Set = ["your", "own", "control", "controlled", "hardware", "cold", "new"]
    private static let releases: Set = [
        "unlock", "release", "unfreeze", "recover", "lift", "reactivate", "claim", "restore", "unblock",
    ]
    private static let fees: Set = [
        "fee", "tax", "taxes", "deposit", "usdt", "usd", "insurance", "margin", "bond", "collateral", "btc",
        "eth", "dollars", "percent", "guarantee",
    ]
    private static let steering: [[String]] = [
        "anydesk", "any desk", "teamviewer", "team viewer", "rustdesk", "ultraviewer", "todesk",
        "quick assist", "chrome remote desktop",
        "supremo", "splashtop", "remote desktop", "remote access", "remote control", "screen sharing",
        "screen share",
        "your screen", "zoho assist", "logmein", "airdroid", "remote session", "remotely", "remote support",
    ].map { $0.split(separator: " ").map(String.init) }
    private static let letting: Set = [
        "download", "install", "open", "run", "start", "use", "launch", "give", "allow", "grant", "let",
        "enable", "accept",
        "connect", "share", "turn", "set", "get", "i'll", "need", "approve", "installing", "downloading",
        "sharing", "join", "provide", "send",
    ]

    let kinds: [Solicitation]

    init(_ words: [String]) {
        kinds =
            (Self.asksForTransfer(words) ? [.transfer] : [])
            + (Self.asksForControl(words) ? [.remoteControl] : [])
    }

    private static func asksForTransfer(_ words: [String]) -> Bool {
        words.indices.contains { verb in
            guard moving.contains(words[verb]), !isTold(words, verb) else { return false }
            let after = words[(verb + 1)...]
            let hasAsset =
                after.prefix(8).contains { assets.contains($0) }
                || words[..<verb].suffix(6).contains { assets.contains($0) }
            if hasAsset,
                goesToThem(
                    after,
                    isNamed: after.prefix(8).contains { assets.contains($0) && $0 != "it" && $0 != "them" }
                )
            {
                return true
            }
            return words[verb] != "withdraw" && paysForRelease(after)
        }
    }

    /// Whether it is forbidden, done by somebody else, or over.
    private static func isTold(_ words: [String], _ verb: Int) -> Bool {
        let before = words[..<verb]
        if EnglishNegation.reaches(before) || before.contains("if") { return true }
        let past = ["sent", "moved", "transferred", "placed"].contains(words[verb])
        if past { return !before.suffix(4).contains { ["be", "get", "have", "must"].contains($0) } }
        return ["we", "i", "system", "they"].contains(before.last ?? "")
            || before.suffix(2).first.map { ["we", "i"].contains($0) } ?? false
    }

    private static func goesToThem(_ after: ArraySlice<String>, isNamed: Bool) -> Bool {
        guard let to = after.firstIndex(where: { ["to", "into", "onto"].contains($0) }) else { return false }
        let target = after[(to + 1)...].prefix(8)
        guard let place = target.firstIndex(where: { places.contains($0) }) else {
            return target.first.map { isAddress($0) || $0 == "me" && isNamed } ?? false
        }
        let names = target[..<place]
        let tail = after[place...].prefix(8)
        if names.contains(where: { safe.contains($0) }) {
            return
                !(names.contains(where: { own.contains($0) && $0 != "your" })
                || tail.contains { own.contains($0) && $0 != "your" && $0 != "new" }
                || names.contains("recovery") && names.contains("your"))
        }
        return names.first.map { ours.contains($0) } ?? false || names.contains("following")
            || tail.contains { isAddress($0) }
            || names.contains("below")
            || tail.dropFirst().prefix(3).contains { ["i", "we", "i'll"].contains($0) }
            || tail.dropFirst().starts(with: ["below"])
    }

    private static func isAddress(_ word: String) -> Bool {
        word.count >= 26
            && (word.hasPrefix("0x") || word.hasPrefix("bc1") || word.hasPrefix("t") || word.hasPrefix("1")
                || word.hasPrefix("3"))
    }

    private static func paysForRelease(_ after: ArraySlice<String>) -> Bool {
        guard let to = after.firstIndex(where: { ["to", "before", "so"].contains($0) }),
            after[..<to].contains(where: { fees.contains($0) })
        else {
            return false
        }
        return after[to...].prefix(6).contains { releases.contains($0) }
    }

    private static func asksForControl(_ words: [String]) -> Bool {
        words.indices.contains { place in
            guard let name = steering.first(where: { words[place...].starts(with: $0) }),
                let verb = words[..<place].lastIndex(where: { letting.contains($0) }), place - verb <= 8
            else { return false }
            if name == ["remotely"],
                !words[verb...].contains(where: {
                    ["device", "computer", "phone", "screen", "you", "laptop", "pc"].contains($0)
                })
            {
                return false
            }
            return !EnglishNegation.reaches(words[..<verb])
                && !["did", "do", "if"].contains(words.first ?? "")
        }
    }
}
