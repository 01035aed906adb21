/// Scores the documents for one question.
struct Ranker {
    private let index: SearchIndex
    private let query: SearchQuery
    private let plan: QueryPlan
    private let titleKey: UInt64
    /// That of the question put right.
    private let correctedTitleKey: UInt64
    /// What a document keeps for its language, by the number of the language.
    private let languageFactors: [Double]
    /// Whether a language is the reader's, by its number.
    private let isReaders: [Bool]
    /// Whether documents may be hits, by the number of their kind and of their language.
    private let admitsKind: [Bool]
    private let admitsLanguage: [Bool]

    /// What one document has gathered.
    private struct Tally {
        var score = 0.0
        var coverage = 0.0
        var titleCoverage = 0.0
        var subjectCoverage = 0.0
        /// The last term of the question that was counted, so that two corrections of one count once.
        var lastWanted: Int32 = -1
    }

    /// A document on its way into the hits.
    private struct Candidate {
        let slot: Int
        let score: Double
        /// The document whose words were found: itself, or a translation of it.
        let found: Int
    }

    init(index: SearchIndex, query: SearchQuery) {
        self.index = index
        self.query = query
        plan = QueryPlan(query.text, index: index)
        let written = query.text.scalarPrefix(SearchQuery.longestInScalars)
        titleKey = TitleKey.of(written)
        correctedTitleKey = plan.correction.map(TitleKey.of) ?? titleKey
        let nearness = index.languages.all.map { language in
            query.preferredLanguage.map { LanguageTag.nearness(language, $0) } ?? .same
        }
        languageFactors = nearness.map { nearness in
            switch nearness {
            case .same: 1
            case .sameLanguage: index.weights.otherRegion
            case .other: index.weights.otherLanguage
            }
        }
        isReaders = nearness.map { query.preferredLanguage != nil && $0 != .other }
        admitsLanguage = nearness.map { !query.restrictToLanguage || $0 != .other }
        admitsKind = index.kinds.all.map { query.kinds?.contains($0) ?? true }
    }

    func results() -> SearchResults {
        let tallies = gather()
        let finder = PassageFinder(vocabulary: index.vocabulary, worth: plan.highlights)
        let scores = scores(of: tallies)
        let candidates = best(of: scores)
        let total = max(plan.total, .leastNormalMagnitude)
        let hits = candidates.compactMap { candidate -> SearchHit? in
            guard let document = index.documents[candidate.slot] else { return nil }
            let tally = tallies[candidate.found]
            let titleRarity = index.facts[candidate.found].titleRarity
            return SearchHit(
                document: document,
                score: candidate.score,
                coverage: min(1, tally.coverage / total),
                titleCoverage: min(1, tally.titleCoverage / total),
                subjectCoverage: min(1, tally.subjectCoverage / total),
                subjectWorth: index.rarityOfUnknown > 0 ? tally.subjectCoverage / index.rarityOfUnknown : 0,
                titleShare: titleRarity > 0 ? min(1, tally.titleCoverage / titleRarity) : 0,
                finder: finder
            )
        }
        return SearchResults(hits: hits, correction: plan.correction, passedOver: plan.passedOver)
    }

    private func gather() -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: index.facts.count)
        for (number, wanted) in plan.wanted.enumerated() {
            for alternative in wanted.alternatives {
                let weight = wanted.weight * alternative.credit
                let worth = alternative.counts ? weight * wanted.rarity : 0
                add(alternative.term, weight: weight, worth: worth, number: Int32(number), to: &tallies)
            }
        }
        for pair in plan.pairs {
            add(pair, weight: index.weights.wordPair, worth: 0, number: -1, to: &tallies)
        }
        return tallies
    }

    private func add(
        _ term: Vocabulary.TermID,
        weight: Double,
        worth: Double,
        number: Int32,
        to tallies: inout [Tally]
    ) {
        let weights = index.weights
        let gain = weight * index.rarity(of: term) * (weights.saturation + 1)
        let fixed = weights.saturation * (1 - weights.lengthNormalisation)
        let perLength = weights.saturation * weights.lengthNormalisation / index.averageLength
        for posting in index.postings[term] {
            let slot = posting.slot
            let frequency = Double(posting.frequency)
            let length = Double(index.facts[slot].length)
            tallies[slot].score += gain * frequency / (frequency + fixed + perLength * length)
            if worth > 0, tallies[slot].lastWanted != number {
                tallies[slot].lastWanted = number
                tallies[slot].coverage += worth
                tallies[slot].titleCoverage += posting.isInTitle ? worth : 0
                tallies[slot].subjectCoverage += posting.isSubject ? worth : 0
            }
        }
    }
}

// MARK: - The best

