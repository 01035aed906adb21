/// The Latin words of a question.
extension QueryPlan {
    /// A word and where it stands.
    struct Word {
        let text: String
        let at: Analyzer.Occurrence
    }

    mutating func addWords(_ occurrences: [Analyzer.Occurrence]) {
        let written = occurrences.compactMap { occurrence -> Word? in
            if case .word(let text) = occurrence.term { Word(text: text, at: occurrence) } else { nil }
        }
        let hasCharacters = written.count < occurrences.count
        let weight = hasCharacters ? weights.latinAmongChinese : 1
        let words = withoutSplits(withoutPinyin(written, weight: weight))
        var content = words.filter { !StopWords.english.contains($0.text) }
        if content.isEmpty, !hasCharacters, words.count == written.count {
            content = words
        }
        var previous: Vocabulary.TermID?
        for word in content {
            let isScaffolding = StopWords.englishScaffolding.contains(word.text)
            let found = term(
                of: word,
                weight: isScaffolding ? weight * weights.scaffolding : weight,
                isMixedIn: hasCharacters
            )
            if !hasCharacters, let previous, let found, let pair = alive(.pair(previous, found)) {
                pairs.append(pair)
            }
            previous = found
        }
    }

    /// Wants a word, and tells what it was taken for.
    private mutating func term(of word: Word, weight: Double, isMixedIn: Bool) -> Vocabulary.TermID? {
        let known = index.vocabulary.term(word.at.term).flatMap { isAlive($0) ? $0 : nil }
        guard seen.insert(word.at.term).inserted else { return known }
        if let comparable = Synonyms.comparable(word.at.term), places[comparable] == nil {
            places[comparable] = wanted.count
        }
        if let known {
            if seen.insert(.word("\u{0}\(known)")).inserted {
                let own = Alternative(term: known, credit: 1, counts: true)
                want(weight, [own] + (isMixedIn ? translations(of: known) : []))
            }
            return known
        }
        guard correctionsLeft > 0 else {
            want(weight, [])
            return nil
        }
        correctionsLeft -= 1
        return put(right: word, weight: weight)
    }

    /// What a word that stands among Chinese ones is in Chinese, as the pages in both languages tell: who asks for
    /// TRON钱包 may mean the 波场钱包 of the texts.
    private func translations(of term: Vocabulary.TermID) -> [Alternative] {
        index.translatedTerms.of(term).filter { isAlive($0.term) && $0.chance >= Self.leastChanceOfMixedIn }
            .map { Alternative(term: $0.term, credit: weights.mixedIn * Double($0.chance), counts: true) }
    }

    private static let leastChanceOfMixedIn: Float = 0.1

    /// Wants what a word may be that no document holds.
    private mutating func put(right word: Word, weight: Double) -> Vocabulary.TermID? {
        let candidates = index.vocabulary.wordList.candidates(for: word.text, isAlive: isAlive)
            .sorted { frequencyThenName($0, $1) }
        if candidates.first.map({ $0.distance > 1 }) ?? true,
            addPinyin([word], weight: weight, forgivesAccent: false)
        {
            return nil
        }
        if let parts = twoWords(in: word.text) {
            for part in parts {
                want(weight / 2, [Alternative(term: part.term, credit: weights.corrected, counts: true)])
            }
            corrections.append((word.at.start, word.at.end, parts.map(\.text).joined(separator: " ")))
            return nil
        }
        if candidates.isEmpty, addPinyin([word], weight: weight, forgivesAccent: true) { return nil }
        var terms: Set<Vocabulary.TermID> = []
        let alternatives = candidates.prefix(4).filter { terms.insert($0.term).inserted }.map { candidate in
            Alternative(
                term: candidate.term,
                credit: weights.corrected / Double(candidate.distance),
                counts: true
            )
        }
        want(weight, alternatives)
        guard let best = candidates.first else {
            unknown.append((wanted.count - 1, written(word.at.start, word.at.end)))
            return nil
        }
        corrections.append((word.at.start, word.at.end, best.word))
        return best.term
    }

    private func frequencyThenName(_ one: WordList.Candidate, _ other: WordList.Candidate) -> Bool {
        let first = index.documentFrequency(of: one.term), second = index.documentFrequency(of: other.term)
        return first == second ? one.word < other.word : first > second
    }

    /// Whether no document holds a word, nor is it one that every text holds.
    func isUnknown(_ word: Word) -> Bool {
        !StopWords.english.contains(word.text)
            && index.vocabulary.term(word.at.term).map { !isAlive($0) } ?? true
    }
}

// MARK: - Written as one, written as two

extension QueryPlan {
    /// The two known words that were written as one, if there are.
    private func twoWords(in word: String) -> [(text: String, term: Vocabulary.TermID)]? {
        let bytes = Array(word.utf8)
        guard (6...40).contains(bytes.count), bytes.allSatisfy({ (97...122).contains($0) }) else {
            return nil
        }
        for cut in 3...(bytes.count - 3) {
            let halves = [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
            let terms = halves.compactMap { half in
                index.vocabulary.word(half).flatMap { isAlive($0.term) ? (half, $0.term) : nil }
            }
            if terms.count == 2 { return terms }
        }
        return nil
    }

    /// The words with those put together that are one word with a space in it: `wal let`.
    private mutating func withoutSplits(_ words: [Word]) -> [Word] {
        var result: [Word] = []
        for word in words {
            guard let last = result.last, word.at.start == last.at.end + 1,
                isUnknown(last) || isUnknown(word), isKnown(last.text + word.text)
            else {
                result.append(word)
                continue
            }
            let text = last.text + word.text
            let at = Analyzer.Occurrence(term: .word(text), start: last.at.start, end: word.at.end)
            result[result.count - 1] = Word(text: text, at: at)
            corrections.append((at.start, at.end, text))
        }
        return result
    }

    /// Whether texts hold a word that is long enough to come about by more than chance.
    private func isKnown(_ word: String) -> Bool {
        guard word.utf8.count >= 5, word.utf8.allSatisfy({ (97...122).contains($0) }) else { return false }
        return index.vocabulary.word(word).map { !$0.isStopWord && isAlive($0.term) } ?? false
    }
}
