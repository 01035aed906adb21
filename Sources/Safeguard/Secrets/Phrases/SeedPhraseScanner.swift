/// Finds seed phrases: 12, 15, 18, 21 or 24 words of one official list in a row whose checksum is valid, whatever stands
/// between them (spaces, commas, numbering, line breaks, quotes, bullets), in Chinese and Japanese also nothing; with one
/// word mistyped as well (``SeedPhraseTypos``), in the order of their numbers where they have some, and whatever is wrong with it where the text calls it a seed phrase.
///
/// A checksum of four bits lets one ordinary sequence in sixteen through, so what is left to chance depends on the list:
/// twelve words of the European lists hardly ever stand together in ordinary text, but most Chinese characters are in
/// theirs. Chinese characters without spaces must therefore not read like a sentence (``ChineseProse``), and stand apart
/// from other characters or be called a phrase by the words around.
///
/// Worth asking where ``TextSurvey`` says ``TextSurvey/Signs/phrase``.
struct SeedPhraseScanner {
    /// The words of the shortest phrase.
    static let fewestWords = 12

    /// A longer row of words is hidden whole: nobody writes a thousand words of one list in a row but to pass phrases on,
    /// and to try each of them would hold up everybody else.
    static let longestTriedRow = 1000

    let scalars: [Unicode.Scalar]
    /// Where a phrase is called one.
    let calls: SeedPhraseCalls

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        self.calls = SeedPhraseCalls(scalars)
    }

    func findings() -> [SecretFinding] {
        ranges(in: PhraseTokens(scalars).tokens).map { SecretFinding(.seedPhrase, $0) }
    }

    /// Where phrases stand in a row of words, which may come from several texts.
    func ranges(in tokens: [PhraseToken]) -> [Range<Int>] {
        guard tokens.count >= Self.fewestWords else { return [] }
        let languages = tokens.reduce(0) { $0 | ($1.places?.languages ?? 0) }
        let unnumbered = tokens.filter { !$0.isLabel }
        return SeedPhraseWords.Language.distinct.filter { languages & $0.bit != 0 }.flatMap { language in
            // The Chinese list has most of the characters that number words.
            let words = language.isChinese ? tokens : unnumbered
            let rows = Self.rows(of: language, in: words)
            let exact = rows.map { phrases(in: words[$0], language) }
            let called =
                called(in: words, rows, language) + rows.flatMap { numbered(in: words[$0], language) }
            guard !language.isChinese else { return exact.flatMap(\.self) + called }
            let isPhrase = zip(rows, exact).map { row, found in
                found == [words[row.lowerBound].range.lowerBound..<words[row.upperBound - 1].range.upperBound]
            }
            return exact.flatMap(\.self) + mistyped(in: words, rows, language, besides: isPhrase) + called
        }
    }

    /// The longest rows of words of a list.
    private static func rows(of language: SeedPhraseWords.Language, in words: [PhraseToken]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var start = 0
        for (place, word) in words.enumerated() where !word.isWord(of: language) {
            if start < place { rows.append(start..<place) }
            start = place + 1
        }
        if start < words.count { rows.append(start..<words.count) }
        return rows
    }

    // MARK: Phrases

    /// The phrases of a row of words of one list, the longest first at each place.
    private func phrases(
        in words: ArraySlice<PhraseToken>,
        _ language: SeedPhraseWords.Language
    ) -> [Range<Int>] {
        let row = Array(words)
        guard row.count >= Self.fewestWords, let first = row.first, let last = row.last else { return [] }
        guard language.isChinese || row.count <= Self.longestTriedRow else {
            return [first.range.lowerBound..<last.range.upperBound]
        }
        let indexes = row.compactMap { $0.places?[language] }
        var found: [Range<Int>] = []
        for start in 0...(row.count - Self.fewestWords) {
            let length = SeedPhraseWords.lengths.first { length in
                let window = start..<(start + length)
                // The checksum is the dearest question, so most of a Chinese text is not asked it.
                return window.upperBound <= row.count
                    && (!language.isChinese || mayBeChinese(row, window, indexes))
                    && SeedPhraseWords.isChecksumValid(indexes[window])
            }
            guard let length else { continue }
            let range = row[start].range.lowerBound..<row[start + length - 1].range.upperBound
            guard let last = found.last, range.lowerBound < last.upperBound else {
                found.append(range)
                continue
            }
            // Of two that overlap one fits by chance; which one cannot be known, so both are hidden.
            found[found.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        }
        return found
    }

    /// Rows in which all words but one are of a list, the whole of each, where another word makes a phrase of it.
    ///
    /// Rows that are a phrase already (`isPhrase`) are not asked about the words before and behind them.
    private func mistyped(
        in words: [PhraseToken],
        _ rows: [Range<Int>],
        _ language: SeedPhraseWords.Language,
        besides isPhrase: [Bool]
    ) -> [Range<Int>] {
        rows.indices.flatMap { place in
            Self.holes(beside: place, rows, words.count).compactMap { hole, around -> Range<Int>? in
                let isEdge = hole == around.lowerBound || hole == around.upperBound - 1
                guard !(isEdge && isPhrase[place]), !words[hole].isHan,
                    (Self.fewestWords...Self.longestTriedRow).contains(around.count),
                    SeedPhraseTypos.completes(
                        words[around].map { $0.places?[language] ?? 0 },
                        hole - around.lowerBound,
                        Array(scalars[words[hole].range]),
                        language
                    )
                else { return nil }
                return words[around.lowerBound].range
                    .lowerBound..<words[around.upperBound - 1].range.upperBound
            }
        }
    }

    /// The unknown words that stand right before a row and right behind it, each with the rows that it would join; of two
    /// rows the first answers for the word between them.
    private static func holes(
        beside place: Int,
        _ rows: [Range<Int>],
        _ count: Int
    ) -> [(hole: Int, around: Range<Int>)] {
        let row = rows[place]
        var holes: [(hole: Int, around: Range<Int>)] = []
        if row.lowerBound > 0, place == 0 || rows[place - 1].upperBound < row.lowerBound - 1 {
            holes.append((row.lowerBound - 1, (row.lowerBound - 1)..<row.upperBound))
        }
        if row.upperBound < count {
            let joins = place + 1 < rows.count && rows[place + 1].lowerBound == row.upperBound + 1
            holes.append(
                (row.upperBound, row.lowerBound..<(joins ? rows[place + 1].upperBound : row.upperBound + 1))
            )
        }
        return holes
    }

    // MARK: Chinese

    /// Whether Chinese characters stand so that they may be a phrase: parted from each other, or apart from other
    /// characters or called one, and not like a sentence.
    private func mayBeChinese(_ row: [PhraseToken], _ window: Range<Int>, _ indexes: [Int]) -> Bool {
        if row[window].dropFirst().allSatisfy({ !$0.touchesPrevious }) { return true }
        let start = row[window.lowerBound].range.lowerBound
        let end = row[window.upperBound - 1].range.upperBound
        let isBounded =
            (start == 0 || !PhraseTokens.isHan(scalars[start - 1]))
            && (end == scalars.count || !PhraseTokens.isHan(scalars[end]))
        guard calls.areNear(start..<end) || isBounded && isPartedAlike(row[window]) else { return false }
        return !ChineseProse.resembles(window.count) { indexes[window.lowerBound + $0] }
    }

    /// Whether the same stands wherever characters do not touch, but for spaces and digits: a sentence has several marks.
    private func isPartedAlike(_ window: ArraySlice<PhraseToken>) -> Bool {
        var first: [Unicode.Scalar]?
        for (token, next) in zip(window, window.dropFirst()) where !next.touchesPrevious {
            let marks = scalars[token.range.upperBound..<next.range.lowerBound].filter {
                !$0.properties.isWhitespace && !("0"..."9").contains($0)
            }
            guard let known = first else {
                first = marks
                continue
            }
            if known != marks { return false }
        }
        return true
    }
}
