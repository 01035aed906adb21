/// What one clause asks its reader for.
struct EnglishAsk {
    let words: [String]
    let isQuestion: Bool
    let secrets: EnglishSecrets
    /// Where verbs stand that may hand something over.
    let verbs: [Int]

    init(_ words: [String], isQuestion: Bool) {
        self.words = words
        self.isQuestion = isQuestion
        secrets = EnglishSecrets(words)
        verbs = words.indices.filter { Self.giving.contains(words[$0]) && Self.isVerb(words, $0) }
    }

    /// Kinds that this clause asks for by itself.
    var kinds: [Solicitation] {
        guard !secrets.mentions.isEmpty else { return [] }
        return given + written + needed + asked + named
    }

    private static func isVerb(_ words: [String], _ place: Int) -> Bool {
        guard ambiguous.contains(words[place]) else { return true }
        let next = place + 1 < words.count ? words[place + 1] : ""
        if ["me", "us", "it", "back", "out", "here", "over", "with", "in", "by", "them"].contains(next) {
            return true
        }
        let isFirst =
            place == 0
            || ["please", "just", "to", "you", "and", "or", "kindly", "then", "simply"].contains(
                words[place - 1]
            )
        return isFirst && ["your", "the", "that", "those", "all", "full"].contains(next)
    }

    // MARK: Send me your password

    private var given: [Solicitation] {
        verbs.flatMap { verb -> [Solicitation] in
            guard isRequest(verb) else { return [] }
            let objects = objects(of: verb)
            guard !objects.isEmpty, !isFor(Self.nobody, after: verb) else { return [] }
            let isOurs = isForUs(after: verb)
            if !isOurs, ["provide", "submit", "supply", "upload", "paste", "post"].contains(words[verb]),
                isFor(Self.elsewhere, after: verb)
            {
                return []
            }
            return objects
        }
    }

    /// Verbs of writing ask only when it is written to us.
    private var written: [Solicitation] {
        words.indices.filter { Self.writing.contains(words[$0]) }.flatMap { verb -> [Solicitation] in
            guard isRequest(verb), !isFor(Self.nobody, after: verb) else { return [] }
            let objects = objects(of: verb)
            if isForUs(after: verb) || words[..<verb].contains("mind") { return objects }
            // "Could you confirm your seed phrase?"
            let isConfirming = ["confirm", "verify", "repeat", "state"].contains(words[verb])
            let isPolite = words[..<verb].contains {
                Self.polite.contains($0) || ["you", "us", "must"].contains($0)
            }
            guard isConfirming, isPolite, !isFor(Self.elsewhere, after: verb) else { return [] }
            return objects.filter { isQuestion || $0 == .seedPhrase || $0 == .privateKey }
        }
    }

    /// Whether a verb tells the reader to do it: nothing forbids it, and nobody else does it.
    private func isRequest(_ verb: Int) -> Bool {
        let before = words[..<verb]
        guard !EnglishNegation.reaches(before) else { return false }
        var place = verb - 1
        while place >= 0,
            [
                "will", "just", "also", "then", "automatically", "always", "can", "may", "could", "would",
                "should", "must", "now", "only", "simply",
            ].contains(words[place])
        {
            place -= 1
        }
        if place >= 0 {
            let subject = words[place]
            if subject == "to" {
                guard
                    before.contains(where: {
                        [
                            "you", "need", "needs", "must", "required", "please", "us", "sure", "like",
                            "asap", "want", "ask",
                        ].contains($0)
                    }) || isForUs(after: verb)
                else { return place == 0 && !EnglishNegation.isAnywhere(in: words) && isForUs(after: verb) }
            }
            let others: Set = [
                "we", "i", "it", "system", "app", "exchange", "they", "he", "she", "server", "google", "bank",
                "authenticator",
                "which", "that", "who", "website", "page", "platform", "i'll", "we'll", "it'll", "they'll",
                "we've", "i've",
                "can", "let's", "or", "wallet", "site", "button",
            ]
            if others.contains(subject), !before.contains("you") { return false }
        }
        // "If you share your password" tells what happens.
        if let ifPlace = before.firstIndex(where: {
            ["if", "when", "whenever", "once", "where"].contains($0)
        }), before[ifPlace...].contains("you") {
            return isForUs(after: verb)
        }
        return true
    }

