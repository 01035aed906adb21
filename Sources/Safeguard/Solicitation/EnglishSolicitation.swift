/// What a text asks for in English.
struct EnglishSolicitation {
    private(set) var findings: [SolicitationFinding] = []

    private let plain: PlainText
    /// What the clause before left open.
    private var carried = Carried()

    private struct Carried {
        /// It asked for something without saying what yet: "please send us the following:".
        var asksOpenly = false
        /// It forbade something: "never share:".
        var forbids = false
        /// A secret that "it" may mean, and for how many clauses still.
        var named: (kind: Solicitation, clauses: Int)?
    }

    init(_ plain: PlainText) {
        self.plain = plain
        for clause in EnglishClause.all(in: plain) { read(clause) }
    }

    private mutating func read(_ clause: EnglishClause) {
        if clause.joint == .sentence { (carried.asksOpenly, carried.forbids) = (false, false) }
        let words = EnglishNegation.withoutIdioms(clause.words)
        let ask = EnglishAsk(words, isQuestion: clause.isQuestion)
        let inherits = carried.forbids && clause.joint != .sentence && ask.beginsBare
        if !inherits {
            let kinds = ask.kinds + fragment(ask) + pronoun(ask) + EnglishTransfer(words).kinds
            findings += kinds.map { SolicitationFinding($0, plain.range(clause.range)) }
        }
        carry(ask, words, inherits: inherits)
    }

    private mutating func carry(_ ask: EnglishAsk, _ words: [String], inherits: Bool) {
        let isNegated = EnglishNegation.isAnywhere(in: words)
        carried.forbids = inherits || EnglishNegation.forbids(words) || carried.forbids && ask.verbs.isEmpty
        if ask.opensList, !isNegated { carried.asksOpenly = true }
        if isNegated { carried.asksOpenly = false }
        if let last = ask.secrets.mentions.last, !isNegated {
            carried.named = (last.kind, 3)
        } else if let named = carried.named {
            carried.named = named.clauses > 1 ? (named.kind, named.clauses - 1) : nil
        }
    }

    /// "Your password" behind "please send us the following:".
    private func fragment(_ ask: EnglishAsk) -> [Solicitation] {
        guard carried.asksOpenly, ask.isFragment, let mention = ask.secrets.mentions.first else { return [] }
        return [mention.kind]
    }

    /// "Send it to me" behind "you will get a code".
    private func pronoun(_ ask: EnglishAsk) -> [Solicitation] {
        guard let kind = ask.secretBeforePronoun ?? carried.named?.kind, ask.handsOverPronoun else {
            return []
        }
        return [kind]
    }
}

/// What turns a request round: that it is forbidden, or what others do.
enum EnglishNegation {
    private static let idioms: [[String]] = [
        "don't worry", "do not worry", "dont worry", "don't hesitate to", "do not hesitate to",
        "don't forget to",
        "do not forget to", "dont forget to", "why don't you", "can't you", "couldn't you", "won't you",
        "no problem",
        "not a problem", "no worries", "if you don't mind", "if you do not mind", "no other way", "no choice",
        "was wondering if", "wondering if", "would appreciate it if", "appreciate if", "great if",
        "helpful if",
        "have to", "has to", "have got to", "don't panic", "do not panic", "not only", "no need to worry",
        "if you could", "if you can", "if possible",
    ].map { $0.split(separator: " ").map(String.init) }
    private static let words: Set = Set(
        """
        not never don't dont doesn't doesnt won't wont wouldn't shouldn't mustn't needn't cannot can't cant couldn't no nobody \
        none neither nor without avoid refuse isn't aren't didn't didnt haven't hasn't wasn't anyone anybody someone \
        somebody everyone scammer scammers scam scams fraudster fraudsters fraud fraudulent phishing phisher phishers fake \
        impersonator impersonators impersonating impersonate impersonates stranger strangers hacker hackers thief thieves \
        attacker attackers criminals criminal malicious suspicious beware trick tricks tricked trying pretend pretends \
        pretending claims claiming persuade steal stole stolen dangerous unsafe risky risk risks safely ignore rather \
        illegal prohibited forbidden stop
        """.split(separator: " ").map(String.init)
    )
    private static let asking: Set = [
        "ask", "asks", "asked", "asking", "request", "requests", "requested", "requesting",
        "demand", "demands", "tells", "wants",
    ]
    private static let prohibitions: Set = [
        "never", "don't", "dont", "not", "avoid", "mustn't", "shouldn't", "nor",
    ]

    /// A clause without turns of speech that only look like a "not".
    static func withoutIdioms(_ clause: [String]) -> [String] {
        var words: [String] = []
        var place = 0
        while place < clause.count {
            let rest = clause[place...]
            if let idiom = idioms.first(where: { rest.starts(with: $0) }) {
                place += idiom.count
                // What is left of "have to" is "to".
                if idiom.last == "to" { words.append("to") }
            } else {
                words.append(clause[place])
                place += 1
            }
        }
        return words
    }

    /// Whether what stands before a verb forbids it, tells what happened, or what others do.
    static func reaches(_ before: ArraySlice<String>) -> Bool {
        if before.contains(where: { words.contains($0) }) { return true }
        if before.contains(where: { ["did", "had", "has", "having", "were", "was", "how"].contains($0) }) {
            return true
        }
        if let have = before.firstIndex(of: "have"), have + 1 < before.endIndex, before[have + 1] == "you" {
            return true
        }
        guard let ask = before.firstIndex(where: { asking.contains($0) }) else { return false }
        // "I must ask you to send" is a request of ours.
        return !before[..<ask].contains { ["i", "we", "i'm", "we're", "must"].contains($0) }
    }

    static func isAnywhere(in clause: [String]) -> Bool {
        reaches(clause[...])
    }

    /// Whether it forbids what a list behind it names.
    static func forbids(_ clause: [String]) -> Bool {
        clause.prefix(4).contains { prohibitions.contains($0) }
    }
}
