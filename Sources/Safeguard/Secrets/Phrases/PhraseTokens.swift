/// A word of a text, known to a list or not.
struct PhraseToken {
    let range: Range<Int>
    /// nil for an unknown word.
    let places: SeedPhraseWords.Places?
    /// Whether nothing at all stands between it and the word before.
    let touchesPrevious: Bool
    let isHan: Bool
    /// Whether it may stand between the words of a phrase and number them: `no. 1`, `2nd`, `第三个`.
    var isLabel: Bool

    /// The same word behind a number that is taken away.
    var apart: Self {
        Self(range: range, places: places, touchesPrevious: false, isHan: isHan, isLabel: isLabel)
    }

    func isWord(of language: SeedPhraseWords.Language) -> Bool {
        places.map { $0.languages & language.bit != 0 } ?? false
    }
}

/// The words of a text in order.
struct PhraseTokens {
    private static let folding = LetterFolding.shared

    /// What a seed phrase is called; chance never puts these three characters together in one.
    private static let names = ["助记词", "助記詞"].map { Array($0.unicodeScalars) }

    /// Characters that number words; none is in a list but the Chinese ones.
    private static let hanLabels = Set("第个個词詞字单單号號是为為位一二三四五六七八九十".unicodeScalars.map(\.value))
    /// What stands behind a number that counts words.
    private static let counters = Set("个個词詞字单單号號位".unicodeScalars.map(\.value))
    /// What numbers words and is one; said as often as a phrase has words it is no part of one.
    private static let repeatedLabels = Set(["word", "number"].map { WordKey($0).value })

    /// The kana of two short words without a space between.
    private static let shortestKana = 6

    private(set) var tokens: [PhraseToken] = []
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        var position = 0
        var previousEnd = -1
        var repeated: [UInt64: [Int]] = [:]
        while position < scalars.count {
            let scalar = scalars[position]
            let kind = Self.folding.kind(scalar)
            if kind == .letter {
                let start = position
                var key = WordKey()
                position = wordEnd(from: start, &key)
                if Self.repeatedLabels.contains(key.value) {
                    repeated[key.value, default: []].append(tokens.count)
                }
                append(start..<position, key, touches: previousEnd == start)
                previousEnd = position
            } else if scalar == "第", let end = numberEnd(from: position) {
                position = end
            } else if kind == .han {
                let isName = scalar == "助" && Self.names.contains { scalars[position...].starts(with: $0) }
                let end = position + (isName ? 3 : 1)
                var places: SeedPhraseWords.Places?
                if !isName, let index = SeedPhraseWords.shared.index(ofHan: scalar) {
                    var found = SeedPhraseWords.Places()
                    found[.chineseSimplified] = index
                    places = found
                }
                tokens.append(
                    PhraseToken(
                        range: position..<end,
                        places: places,
                        touchesPrevious: previousEnd == position,
                        isHan: true,
                        isLabel: !isName && Self.hanLabels.contains(scalar.value)
                    )
                )
                position = end
                previousEnd = end
            } else {
                position += 1
            }
        }
        for places in repeated.values where places.count >= SeedPhraseScanner.fewestWords - 1 {
            for place in places { tokens[place].isLabel = true }
        }
    }

    /// Where `第12个` ends, which numbers a word and is none, though all of it is in the Chinese list; nil for another 第.
    private func numberEnd(from start: Int) -> Int? {
        var position = start + 1
        while position < scalars.count, (48...57).contains(scalars[position].value) { position += 1 }
        let digits = position
        while digits > start + 1, position < min(scalars.count, digits + 2),
            Self.counters.contains(scalars[position].value)
        {
            position += 1
        }
        return position > digits ? position : nil
    }

    /// Walks to the end of a word that begins at `start`.
    private func wordEnd(from start: Int, _ key: inout WordKey) -> Int {
        var position = start
        while position < scalars.count {
            switch Self.folding.kind(scalars[position]) {
            case .letter: Self.folding.add(scalars[position], to: &key)
            case .invisible:
                // Any number of them within a word; behind it they are no part of it.
                let next = scalars[position...].firstIndex { Self.folding.kind($0) != .invisible }
                guard let next, Self.folding.kind(scalars[next]) == .letter else { return position }
                position = next
                continue
            case .han, .between: return position
            }
            position += 1
        }
        return position
    }

    /// Adds a stretch of letters: one word, or for Japanese without spaces many.
    private mutating func append(_ range: Range<Int>, _ key: WordKey, touches: Bool) {
        let places = SeedPhraseWords.shared.places(of: key)
        if places == nil, range.count >= Self.shortestKana, scalars[range].allSatisfy(Self.isKana) {
            let words = japanese(range)
            if !words.isEmpty {
                tokens += words
                return
            }
        }
        tokens.append(
            PhraseToken(
                range: range,
                places: places,
                touchesPrevious: touches,
                isHan: false,
                isLabel: SecretWords.shared.cue(key) == .label
            )
        )
    }

    /// Parts kana without spaces into words of the Japanese list: the longest word first, stepping back where that leads
    /// nowhere; each place is given up once, so the work is linear.
    private func japanese(_ range: Range<Int>) -> [PhraseToken] {
        let kana = KanaWords.shared
        var deadEnds: Set<Int> = []
        var path: [(start: Int, end: Int, index: Int)] = []
        var position = range.lowerBound
        var longest = Int.max
        while position < range.upperBound {
            let next = kana.words(at: position, in: scalars[range]).last { word in
                word.end - position <= longest && !deadEnds.contains(word.end)
            }
            if let next {
                path.append((position, next.end, next.index))
                position = next.end
                longest = .max
            } else {
                deadEnds.insert(position)
                guard let last = path.popLast() else { return [] }
                position = last.start
                longest = last.end - last.start - 1
            }
        }
        return path.enumerated().map { offset, word in
            var places = SeedPhraseWords.Places()
            places[.japanese] = word.index
            return PhraseToken(
                range: word.start..<word.end,
                places: places,
                touchesPrevious: offset > 0,
                isHan: false,
                isLabel: false
            )
        }
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        folding.kind(scalar) == .han
    }

    private static func isKana(_ scalar: Unicode.Scalar) -> Bool {
        (0x3041...0x309F).contains(scalar.value)
    }
}
