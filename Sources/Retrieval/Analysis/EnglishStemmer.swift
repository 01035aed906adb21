/// The Snowball stemmer for English ("Porter2") by Martin Porter, written from the published description
/// (https://snowballstem.org/algorithms/english/stemmer.html).
///
/// Works on lower-case ASCII; a word with anything else is returned as it is.
struct EnglishStemmer {
    private var word: [UInt8]
    private var r1 = 0
    private var r2 = 0

    /// The stem of a word in lower case.
    static func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 2 else { return word }
        if let exception = exceptions[word] { return exception }
        guard bytes.allSatisfy({ (97...122).contains($0) || $0 == 39 }) else { return word }
        var stemmer = EnglishStemmer(bytes)
        stemmer.run()
        return String(decoding: stemmer.word.map { $0 == capitalY ? 121 : $0 }, as: UTF8.self)
    }

    private init(_ bytes: [UInt8]) {
        word = bytes.first == 39 ? Array(bytes.dropFirst()) : bytes
        for index in word.indices where word[index] == 121 && (index == 0 || Self.isVowel(word[index - 1])) {
            word[index] = Self.capitalY
        }
        r1 = Self.regionPrefixes.first { word.starts(with: $0) }?.count ?? regionAfterVowel(from: 0)
        r2 = regionAfterVowel(from: r1)
    }

    private mutating func run() {
        removePossessive()
        removePlural()
        guard !Self.invariantAfterPlural.contains(word) else { return }
        removeParticiple()
        if word.count > 2, let last = word.last, last == 121 || last == Self.capitalY,
            !Self.isVowel(word[word.count - 2])
        {
            word[word.count - 1] = 105
        }
        replaceSuffix(from: Self.step2) { stemmer, suffix in stemmer.step2Applies(to: suffix) }
        replaceSuffix(from: Self.step3) { stemmer, suffix in
            suffix.matches("ative") ? stemmer.isInR2(suffix.count) : true
        }
        removeStep4Suffix()
        removeFinalLetter()
    }
}

// MARK: - Regions and letters

extension EnglishStemmer {
    /// `y` that is read as a consonant is marked with a capital letter.
    fileprivate static let capitalY: UInt8 = 89

    fileprivate static func isVowel(_ letter: UInt8) -> Bool {
        switch letter {
        case 97, 101, 105, 111, 117, 121: true
        default: false
        }
    }

    /// Where the region begins that follows the first consonant after a vowel at or behind `start`.
    private func regionAfterVowel(from start: Int) -> Int {
        var index = start
        while index < word.count, !Self.isVowel(word[index]) { index += 1 }
        while index < word.count, Self.isVowel(word[index]) { index += 1 }
        return min(index + 1, word.count)
    }

    fileprivate func ends(with suffix: [UInt8]) -> Bool {
        word.count >= suffix.count && word.suffix(suffix.count).elementsEqual(suffix)
    }

    fileprivate func isInR1(_ length: Int) -> Bool { word.count - length >= r1 }

    fileprivate func isInR2(_ length: Int) -> Bool { word.count - length >= r2 }

    fileprivate func hasVowel(before end: Int) -> Bool {
        word.prefix(max(0, end)).contains(where: Self.isVowel)
    }

    /// Whether the letters before `end` close with a short syllable.
    fileprivate func endsInShortSyllable(before end: Int) -> Bool {
        guard end >= 2, !Self.isVowel(word[end - 1]), Self.isVowel(word[end - 2]) else { return false }
        guard end > 2 else { return true }
        let last = word[end - 1]
        return !Self.isVowel(word[end - 3]) && last != 119 && last != 120 && last != Self.capitalY
    }
}

// MARK: - Steps 0 and 1: possessives, plurals, participles

extension EnglishStemmer {
    private mutating func removePossessive() {
        for suffix in ["'s'", "'s", "'"].map({ Array($0.utf8) }) where ends(with: suffix) {
            word.removeLast(suffix.count)
            return
        }
    }

    private mutating func removePlural() {
        if ends(with: Array("sses".utf8)) {
            word.removeLast(2)
        } else if ends(with: Array("ied".utf8)) || ends(with: Array("ies".utf8)) {
            word.removeLast(word.count > 4 ? 2 : 1)
        } else if ends(with: Array("us".utf8)) || ends(with: Array("ss".utf8)) {
            return
        } else if word.last == 115, hasVowel(before: word.count - 2) {
            word.removeLast()
        }
    }

