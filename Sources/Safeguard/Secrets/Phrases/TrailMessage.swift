/// A message as a piece of a seed phrase: its words without what numbers them.
struct TrailMessage: Sendable {
    /// Words that mean nothing by themselves between two pieces: "ok, next", "got it".
    private static let fillers = Set(
        "ok okay yes yep done got it and the is next then one more here go".split(separator: " ")
            .map { WordKey(String($0)).value }
    )
    /// What is beyond so many scalars is no piece of a phrase: 24 words with their numbers are shorter.
    private static let longest = 1000

    private let tokens: [PhraseToken]
    let scalars: [Unicode.Scalar]
    /// Whether a phrase, or part of one, was hidden in it.
    let isHidden: Bool
    private let isCut: Bool

    init(_ text: String, isHidden: Bool) {
        let scalars = Array(text.unicodeScalars.prefix(Self.longest + 1))
        self.scalars = scalars
        self.isHidden = isHidden
        isCut = scalars.count > Self.longest
        let labels = TrailLabels(scalars)
        var tokens: [PhraseToken] = []
        var isBehindLabel = false
        for token in PhraseTokens(scalars).tokens {
            let isLabel = labels.contains(token.range)
            if !isLabel { tokens.append(isBehindLabel ? token.apart : token) }
            isBehindLabel = isLabel
        }
        self.tokens = tokens
    }

    /// Whether it says nothing, for or against a phrase: numbers, signs and pictures, or "ok, next".
    var isEmpty: Bool {
        if isHidden { return false }
        if tokens.allSatisfy({ $0.isLabel && !$0.isHan }) { return true }
        return tokens.contains { $0.places == nil }
            && tokens.allSatisfy { token in Self.fillers.contains(key(of: token)) }
    }

    /// Whether nothing but hidden text stands in it.
    var isHiddenWhole: Bool { isHidden && tokens.allSatisfy(\.isLabel) }

    /// Whether it says something that is no piece of a phrase.
    var isTalk: Bool {
        !isEmpty && !isHiddenWhole
            && SeedPhraseWords.Language.distinct.allSatisfy { whole(in: $0).isEmpty }
    }

    /// Whether it is written as sentences are, and Chinese phrases are not: with a question mark in it, or a number that
    /// counts something.
    var isSentence: Bool {
        guard let first = tokens.first, let last = tokens.last else { return false }
        return scalars[last.range.upperBound...].contains { "？?！!。…".unicodeScalars.contains($0) }
            || !isNumbered
                && scalars[first.range.lowerBound..<last.range.upperBound].contains(where: Self.isDigit)
    }

    /// Whether its numbers do nothing but number its words, each of them the next.
    private var isNumbered: Bool {
        let numbers = scalars.split { !Self.isDigit($0) }
            .map { Int(String(String.UnicodeScalarView($0))) ?? -1 }
        guard numbers.count > 1, let first = numbers.first else { return false }
        return numbers == Array(first..<(first + numbers.count))
            && tokens.count(where: { !$0.isLabel }) <= numbers.count
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

    /// Whether its last words were hidden.
    var endsHidden: Bool {
        isHidden && scalars.last { LetterFolding.shared.kind($0) != .between || $0 == "▮" } == "▮"
    }

    /// Whether it calls something a seed phrase.
    var isCall: Bool { SeedPhraseCalls(scalars).isAnywhere }

    /// Whether it is one word that no list has.
    var isOneUnknownWord: Bool { unknownWord != nil }

    private var unknownWord: PhraseToken? {
        let words = tokens.filter { !$0.isLabel }
        guard words.count == 1, let word = words.first, word.places == nil, !word.isHan,
            (3...16).contains(word.range.count)
        else { return nil }
        return word
    }

    /// Its words, without what numbers them; the Chinese list has the characters that do.
    private func words(in language: SeedPhraseWords.Language) -> [PhraseToken] {
        language.isChinese ? tokens : tokens.filter { !$0.isLabel }
    }

    /// All of its words, if they are of the list; else none.
    func whole(in language: SeedPhraseWords.Language) -> [PhraseToken] {
        let words = words(in: language)
        return !isCut && words.allSatisfy { $0.isWord(of: language) } ? words : []
    }

    /// Its first words of the list.
    func head(in language: SeedPhraseWords.Language) -> [PhraseToken] {
        Array(words(in: language).prefix { $0.isWord(of: language) })
    }

    /// Its last words of the list, those behind the last colon where there is one.
    ///
    /// - `isCalled`: Whether only those count that a colon, a line break or "is" says to be what was named.
    func tail(in language: SeedPhraseWords.Language, isCalled: Bool = false) -> [PhraseToken] {
        guard !isCut else { return [] }
        let verb = tokens.last { ["is", "are", "es", "是"].map { WordKey($0).value }.contains(key(of: $0)) }?
            .range.lowerBound
        let colon =
            scalars.lastIndex { ":：\n=".unicodeScalars.contains($0) } ?? (isCalled ? verb : -1) ?? .max
        let behind = words(in: language).filter { $0.range.lowerBound > colon }
        let tail = behind.reversed().prefix { $0.isWord(of: language) }.reversed()
        if isCalled, tail.count < behind.count { return [] }
        // The end of a Chinese sentence is no beginning of a phrase.
        return language.isChinese && (isSentence || tail.first?.touchesPrevious ?? true) ? [] : Array(tail)
    }

    /// Its first words of the list as far as a sign ends them, before it says something else; without a sign several words
    /// that no sentence begins with.
    func headBeforeSign(in language: SeedPhraseWords.Language) -> [PhraseToken] {
        let words = words(in: language)
        let head = head(in: language)
        guard head.count < words.count else { return head }
        let end = words[head.count].range.lowerBound
        let sign = scalars[..<end].lastIndex { ".,;:!?\n。，；：！？".unicodeScalars.contains($0) }
        guard let sign else { return language.isChinese || head.count < 3 ? [] : head }
        return head.filter { $0.range.upperBound <= sign }
    }

    /// The one word it is, if that is a word of the list with a slip in it, none of the everyday ones.
    func mistyped(in language: SeedPhraseWords.Language) -> PhraseToken? {
        guard let word = unknownWord, !language.isChinese,
            SeedPhraseTypos.isNear(Array(scalars[word.range]), language)
        else { return nil }
        return word
    }

    private func key(of token: PhraseToken) -> UInt64 {
        WordKey(String(String.UnicodeScalarView(scalars[token.range]))).value
    }
}

/// What numbers the words of a phrase at the beginnings of lines: `word 1:`, `#2`, `3rd word -`, `第四个词：`, `the fifth is`.
private struct TrailLabels {
    private static let latin = Set(
        """
        word number no nr num the my is was as st nd rd th first second third fourth fifth sixth seventh eighth ninth tenth \
        eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth next last \
        final wort mot palabra parola palavra slovo
        """.split(separator: " ").map { WordKey(String($0)).value }
    )
    /// Such as say that a number follows or is one.
    private static let ordinals = Set(
        """
        word first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth next last final
        """.split(separator: " ").map { WordKey(String($0)).value }
    )
    private static let han = Set("第个個词詞字单單号號是为為位一二三四五六七八九十两兩百下后後最".unicodeScalars.map(\.value))

