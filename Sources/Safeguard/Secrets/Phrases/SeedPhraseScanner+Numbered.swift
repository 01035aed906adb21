// What the numbers before the words say of their order.
extension SeedPhraseScanner {
    /// The word that has a number, and which.
    private struct Numbered {
        let number: Int
        let word: PhraseToken
    }

    /// How far before its word a number may stand, in scalars: `12)  - `.
    private static let farthestNumber = 8

    /// Phrases that are numbered in another order than they are read in, as where they stand down two columns: each number
    /// from 1 to the length of the phrase is there once, right before a word, and in their order the checksum is valid.
    ///
    /// - `words`: A row of words of the list.
    func numbered(
        in words: ArraySlice<PhraseToken>,
        _ language: SeedPhraseWords.Language
    ) -> [Range<Int>] {
        guard (Self.fewestWords...Self.longestTriedRow).contains(words.count) else { return [] }
        return words.map { word in number(before: word).map { Numbered(number: $0, word: word) } }
            .split { $0 == nil }
            .flatMap { phrases(in: $0.compactMap(\.self), language) }
    }

    /// The phrases of words each of which has a number.
    private func phrases(in words: [Numbered], _ language: SeedPhraseWords.Language) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        while start + Self.fewestWords <= words.count {
            let length = SeedPhraseWords.lengths.first { length in
                start + length <= words.count && isPhrase(words[start..<(start + length)], language)
            }
            guard let length else {
                start += 1
                continue
            }
            let last = words[start + length - 1].word
            found.append(words[start].word.range.lowerBound..<last.range.upperBound)
            start += length
        }
        return found
    }

    private func isPhrase(_ words: ArraySlice<Numbered>, _ language: SeedPhraseWords.Language) -> Bool {
        var ordered = [Int?](repeating: nil, count: words.count)
        var isInOrder = true
        for (place, each) in words.enumerated() {
            guard (1...words.count).contains(each.number), ordered[each.number - 1] == nil else {
                return false
            }
            ordered[each.number - 1] = each.word.places?[language]
            isInOrder = isInOrder && each.number == place + 1
        }
        let indexes = ordered.compactMap(\.self)
        // As they are read they were asked about already.
        return !isInOrder && indexes.count == words.count && SeedPhraseWords.isChecksumValid(indexes[...])
    }

    /// The number of one or two digits right before a word; nil without one.
    private func number(before word: PhraseToken) -> Int? {
        var position = word.range.lowerBound
        let farthest = max(0, position - Self.farthestNumber)
        while position > farthest, digit(at: position - 1) == nil {
            guard LetterFolding.shared.kind(scalars[position - 1]) == .between else { return nil }
            position -= 1
        }
        guard position > 0, let ones = digit(at: position - 1) else { return nil }
        guard position > 1, let tens = digit(at: position - 2) else { return ones }
        return position > 2 && digit(at: position - 3) != nil ? nil : tens * 10 + ones
    }

    private func digit(at position: Int) -> Int? {
        let value = scalars[position].value
        return (48...57).contains(value) ? Int(value) - 48 : nil
    }
}