    private mutating func removeParticiple() {
        for suffix in ["eedly", "eed"].map({ Array($0.utf8) }) where ends(with: suffix) {
            if isInR1(suffix.count) { word.removeLast(suffix.count - 2) }
            return
        }
        let suffixes = ["ingly", "edly", "ing", "ed"].map { Array($0.utf8) }
        guard let suffix = suffixes.first(where: ends), hasVowel(before: word.count - suffix.count) else {
            return
        }
        word.removeLast(suffix.count)
        if [Array("at".utf8), Array("bl".utf8), Array("iz".utf8)].contains(where: ends) {
            word.append(101)
        } else if endsInDouble {
            word.removeLast()
        } else if r1 >= word.count, endsInShortSyllable(before: word.count) {
            word.append(101)
        }
    }

    private var endsInDouble: Bool {
        guard word.count >= 2, word[word.count - 1] == word[word.count - 2] else { return false }
        return Array("bdfgmnprt".utf8).contains(word[word.count - 1])
    }
}

// MARK: - Steps 2 to 5: derived forms

extension EnglishStemmer {
    /// A suffix and what stands in its place; both as bytes.
    fileprivate struct Suffix {
        let letters: [UInt8]
        let replacement: [UInt8]

        var count: Int { letters.count }

        func matches(_ text: String) -> Bool { letters.elementsEqual(text.utf8) }
    }

    /// Replaces the longest suffix of a table that the word ends in, if that lies in R1 and the rule applies.
    private mutating func replaceSuffix(
        from table: [Suffix],
        where applies: (EnglishStemmer, Suffix) -> Bool
    ) {
        guard let suffix = table.first(where: { ends(with: $0.letters) }), isInR1(suffix.count),
            applies(self, suffix)
        else { return }
        word.removeLast(suffix.count)
        word.append(contentsOf: suffix.replacement)
    }

    private func step2Applies(to suffix: Suffix) -> Bool {
        let before = word.count > suffix.count ? word[word.count - suffix.count - 1] : 0
        if suffix.matches("ogi") { return before == 108 }
        if suffix.matches("li") { return Array("cdeghkmnrt".utf8).contains(before) }
        return true
    }

    private mutating func removeStep4Suffix() {
        guard let suffix = Self.step4.first(where: ends), isInR2(suffix.count) else { return }
        if suffix.elementsEqual("ion".utf8) {
            let before = word.count > 3 ? word[word.count - 4] : 0
            guard before == 115 || before == 116 else { return }
        }
        word.removeLast(suffix.count)
    }

    private mutating func removeFinalLetter() {
        if word.last == 101 {
            if isInR2(1) || (isInR1(1) && !endsInShortSyllable(before: word.count - 1)) { word.removeLast() }
        } else if word.last == 108, isInR2(1), word.count > 1, word[word.count - 2] == 108 {
            word.removeLast()
        }
    }
}

// MARK: - Tables

extension EnglishStemmer {
    private static func table(_ text: String) -> [Suffix] {
        let suffixes = text.split(separator: " ").map { entry -> Suffix in
            let parts = entry.split(separator: ">", omittingEmptySubsequences: false)
            return Suffix(letters: Array(parts[0].utf8), replacement: Array(parts[1].utf8))
        }
        return suffixes.sorted { $0.count > $1.count }
    }

    fileprivate static let step2 = table(
        """
        tional>tion enci>ence anci>ance abli>able entli>ent izer>ize ization>ize ational>ate ation>ate ator>ate \
        alism>al aliti>al alli>al fulness>ful ousli>ous ousness>ous iveness>ive iviti>ive biliti>ble bli>ble \
        ogi>og fulli>ful lessli>less li>
        """
    )

    fileprivate static let step3 = table(
        "tional>tion ational>ate alize>al icate>ic iciti>ic ical>ic ful> ness> ative>"
    )

    fileprivate static let step4: [[UInt8]] =
        "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion"
        .split(separator: " ").map { Array($0.utf8) }.sorted { $0.count > $1.count }

    /// Words whose first region is longer than the rule gives.
    fileprivate static let regionPrefixes = ["gener", "commun", "arsen"].map { Array($0.utf8) }

    fileprivate static let invariantAfterPlural = Set(
        "inning outing canning herring earring proceed exceed succeed".split(separator: " ").map {
            Array($0.utf8)
        }
    )

    fileprivate static let exceptions: [String: String] = [
        "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl",
        "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl", "sky": "sky",
        "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias",
        "andes": "andes",
    ]
}