    private func objects(of verb: Int) -> [Solicitation] {
        secrets.mentions.filter { mention in
            let between = words[min(verb + 1, mention.range.lowerBound)..<mention.range.lowerBound]
            return mention.range.lowerBound > verb && between.count <= 12
                && !between.contains { Self.blocking.contains($0) }
        }.map(\.kind)
    }

    private func isForUs(after verb: Int) -> Bool {
        words[verb...].contains { Self.us.contains($0) } || isFor(Self.ours, after: verb)
    }

    private func isFor(_ phrases: [[String]], after verb: Int) -> Bool {
        words[verb...].indices.contains { place in phrases.contains { words[place...].starts(with: $0) } }
    }

    // MARK: I need your password

    private var needed: [Solicitation] {
        words.indices.filter {
            [
                "need", "needs", "require", "requires", "want", "wants", "needed", "required", "like",
                "requesting", "request",
            ].contains(words[$0])
        }
        .flatMap { verb -> [Solicitation] in
            let before = words[..<verb]
            guard !EnglishNegation.reaches(before) else { return [] }
            let ours: Set = [
                "i", "we", "i'll", "we'll", "i'd", "we'd", "i'm", "we're", "team", "support", "department",
                "engineer", "supervisor", "specialist", "manager", "technician", "system",
            ]
            let isOurs = before.contains { ours.contains($0) } && !before.contains("you")
            guard
                isOurs || verb == 0
                    || before.allSatisfy({ ["also", "still", "just", "only", "now", "and"].contains($0) })
            else { return [] }
            return secrets.mentions.filter { mention in
                guard mention.range.lowerBound > verb else { return false }
                let between = words[(verb + 1)..<mention.range.lowerBound]
                if between.first == "to",
                    !["have", "know", "see", "get", "check", "verify"].contains(
                        between.dropFirst().first ?? ""
                    )
                {
                    return false
                }
                return between.count <= 8
                    && !between.contains {
                        ["you", "us", "if", "when", "for", "reset", "new", "another", "enter", "a", "send"]
                            .contains($0) && !($0 == "you" && between.first == "from")
                    }
                    && words[verb] != "request"
                    && (words[verb] != "like" || between.first == "to" || between.contains("your"))
            }.map(\.kind)
        }
    }

    // MARK: What is your password?

    static let questions: [[String]] = [
        "what is", "what's", "whats", "what are", "what was", "what were", "which is", "may i", "can i",
        "could i",
        "may we", "can we", "could we", "let me", "let us", "would you mind", "mind", "care to",
        "trouble you for", "bother you for",
    ].map { $0.split(separator: " ").map(String.init) }

    private var asked: [Solicitation] {
        words.indices.flatMap { place -> [Solicitation] in
            guard let question = Self.questions.first(where: { words[place...].starts(with: $0) }),
                !EnglishNegation.reaches(words[..<place])
            else { return [] }
            let start = place + question.count
            let isWhat = question[0].hasPrefix("what") || question[0] == "which"
            if !isWhat, question.count == 2 || question == ["mind"] {
                let verb = start < words.count ? words[start] : ""
                let takes = [
                    "have", "get", "see", "know", "take", "ask", "giving", "sharing", "telling", "sending",
                    "reading", "give", "share", "obtain", "please",
                ]
                guard takes.contains(verb) else { return [] }
            }
            return secrets.mentions.filter { mention in
                guard mention.range.lowerBound >= start else { return false }
                let between = words[start..<mention.range.lowerBound]
                let next = mention.range.upperBound < words.count ? words[mention.range.upperBound] : ""
                if isWhat, !between.contains(where: { ["your", "that", "ur", "last", "full"].contains($0) }),
                    !(mention.kind == .oneTimeCode && between.contains("the"))
                {
                    return false
                }
                return between.count <= 8
                    && !["for", "mean", "used", "work", "works", "about"].contains(next)
                    && !between.contains {
                        [
                            "if", "when", "once", "whether", "that", "how", "why", "a", "an", "another",
                            "for", "reset", "change", "about",
                        ].contains($0) && !($0 == "for" && question[0] != "what") && !($0 == "that" && isWhat)
                    }
            }.map(\.kind)
        }
    }

