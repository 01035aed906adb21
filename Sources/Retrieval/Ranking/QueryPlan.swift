/// A question taken apart: which terms to look for, and what each is worth.
struct QueryPlan {
    /// A term that stands for one of the question's own.
    struct Alternative {
        let term: Vocabulary.TermID
        /// 1 for the term itself, less for a correction.
        let credit: Double
        /// Whether finding it counts as finding the question's term.
        let counts: Bool
    }

    /// One term of the question with everything that may stand for it.
    struct Wanted {
        /// Against other terms of the question, before rarity.
        let weight: Double
        let alternatives: [Alternative]
        /// Rarity of the term, or of what it is corrected to.
        let rarity: Double
    }

    private(set) var wanted: [Wanted] = []
    /// Words that follow each other.
    private(set) var pairs: [Vocabulary.TermID] = []
    /// The sum of weight and rarity over `wanted`.
    private(set) var total = 0.0
    /// The question put right; nil when nothing was.
    private(set) var correction: String?

    private let index: SearchIndex
    private var weights: RankingWeights { index.weights }
    private var seen: Set<Analyzer.Term> = []
    /// What was put right, as UTF-8 offsets of the question, in order.
    private var corrections: [(start: Int, end: Int, text: String)] = []
    private var correctionsLeft = 8

    init(_ text: String, index: SearchIndex) {
        self.index = index
        let text = text.scalarPrefix(SearchQuery.longestInScalars)
        var occurrences: [Analyzer.Occurrence] = []
        Analyzer.forEachTerm(of: text) { occurrences.append($0) }
        addWords(occurrences)
        addCharacters(occurrences)
        total = wanted.reduce(0) { $0 + $1.weight * $1.rarity }
        correction = corrected(text)
    }

    /// The terms that are worth showing to the reader, with their worth.
    var highlights: [Vocabulary.TermID: Double] {
        var result: [Vocabulary.TermID: Double] = [:]
        for wanted in wanted where wanted.weight > weights.scaffolding {
            for alternative in wanted.alternatives where alternative.counts {
                result[alternative.term, default: 0] += wanted.weight * wanted.rarity * alternative.credit
            }
        }
        return result
    }

    private mutating func want(_ weight: Double, _ alternatives: [Alternative], rarity: Double? = nil) {
        let own = alternatives.filter(\.counts).map { index.rarity(of: $0.term) }.max()
        wanted.append(
            Wanted(
                weight: weight,
                alternatives: alternatives,
                rarity: rarity ?? own ?? index.rarityOfUnknown
            )
        )
    }

    private func isAlive(_ term: Vocabulary.TermID) -> Bool { index.documentFrequency(of: term) > 0 }

    private func alive(_ key: Vocabulary.Key) -> Vocabulary.TermID? {
        index.vocabulary.term(key).flatMap { isAlive($0) ? $0 : nil }
    }
}

// MARK: - Words

extension QueryPlan {
    private mutating func addWords(_ occurrences: [Analyzer.Occurrence]) {
        let words = occurrences.compactMap { occurrence -> (text: String, at: Analyzer.Occurrence)? in
            if case .word(let text) = occurrence.term { (text, occurrence) } else { nil }
        }
        let hasCharacters = words.count < occurrences.count
        var content = words.filter { !StopWords.english.contains($0.text) }
        if content.isEmpty, !hasCharacters {
            content = words
        }
        let weight = hasCharacters ? weights.latinAmongChinese : 1
        var previous: Vocabulary.TermID?
        for word in content {
            let isScaffolding = StopWords.englishScaffolding.contains(word.text)
            let found = term(
                of: word.text,
                at: word.at,
                weight: isScaffolding ? weight * weights.scaffolding : weight
            )
            if !hasCharacters, let previous, let found, let pair = alive(.pair(previous, found)) {
                pairs.append(pair)
            }
            previous = found
        }
    }

    /// Wants a word, and tells what it was taken for.
    private mutating func term(
        of word: String,
        at occurrence: Analyzer.Occurrence,
        weight: Double
    ) -> Vocabulary.TermID? {
        let known = index.vocabulary.term(occurrence.term).flatMap { isAlive($0) ? $0 : nil }
        guard seen.insert(occurrence.term).inserted else { return known }
        if let known {
            if seen.insert(.word("\u{0}\(known)")).inserted {
                want(weight, [Alternative(term: known, credit: 1, counts: true)])
            }
            return known
        }
        guard correctionsLeft > 0 else {
            want(weight, [])
            return nil
        }
        correctionsLeft -= 1
        if let parts = twoWords(in: word) {
            for part in parts {
                want(weight / 2, [Alternative(term: part.term, credit: weights.corrected, counts: true)])
            }
            corrections.append((occurrence.start, occurrence.end, parts.map(\.text).joined(separator: " ")))
            return nil
        }
        let candidates = index.vocabulary.wordList.candidates(for: word, isAlive: isAlive)
            .sorted { frequencyThenName($0, $1) }
        var terms: Set<Vocabulary.TermID> = []
        let alternatives = candidates.prefix(4).filter { terms.insert($0.term).inserted }.map { candidate in
            Alternative(
                term: candidate.term,
                credit: weights.corrected / Double(candidate.distance),
                counts: true
            )
        }
        want(weight, alternatives)
        guard let best = candidates.first else { return nil }
        corrections.append((occurrence.start, occurrence.end, best.word))
        return best.term
    }

