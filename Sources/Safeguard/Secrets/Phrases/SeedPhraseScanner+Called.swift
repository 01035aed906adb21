// What the text calls a seed phrase.
extension SeedPhraseScanner {
    /// Words of a list that are enough where the text calls them a phrase, other words among them, and how many of the
    /// words must be such as nobody uses all day.
    private static let enoughIfCalled = (words: 10, others: 2, unusual: 4)
    /// Words that belong to the name, not to the phrase.
    private static let nameWords = Set(
        "seed phrase phrases word words secret recovery mnemonic wallet my the key code is backup 是 为 為 的"
            .split(
                separator: " "
            )
            .map { WordKey(String($0)).value }
    )

    /// Rows of words of a list that the text calls a seed phrase though their checksum is wrong: words were exchanged, left
    /// out or mistyped, and what is there gives most of it away.
    ///
    /// - `rows`: The longest rows of words of the list, in order.
    func called(
        in words: [PhraseToken],
        _ rows: [Range<Int>],
        _ language: SeedPhraseWords.Language
    ) -> [Range<Int>] {
        guard calls.isAnywhere else { return [] }
        var found: [Range<Int>] = []
        var place = 0
        while place < rows.count {
            var group = rows[place]
            var others = 0
            place += 1
            while place < rows.count, others < Self.enoughIfCalled.others,
                rows[place].lowerBound == group.upperBound + 1
            {
                group = group.lowerBound..<rows[place].upperBound
                others += 1
                place += 1
            }
            if let range = calledRange(words[group], language) { found.append(range) }
        }
        return found
    }

    private func calledRange(
        _ group: ArraySlice<PhraseToken>,
        _ language: SeedPhraseWords.Language
    ) -> Range<Int>? {
        let words = Array(group.drop { Self.nameWords.contains(key(of: $0)) || calls.cover($0.range) })
        let indexes = words.compactMap { $0.places?[language] }
        guard let first = words.first, let last = words.last, indexes.count >= Self.enoughIfCalled.words,
            Set(indexes).count(where: { !EverydayWords.has($0, language) }) >= Self.enoughIfCalled.unusual
        else { return nil }
        if language.isChinese {
            let isApart = words.dropFirst().allSatisfy { !$0.touchesPrevious }
            guard indexes.count >= Self.fewestWords,
                isApart || !ChineseProse.resembles(min(indexes.count, 24), { indexes[$0] })
            else { return nil }
        }
        let range = first.range.lowerBound..<last.range.upperBound
        return calls.areNear(range) ? range : nil
    }

    private func key(of token: PhraseToken) -> UInt64 {
        var key = WordKey()
        for scalar in scalars[token.range] { LetterFolding.shared.add(scalar, to: &key) }
        return key.value
    }
}
