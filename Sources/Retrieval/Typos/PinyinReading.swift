internal import Foundation

/// Latin letters read as pinyin: `tibi` is 提币 before the keyboard has turned it into characters.
struct PinyinReading {
    /// One syllable, by the numbers of those it may be.
    typealias Syllable = [UInt16]

    /// Two at least.
    let syllables: [Syllable]

    /// Shorter ones are hardly a word, and nothing longer is asked.
    private static let lengths = 4...SearchQuery.longestInScalars
    /// What a pair of syllables that is written nowhere takes from a reading, in syllables that it could have less.
    private static let unknownPair = 2.0
    /// How much more the commonest pair may bring than one that stands in a single text; it decides between readings of
    /// as many syllables alone.
    private static let mostForFrequency = 0.9

    /// Reads words as syllables: as few as can be, of which each two that follow each other are written somewhere; nil when
    /// they cannot be read, or make one syllable only.
    ///
    /// - Parameters:
    ///   - words: A syllable never runs on from one word into the next.
    ///   - forgivesAccent: Whether syllables are also taken for those that many people do not tell from them.
    ///   - frequency: In how many texts two syllables stand beside each other.
    init?(_ words: [String], forgivesAccent: Bool, frequency: (Syllable, Syllable) -> Int) {
        let letters = words.flatMap { Array($0.utf8) }
        guard Self.lengths.contains(letters.count) else { return nil }
        var wordEnds: Set<Int> = []
        var end = 0
        for word in words {
            end += word.utf8.count
            wordEnds.insert(end)
        }
        var steps = [[Step]](repeating: [], count: letters.count + 1)
        for end in 1...letters.count {
            for length in 1...min(ChineseCharacters.longestSyllable, end) {
                let start = end - length
                if (start + 1..<end).contains(where: wordEnds.contains) { continue }
                let syllable = Self.syllable(letters[start..<end], forgivesAccent: forgivesAccent)
                guard !syllable.isEmpty else { continue }
                if start == 0 {
                    steps[end].append(Step(syllable: syllable, start: start, score: -1, previous: -1))
                } else if let (place, score) = Self.best(of: steps[start], before: syllable, frequency) {
                    steps[end].append(
                        Step(syllable: syllable, start: start, score: score - 1, previous: place)
                    )
                }
            }
        }
        var syllables: [Syllable] = []
        var place = steps[letters.count].indices.max {
            steps[letters.count][$0].score < steps[letters.count][$1].score
        }
        var position = letters.count
        while let known = place, known >= 0 {
            let step = steps[position][known]
            syllables.append(step.syllable)
            position = step.start
            place = step.previous
        }
        guard syllables.count > 1 else { return nil }
        self.syllables = syllables.reversed()
    }

    /// Whether a word is one syllable.
    static func isSyllable(_ word: String) -> Bool {
        word.utf8.count <= ChineseCharacters.longestSyllable
            && !ChineseCharacters.numbers(soundingLike: Array(word.utf8)[...]).isEmpty
    }

    /// The last syllable of the best reading up to a place.
    private struct Step {
        let syllable: Syllable
        let start: Int
        let score: Double
        /// Among the steps that end at `start`; -1 for the first syllable.
        let previous: Int
    }

    private static func syllable(_ letters: ArraySlice<UInt8>, forgivesAccent: Bool) -> Syllable {
        forgivesAccent
            ? ChineseCharacters.numbers(soundingLike: letters)
            : ChineseCharacters.number(ofSyllable: letters).map { [$0] } ?? []
    }

    private static func best(
        of steps: [Step],
        before syllable: Syllable,
        _ frequency: (Syllable, Syllable) -> Int
    ) -> (place: Int, score: Double)? {
        var best: (place: Int, score: Double)?
        for (place, step) in steps.enumerated() {
            let count = frequency(step.syllable, syllable)
            let worth = count == 0 ? -unknownPair : min(mostForFrequency, 0.1 * log2(Double(count) + 1))
            if best.map({ step.score + worth > $0.score }) ?? true { best = (place, step.score + worth) }
        }
        return best
    }
}
