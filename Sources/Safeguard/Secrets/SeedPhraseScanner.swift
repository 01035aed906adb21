import Foundation

/// Finds seed phrases: 12, 15, 18, 21 or 24 words of one official list in a row whose checksum is valid, whatever stands
/// between them (spaces, commas, numbering, line breaks, quotes, bullets), in Chinese and Japanese also nothing.
///
/// A checksum of four bits lets one ordinary sequence in sixteen through, so what is left to chance depends on the list:
/// twelve words of the European lists hardly ever stand together in ordinary text, but most Chinese characters are in
/// theirs. Chinese characters without spaces must therefore not read like a sentence (``ChineseProse``), and stand apart
/// from other characters or be called a phrase by the words around.
struct SeedPhraseScanner {
    /// A word of a text.
    private struct Token {
        let range: Range<Int>
        let places: SeedPhraseWords.Places
        /// Whether nothing at all stands between it and the word before.
        let touchesPrevious: Bool
    }

    /// The words of the shortest phrase.
    static let fewestWords = 12

    /// A longer row of words is hidden whole: nobody writes a thousand words of one list in a row but to pass phrases on,
    /// and to try each of them would hold up everybody else.
    private static let longestTriedRow = 1000

    private let scalars: [Unicode.Scalar]
    private let words = SeedPhraseWords.shared
    /// Where a phrase is called one.
    private let calls: SeedPhraseCalls

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        self.calls = SeedPhraseCalls(scalars)
    }

    func findings() -> [SecretFinding] {
        tokens().flatMap { run in
            let languages = run.reduce(0) { $0 | $1.places.languages }
            return SeedPhraseWords.Language.allCases.filter { languages & $0.bit != 0 }.flatMap {
                findings(in: run, $0)
            }
        }
    }

    // MARK: Words

    /// What a seed phrase is called; chance never puts these three characters together in one.
    private static let names = ["助记词", "助記詞"].map { Array($0.unicodeScalars) }

    /// The text's words in order, parted where something stands between that no typed phrase has: an unknown word.
    private func tokens() -> [[Token]] {
        var runs: [[Token]] = []
        var run: [Token] = []
        var position = 0
        var previousEnd = -1
        func close() {
            if run.count >= Self.fewestWords { runs.append(run) }
            run = []
        }
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "助", Self.names.contains(where: { scalars[position...].starts(with: $0) }) {
                close()
                position += 3
                previousEnd = position
            } else if Self.isHan(scalar) {
                let folded = SeedPhraseWords.fold(String(scalar))
                let range = position..<(position + 1)
                if let places = words.places(of: folded) {
                    run.append(Token(range: range, places: places, touchesPrevious: previousEnd == position))
                } else {
                    close()
                }
                position += 1
                previousEnd = position
            } else if Self.isWordPart(scalar) {
                let start = position
                while position < scalars.count,
                    Self.isWordPart(scalars[position]) || Self.isJoiner(at: position, scalars)
                {
                    position += 1
                }
                let found = split(start..<position, touches: previousEnd == start)
                if found.isEmpty { close() } else { run += found }
                previousEnd = position
            } else {
                position += 1
            }
        }
        close()
        return runs
    }

    /// The words of a stretch of letters: one, or for Japanese without spaces many; none when it is unknown.
    private func split(_ range: Range<Int>, touches: Bool) -> [Token] {
        let visible = scalars[range].filter { !Self.isInvisible($0) }
        let folded = SeedPhraseWords.fold(String(String.UnicodeScalarView(visible)))
        if let places = words.places(of: folded) {
            return [Token(range: range, places: places, touchesPrevious: touches)]
        }
        guard range.count >= 24, scalars[range].allSatisfy(Self.isKana) else { return [] }
        return japanese(range)
    }

    /// Parts kana without spaces into words of the Japanese list: the longest word first, stepping back where that leads
    /// nowhere; each place is given up once, so the work is linear.
    private func japanese(_ range: Range<Int>) -> [Token] {
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
            return Token(range: word.start..<word.end, places: places, touchesPrevious: offset > 0)
        }
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value) || (0x3400...0x4DBF).contains(scalar.value)
    }

    private static func isKana(_ scalar: Unicode.Scalar) -> Bool {
        (0x3041...0x309F).contains(scalar.value)
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            return (65...90).contains(scalar.value) || (97...122).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass != .notReordered
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.properties.isDefaultIgnorableCodePoint
    }

    /// Zero-width characters inside a word hide it from the eye, not from this.
    private static func isJoiner(at position: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        isInvisible(scalars[position]) && position + 1 < scalars.count && isWordPart(scalars[position + 1])
            && !isHan(scalars[position + 1])
    }

    // MARK: Phrases

    private func findings(in run: [Token], _ language: SeedPhraseWords.Language) -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var start = 0
        while start < run.count {
            guard run[start].places[language] != nil else {
                start += 1
                continue
            }
            var end = start
            while end < run.count, run[end].places[language] != nil { end += 1 }
            findings += phrases(in: run[start..<end], language)
            start = end
        }
        return findings
    }

    /// The phrases of a row of words of one list, the longest first at each place.
    private func phrases(in row: ArraySlice<Token>, _ language: SeedPhraseWords.Language) -> [SecretFinding] {
        guard row.count >= Self.fewestWords, let first = row.first, let last = row.last else { return [] }
        guard language.isChinese || row.count <= Self.longestTriedRow else {
            return [SecretFinding(.seedPhrase, first.range.lowerBound..<last.range.upperBound)]
        }
        let indexes = row.compactMap { $0.places[language] }
        let tokens = Array(row)
        var findings: [SecretFinding] = []
        for start in 0...(tokens.count - Self.fewestWords) {
            let length = SeedPhraseWords.lengths.first { length in
                let window = start..<(start + length)
                // The checksum is the dearest question, so most of a Chinese text is not asked it.
                return window.upperBound <= tokens.count
                    && (!language.isChinese || standsAlone(tokens, window))
                    && SeedPhraseWords.isChecksumValid(indexes[window])
                    && (!language.isChinese || isSpaced(tokens[window])
                        || !ChineseProse.resembles(indexes[window]))
            }
            guard let length else { continue }
            let range = tokens[start].range.lowerBound..<tokens[start + length - 1].range.upperBound
            guard let last = findings.last, range.lowerBound < last.range.upperBound else {
                findings.append(SecretFinding(.seedPhrase, range))
                continue
            }
            // Of two that overlap one fits by chance; which one cannot be known, so both are hidden.
            let end = max(last.range.upperBound, range.upperBound)
            findings[findings.count - 1] = SecretFinding(.seedPhrase, last.range.lowerBound..<end)
        }
        return findings
    }

    // MARK: Chinese

    /// Whether Chinese characters stand so that they may be a phrase: apart from other characters, or called one.
    private func standsAlone(_ tokens: [Token], _ window: Range<Int>) -> Bool {
        let start = tokens[window.lowerBound].range.lowerBound
        let end = tokens[window.upperBound - 1].range.upperBound
        let isBounded =
            (start == 0 || !Self.isHan(scalars[start - 1]))
            && (end == scalars.count || !Self.isHan(scalars[end]))
        return isBounded || calls.areNear(start..<end) || isSpaced(tokens[window])
    }

    /// Whether something stands between all characters.
    private func isSpaced(_ tokens: ArraySlice<Token>) -> Bool {
        tokens.dropFirst().allSatisfy { !$0.touchesPrevious }
    }
}