    // MARK: Your password please

    private var named: [Solicitation] {
        guard let mention = secrets.mentions.first else { return [] }
        let rest = Set(words.indices).subtracting(mention.range).map { words[$0] }
        let isPolite = rest.contains { Self.polite.contains($0) && $0 != "today" }
        let names = Self.determiners.union([
            "verification", "2fa", "seed", "recovery", "private", "sms", "google", "backup", "digit", "6",
            "six", "secret", "api", "security", "one", "time", "and", "what", "about", "phrase", "mnemonic",
            "wallet", "auth", "authenticator", "withdrawal",
        ])
        guard words.count <= 8, rest.allSatisfy({ names.contains($0) || Self.polite.contains($0) }) else {
            return []
        }
        let isAsked = isQuestion && rest.contains { ["your", "the", "ur"].contains($0) }
        return isPolite && !rest.contains("here") || isAsked ? [mention.kind] : []
    }

    // MARK: Over several clauses

    /// Whether it is nothing but the name of a secret.
    var isFragment: Bool {
        guard let mention = secrets.mentions.first else { return false }
        return words.count <= 8
            && words[..<mention.range.lowerBound].allSatisfy {
                Self.determiners.contains($0) || Int($0) != nil
                    || EnglishSecrets([$0, "code"]).mentions.isEmpty == false
                    || ["seed", "recovery", "private", "google", "secret"].contains($0)
            }
    }

    /// Whether it begins with a verb that has nobody before it.
    var beginsBare: Bool {
        guard let first = words.first else { return false }
        return [
            "or", "nor", "and", "share", "send", "give", "provide", "tell", "enter", "type", "disclose",
            "reveal", "show", "post", "forward", "text", "read",
        ].contains(first)
            || verbs.isEmpty && isFragment
    }

    /// Whether it asks for something that a list behind it names.
    var opensList: Bool {
        !words.contains { ["change", "reset", "revoke", "delete"].contains($0) }
            && verbs.contains {
                isRequest($0)
                    && (isForUs(after: $0)
                        || words[$0...].contains {
                            ["following", "details", "below", "information", "these"].contains($0)
                        })
            }
            || words.contains("need") && !words.contains("you")
                && words.contains { ["i", "we", "following", "details"].contains($0) }
    }

    /// The secret that "it" means in the same clause: "export your private key and send it to me".
    var secretBeforePronoun: Solicitation? {
        guard let mention = secrets.mentions.last, let verb = verbs.last, mention.range.upperBound <= verb,
            !EnglishNegation.isAnywhere(in: words)
        else { return nil }
        return mention.kind
    }

    /// Whether "it", "them" or "the number" is handed over to us.
    var handsOverPronoun: Bool {
        let writing = words.indices.filter { ["copy", "type", "enter", "write", "put"].contains(words[$0]) }
        return (verbs + writing).contains { verb in
            guard isRequest(verb), !["report"].contains(words[verb]) else { return false }
            let after = words[(verb + 1)..<min(words.count, verb + 5)]
            let isPronoun = after.contains {
                ["it", "them", "that", "those", "this", "number", "digits", "code"].contains($0)
            }
            return isPronoun && isForUs(after: verb) && !["you", "your"].contains(after.first ?? "")
                && !after.contains {
                    ["if", "whether", "when", "happens", "happened", "know", "screenshot", "error"].contains(
                        $0
                    )
                }
        }
    }
}