    private let ranges: [Range<Int>]

    init(_ scalars: [Unicode.Scalar]) {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            if let end = Self.end(scalars, start) { ranges.append(start..<end) }
            start = (scalars[start...].firstIndex { $0 == "\n" } ?? scalars.count) + 1
        }
        self.ranges = ranges
    }

    func contains(_ range: Range<Int>) -> Bool {
        ranges.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
    }

    /// Where the label of a line ends; nil when it has none.
    ///
    /// Of `8. 是` the number is the label: one word behind a label is what it numbers, though labels have it too.
    private static func end(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        let folding = LetterFolding.shared
        var position = start
        var ends: [(position: Int, words: Int)] = []
        var words = 0
        var hasNumber = false
        while position < scalars.count, scalars[position] != "\n" {
            let scalar = scalars[position]
            switch folding.kind(scalar) {
            case .letter:
                var key = WordKey()
                let word = position
                while position < scalars.count, folding.kind(scalars[position]) == .letter {
                    folding.add(scalars[position], to: &key)
                    position += 1
                }
                guard latin.contains(key.value) else { return ends.last?.position }
                words += 1
                // `word` alone, or `no`, numbers nothing: a digit or a sign must follow.
                if ordinals.contains(key.value) {
                    hasNumber = hasNumber || word > start || isFollowed(scalars, position)
                }
                if ["is", "was"].contains(where: { WordKey($0) == key }), hasNumber {
                    ends.append((position, words))
                }
            case .han:
                guard han.contains(scalar.value) else { return ends.last?.position }
                words += 1
                if "一二三四五六七八九十".unicodeScalars.contains(scalar) { hasNumber = true }
                position += 1
                if hasNumber, "是为為".unicodeScalars.contains(scalar) { ends.append((position, words)) }
            case .between, .invisible:
                if (48...57).contains(scalar.value) { hasNumber = true }
                position += 1
                let isSign = ":：.、．)）=＝-–—→>#".unicodeScalars.contains(scalar)
                if hasNumber, isSign || scalar.value == 0x20 && endsWithDigit(scalars, position - 1) {
                    ends.append((position, words))
                }
            }
        }
        return (ends.last { $0.words == words - 1 } ?? ends.last)?.position
    }

    private static func isFollowed(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        guard let next = scalars[position...].first(where: { $0 != " " }) else { return false }
        return ":：=＝#-–".unicodeScalars.contains(next) || (48...57).contains(next.value)
    }

    private static func endsWithDigit(_ scalars: [Unicode.Scalar], _ end: Int) -> Bool {
        end > 0 && (48...57).contains(scalars[end - 1].value)
    }
}
