internal import Foundation

/// Chinese and other unspaced scripts in a question.
extension QueryPlan {
    mutating func addCharacters(_ occurrences: [Analyzer.Occurrence]) {
        let isScaffolding = scaffoldingMarks(of: occurrences)
        var singles: [UInt32] = []
        var hasFoundBigram = false
        for (occurrence, mark) in zip(occurrences, isScaffolding) {
            switch occurrence.term {
            case .bigram(let first, let second):
                guard seen.insert(occurrence.term).inserted else { continue }
                let weight = mark ? weights.scaffolding : 1
                places[occurrence.term] = wanted.count
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
        if alternatives.isEmpty, weight == 1, let swapped = alive(.bigram(second, first)) {
            alternatives.append(Alternative(term: swapped, credit: weights.swapped, counts: true))
        }
        want(weight * (own.map { cohesion(of: $0, first, second) } ?? 1), alternatives)
        if own == nil, let best = alike.first, corrections.last.map({ $0.end <= occurrence.start }) ?? true {
            let text = [best.first, best.second].compactMap(Unicode.Scalar.init).map(String.init).joined()
            corrections.append((occurrence.start, occurrence.end, text))
        }
        return !alternatives.isEmpty
    }

    /// What of its weight a bigram keeps: all when its characters belong together, less when they merely met at the
    /// seam of two words, which is rare and would count for it.
    ///
    /// Told by normalised pointwise mutual information over the documents.
    private func cohesion(of bigram: Vocabulary.TermID, _ first: UInt32, _ second: UInt32) -> Double {
        guard let one = alive(.single(first)), let other = alive(.single(second)) else { return 1 }
        let total = Double(index.count)
        let together = Double(index.documentFrequency(of: bigram)) / total
        guard together < 1 else { return 1 }
        let byChance =
            Double(index.documentFrequency(of: one)) * Double(index.documentFrequency(of: other))
            / (total * total)
        let information = log(together / byChance) / -log(together)
        let share = min(1, max(0, information / weights.cohesive))
        return weights.seam + (1 - weights.seam) * share
    }

    func frequencyThenCharacters(_ one: Homophones.Candidate, _ other: Homophones.Candidate) -> Bool {
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

    /// Notes the characters that no document holds beside one of their neighbours.
    mutating func notePassedOver(_ occurrences: [Analyzer.Occurrence]) {
        var known: Set<Int> = []
        var characters: [(start: Int, end: Int)] = []
        for occurrence in occurrences {
            switch occurrence.term {
            case .bigram(_, let second):
                let isFound =
                    places[occurrence.term].map { place in
                        // The wrapping of a question is no word that is missing.
                        wanted[place].weight <= weights.scaffolding || !wanted[place].alternatives.isEmpty
                    } ?? false
                guard isFound else { continue }
                known.formUnion([occurrence.start, occurrence.end - Self.width(second)])
            case .single(let character, isAlone: let isAlone):
                characters.append((occurrence.start, occurrence.end))
                if isAlone, alive(.single(character)) != nil { known.insert(occurrence.start) }
            case .word: continue
            }
        }
        var run: (start: Int, end: Int)?
        for character in characters {
            if known.contains(character.start) {
                if let run { passedOver.append(written(run.start, run.end)) }
                run = nil
            } else if let open = run, open.end == character.start {
                run = (open.start, character.end)
            } else {
                if let run { passedOver.append(written(run.start, run.end)) }
                run = character
            }
        }
        if let run { passedOver.append(written(run.start, run.end)) }
    }

    func written(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func width(_ scalar: UInt32) -> Int {
        Unicode.Scalar(scalar).map { UTF8.width($0) } ?? 1
    }
}
