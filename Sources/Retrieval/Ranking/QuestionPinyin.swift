/// Latin letters in a question that stand for Chinese characters.
extension QueryPlan {
    /// Wants what words are the pinyin of that were typed a syllable at a time, as `ti bi`.
    ///
    /// - Returns: The words that are left.
    mutating func withoutPinyin(_ words: [Word], weight: Double) -> [Word] {
        guard words.count > 1 else { return words }
        var left: [Word] = []
        var run: [Word] = []
        func settle(_ plan: inout QueryPlan, _ left: inout [Word]) {
            if !plan.addRun(run, weight: weight) { left += run }
            run = []
        }
        for word in words {
            let isSyllable = PinyinReading.isSyllable(word.text)
            let goesOn = run.last.map { word.at.start == $0.at.end + 1 } ?? true
            if !isSyllable || !goesOn { settle(&self, &left) }
            if isSyllable { run.append(word) } else { left.append(word) }
        }
        settle(&self, &left)
        return left
    }

    /// Half of the words must be none otherwise, for `can he` is English; where many stand together a quarter, for
    /// hardly any other text consists of syllables.
    private mutating func addRun(_ run: [Word], weight: Double) -> Bool {
        let leastUnknown = run.count < 4 ? (run.count + 1) / 2 : (run.count + 3) / 4
        guard run.count > 1, run.count(where: isUnknown) >= leastUnknown else { return false }
        return addPinyin(run, weight: weight, forgivesAccent: false)
            || addPinyin(run, weight: weight, forgivesAccent: true)
    }

    /// Wants the characters that words are the pinyin of.
    ///
    /// - Returns: false when they are no pinyin, or of characters that stand nowhere beside each other.
    mutating func addPinyin(_ words: [Word], weight: Double, forgivesAccent: Bool) -> Bool {
        guard let first = words.first, let last = words.last,
            let reading = PinyinReading(
                words.map(\.text),
                forgivesAccent: forgivesAccent,
                frequency: { frequency(of: $0, $1) }
            )
        else { return false }
        let found = zip(reading.syllables, reading.syllables.dropFirst()).map { candidates(for: $0, $1) }
        // Where two words of a sentence meet, characters may stand that meet nowhere else.
        let strangers = found.count(where: \.isEmpty)
        guard strangers <= (forgivesAccent ? 0 : found.count / 3) else { return false }
        let characters = characters(of: found)
        let marks = StopWords.marks(characters)
        for (place, candidates) in found.enumerated() {
            guard let best = candidates.first else { continue }
            let isScaffolding = marks[place] || marks[place + 1]
            let most = Double(index.documentFrequency(of: best.term))
            want(
                weight * (isScaffolding ? weights.scaffolding : 1),
                candidates.prefix(6).map { candidate in
                    // What is written more often is meant more often.
                    let share = Double(index.documentFrequency(of: candidate.term)) / most
                    return Alternative(term: candidate.term, credit: weights.corrected * share, counts: true)
                }
            )
        }
        let text = characters.filter { $0 > 0 }.compactMap(Unicode.Scalar.init).map(String.init).joined()
        corrections.append((first.at.start, last.at.end, text))
        return true
    }

    private func frequency(of first: PinyinReading.Syllable, _ second: PinyinReading.Syllable) -> Int {
        var most = 0
        for one in first {
            for other in second {
                for candidate in index.vocabulary.homophones.candidates(ofSyllables: one, other) {
                    most = max(most, index.documentFrequency(of: candidate.term))
                }
            }
        }
        return most
    }

    /// The pairs of characters that two syllables may be, the most frequent first.
    private func candidates(
        for first: PinyinReading.Syllable,
        _ second: PinyinReading.Syllable
    ) -> [Homophones.Candidate] {
        first.flatMap { one in
            second.flatMap { index.vocabulary.homophones.candidates(ofSyllables: one, $0) }
        }
        .filter { isAlive($0.term) }.sorted { frequencyThenCharacters($0, $1) }
    }

    /// The likeliest characters of all syllables; 0 for one that stands beside none of its neighbours.
    private func characters(of found: [[Homophones.Candidate]]) -> [UInt32] {
        var characters: [UInt32] = [found.first?.first?.first ?? 0]
        for (place, candidates) in found.enumerated() {
            // Of what sounds alike, what goes on from the character before.
            let next = candidates.first { $0.first == characters.last } ?? candidates.first
            let following = place + 1 < found.count ? found[place + 1].first?.first : nil
            characters.append(next?.second ?? following ?? 0)
        }
        return characters
    }
}
