import Foundation

/// Whether a row of words is a seed phrase but for one word that was mistyped.
enum SeedPhraseTypos {
    /// A longer word is none of any list with a slip in it.
    private static let longestWord = 24

    /// The letters of every word of a list; made when the first mistyped word is looked up.
    private static let spelled: [[[UInt32]]] = SeedPhraseWords.Language.allCases.map { language in
        language.isChinese ? [] : language.words.map { WordLetters($0).letters }
    }
    /// The same in syllables, which is what slips of Korean and Japanese are counted in besides.
    private static let composed: [[[UInt32]]] = SeedPhraseWords.Language.allCases.map { language in
        language == .korean || language == .japanese ? language.words.map(composed) : []
    }

    private static func composed(_ word: String) -> [UInt32] {
        word.precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value)
    }

    /// Whether a word of the list that differs in one slip makes the checksum of some phrase in the row valid.
    ///
    /// `indexes` are the places of the row's words, anything at the hole; `hole` is where the unknown word `typed` stands.
    static func completes(
        _ indexes: [Int],
        _ hole: Int,
        _ typed: [Unicode.Scalar],
        _ language: SeedPhraseWords.Language
    ) -> Bool {
        guard typed.count <= longestWord else { return false }
        var word = WordLetters()
        for scalar in typed { LetterFolding.shared.add(scalar, to: &word) }
        var row = indexes
        let syllables = composed[language.rawValue]
        let typedSyllables = syllables.isEmpty ? [] : composed(String(String.UnicodeScalarView(typed)))
        for (index, right) in spelled[language.rawValue].enumerated()
        where isOneSlip(word.letters, right)
            || !syllables.isEmpty && isOneSlip(typedSyllables, syllables[index])
        {
            row[hole] = index
            let isPhrase = SeedPhraseWords.lengths.contains { length in
                guard row.count >= length else { return false }
                let starts = max(0, hole - length + 1)...min(hole, row.count - length)
                return starts.contains { SeedPhraseWords.isChecksumValid(row[$0..<($0 + length)]) }
            }
            if isPhrase { return true }
        }
        return false
    }

    /// Whether a word is one of a list with one slip in it, and none that everybody writes.
    static func isNear(_ typed: [Unicode.Scalar], _ language: SeedPhraseWords.Language) -> Bool {
        guard typed.count <= longestWord else { return false }
        var word = WordLetters()
        for scalar in typed { LetterFolding.shared.add(scalar, to: &word) }
        return spelled[language.rawValue].enumerated().contains { index, right in
            isOneSlip(word.letters, right) && !EverydayWords.has(index, language)
        }
    }

    /// Whether one letter left out, put in or replaced, or two exchanged, makes one word of the other.
    static func isOneSlip(_ typed: [UInt32], _ right: [UInt32]) -> Bool {
        guard abs(typed.count - right.count) <= 1 else { return false }
        let shorter = min(typed.count, right.count)
        var start = 0
        while start < shorter, typed[start] == right[start] { start += 1 }
        var end = 0
        while end < shorter - start, typed[typed.count - 1 - end] == right[right.count - 1 - end] { end += 1 }
        let (left, other) = (typed.count - start - end, right.count - start - end)
        if left <= 1, other <= 1 { return true }
        return left == 2 && other == 2 && typed[start] == right[start + 1] && typed[start + 1] == right[start]
    }
}