extension Ranker {
    /// By slot what each document scores.
    private func scores(of tallies: [Tally]) -> [Double] {
        var scores = tallies.enumerated().map { $1.score > 0 ? score(of: $1, at: $0) : 0 }
        if let translated = gatherTranslated() {
            for slot in scores.indices where translated[slot] > 0 && !isReadable(slot) {
                scores[slot] += translated[slot] * languageFactors[Int(index.facts[slot].language)]
            }
        }
        for phrase in plan.phrases {
            let holders = holders(of: phrase)
            for slot in scores.indices where !holders[slot] { scores[slot] *= index.weights.withoutPhrase }
        }
        for excluded in plan.excluded {
            let holders = holders(of: excluded)
            for slot in scores.indices where holders[slot] { scores[slot] = 0 }
        }
        return scores
    }

    /// Whether the reader has the page in their language: then the question finds it by its own words.
    private func isReadable(_ slot: Int) -> Bool {
        isReaders[Int(index.facts[slot].language)]
            || index.translations(of: slot).contains { isReaders[Int(index.facts[$0].language)] }
    }

    /// What documents hold of the question in the words of other languages; nil when these are not known.
    private func gatherTranslated() -> [Double]? {
        let weights = index.weights
        var sums: [Vocabulary.TermID: Double] = [:]
        for wanted in plan.wanted where wanted.weight > weights.scaffolding {
            guard let own = wanted.alternatives.first(where: \.counts) else { continue }
            for translation in index.translatedTerms.of(own.term) {
                let worth = wanted.weight * own.credit * wanted.rarity * Double(translation.chance)
                sums[translation.term, default: 0] += worth
            }
        }
        for wanted in plan.wanted {
            // What the question says itself is found by itself.
            for alternative in wanted.alternatives { sums[alternative.term] = nil }
        }
        guard !sums.isEmpty else { return nil }
        var gathered = [Double](repeating: 0, count: index.facts.count)
        let fixed = weights.saturation * (1 - weights.lengthNormalisation)
        let perLength = weights.saturation * weights.lengthNormalisation / index.averageLength
        // In the order of the terms: sums of the same numbers in another order differ.
        for (term, worth) in sums.sorted(by: { $0.key < $1.key }) {
            let gain = weights.translatedWord * worth * (weights.saturation + 1)
            for posting in index.postings[term] {
                let frequency = Double(posting.frequency)
                let length = Double(index.facts[posting.slot].length)
                gathered[posting.slot] += gain * frequency / (frequency + fixed + perLength * length)
            }
        }
        return gathered
    }

    /// The best documents, best first, at most `query.limit`.
    private func best(of scores: [Double]) -> [Candidate] {
        var best = Best(index: index, limit: query.limit)
        for slot in scores.indices where admits(slot) {
            var candidate = Candidate(slot: slot, score: scores[slot], found: slot)
            if query.includesTranslations {
                for other in index.translations(of: slot) {
                    let score = scores[other] * index.weights.translation
                    if score > candidate.score {
                        candidate = Candidate(slot: slot, score: score, found: other)
                    }
                }
            }
            if candidate.score > 0 { best.offer(candidate) }
        }
        return best.candidates
    }

    /// The best so far.
    private struct Best {
        let index: SearchIndex
        let limit: Int
        private(set) var candidates: [Candidate] = []

        init(index: SearchIndex, limit: Int) {
            self.index = index
            self.limit = limit
        }

        mutating func offer(_ candidate: Candidate) {
            if candidates.count == limit {
                guard let worst = candidates.last, isBetter(candidate, worst) else { return }
                candidates.removeLast()
            }
            let position = candidates.firstIndex { isBetter(candidate, $0) } ?? candidates.count
            candidates.insert(candidate, at: position)
        }

        /// Equal scores are told apart by id, so that the order never depends on how the index came about.
        private func isBetter(_ one: Candidate, _ other: Candidate) -> Bool {
            one.score == other.score ? id(one) < id(other) : one.score > other.score
        }

        private func id(_ candidate: Candidate) -> String { index.documents[candidate.slot]?.id ?? "" }
    }

    /// By slot whether a document holds all of the terms.
    private func holders(of terms: [Vocabulary.TermID]) -> [Bool] {
        var counts = [Int](repeating: 0, count: index.facts.count)
        for term in terms {
            for posting in index.postings[term] { counts[posting.slot] += 1 }
        }
        return counts.map { $0 == terms.count }
    }

    private func admits(_ slot: Int) -> Bool {
        let facts = index.facts[slot]
        return facts.isTaken && admitsKind[Int(facts.kind)] && admitsLanguage[Int(facts.language)]
    }

    private func score(of tally: Tally, at slot: Int) -> Double {
        let weights = index.weights
        let facts = index.facts[slot]
        // Dice's coefficient of question and title, each term counting by its rarity. Where there is no title, the
        // text says as much: missing, it would count as one that does not fit.
        let fit =
            facts.titleRarity > 0
            ? min(1, 2 * tally.titleCoverage / (plan.total + facts.titleRarity))
            : weights.untitled * min(1, tally.coverage / max(plan.total, .leastNormalMagnitude))
        var title = 1 + weights.titleMatch * fit
        if facts.titleKey == titleKey || facts.titleKey == correctedTitleKey { title += weights.sameTitle }
        let popularity = 1 + weights.popularity * Double(facts.popularity)
        return tally.score * title * popularity * languageFactors[Int(facts.language)]
    }
}