    private func frequencyThenName(_ one: WordList.Candidate, _ other: WordList.Candidate) -> Bool {
        let first = index.documentFrequency(of: one.term), second = index.documentFrequency(of: other.term)
        return first == second ? one.word < other.word : first > second
    }

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
}

// MARK: - Chinese and other unspaced scripts

extension QueryPlan {
    private mutating func addCharacters(_ occurrences: [Analyzer.Occurrence]) {
        let isScaffolding = scaffoldingMarks(of: occurrences)
        var singles: [UInt32] = []
        var hasFoundBigram = false
        for (occurrence, mark) in zip(occurrences, isScaffolding) {
            switch occurrence.term {
            case .bigram(let first, let second):
                guard seen.insert(occurrence.term).inserted else { continue }
                let weight = mark ? weights.scaffolding : 1
                hasFoundBigram = addBigram(first, second, at: occurrence, weight: weight) || hasFoundBigram
            case .single(let character, isAlone: true):
                guard seen.insert(occurrence.term).inserted else { continue }
                addSingle(character)
            case .single(let character, isAlone: false):
                singles.append(character)
            case .word: break
            }
        }
        guard !hasFoundBigram else { return }
        for character in singles where seen.insert(.single(character, isAlone: true)).inserted {
            addSingle(character)
        }
    }

    /// - Returns: whether some document holds the bigram or one that sounds like it.
    private mutating func addBigram(
        _ first: UInt32,
        _ second: UInt32,
        at occurrence: Analyzer.Occurrence,
        weight: Double
    ) -> Bool {
        let own = alive(.bigram(first, second))
        let alike =
            weight < 1
            ? []
            : index.vocabulary.homophones.candidates(for: first, second)
                .filter { isAlive($0.term) }
                .sorted { frequencyThenCharacters($0, $1) }
        var alternatives = own.map { [Alternative(term: $0, credit: 1, counts: true)] } ?? []
        let credit = own == nil ? weights.homophone : weights.homophoneOfKnown
        alternatives += alike.prefix(6).map { Alternative(term: $0.term, credit: credit, counts: own == nil) }
        want(weight, alternatives)
        if own == nil, let best = alike.first, corrections.last.map({ $0.end <= occurrence.start }) ?? true {
            let text = [best.first, best.second].compactMap(Unicode.Scalar.init).map(String.init).joined()
            corrections.append((occurrence.start, occurrence.end, text))
        }
        return !alternatives.isEmpty
    }

    private func frequencyThenCharacters(_ one: Homophones.Candidate, _ other: Homophones.Candidate) -> Bool {
        let first = index.documentFrequency(of: one.term), second = index.documentFrequency(of: other.term)
        return first == second ? (one.first, one.second) < (other.first, other.second) : first > second
    }

    private mutating func addSingle(_ character: UInt32) {
        let own = alive(.single(character)).map { [Alternative(term: $0, credit: 1, counts: true)] } ?? []
        want(weights.loneCharacter, own)
    }

    /// For each term whether it touches the scaffolding of a question.
    private func scaffoldingMarks(of occurrences: [Analyzer.Occurrence]) -> [Bool] {
        var marks = [Bool](repeating: false, count: occurrences.count)
        var run: [UInt32] = []
        var bigrams: [Int] = []
        func settle(_ marks: inout [Bool]) {
            let characters = StopWords.marks(run)
            for (position, place) in bigrams.enumerated() {
                marks[place] = characters[position] || characters[position + 1]
            }
            run = []
            bigrams = []
        }
        for (place, occurrence) in occurrences.enumerated() {
            guard case .bigram(let first, let second) = occurrence.term else {
                // A single character is told between the bigrams of its run; only its end closes it.
                if case .single(_, isAlone: false) = occurrence.term, continues(occurrences, after: place) {
                    continue
                }
                settle(&marks)
                continue
            }
            if run.isEmpty { run.append(first) }
            run.append(second)
            bigrams.append(place)
        }
        settle(&marks)
        return marks
    }

    private func continues(_ occurrences: [Analyzer.Occurrence], after place: Int) -> Bool {
        guard place + 1 < occurrences.count, case .bigram = occurrences[place + 1].term else { return false }
        return occurrences[place + 1].start == occurrences[place].start
    }

    private func corrected(_ text: String) -> String? {
        guard !corrections.isEmpty else { return nil }
        var result = ""
        var position = 0
        let bytes = Array(text.utf8)
        for correction in corrections.sorted(by: { $0.start < $1.start }) where correction.start >= position {
            result += String(decoding: bytes[position..<correction.start], as: UTF8.self) + correction.text
            position = correction.end
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }
}
