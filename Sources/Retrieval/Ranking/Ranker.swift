/// Scores the documents for one question.
struct Ranker {
    private let index: SearchIndex
    private let query: SearchQuery
    private let plan: QueryPlan

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
        let id: String
        let score: Double

        /// Equal scores are told apart by id, so that the order never depends on how the index came about.
        static func isBetter(_ one: Candidate, _ other: Candidate) -> Bool {
            one.score == other.score ? one.id < other.id : one.score > other.score
        }
    }

    init(index: SearchIndex, query: SearchQuery) {
        self.index = index
        self.query = query
        plan = QueryPlan(query.text, index: index)
    }

    func results() -> SearchResults {
        let tallies = gather()
        let finder = PassageFinder(vocabulary: index.vocabulary, worth: plan.highlights)
        let hits = best(of: tallies).compactMap { candidate -> SearchHit? in
            guard let slot = index.slots[candidate.slot] else { return nil }
            let tally = tallies[candidate.slot]
            let total = max(plan.total, .leastNormalMagnitude)
            return SearchHit(
                document: slot.document,
                score: candidate.score,
                coverage: min(1, tally.coverage / total),
                titleCoverage: min(1, tally.titleCoverage / total),
                subjectCoverage: min(1, tally.subjectCoverage / total),
                subjectWorth: index.rarityOfUnknown > 0 ? tally.subjectCoverage / index.rarityOfUnknown : 0,
                titleShare: slot.titleRarity > 0 ? min(1, tally.titleCoverage / slot.titleRarity) : 0,
                finder: finder
            )
        }
        return SearchResults(hits: hits, correction: plan.correction)
    }

    private func gather() -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: index.slots.count)
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
            let length = Double(index.lengths[slot])
            tallies[slot].score += gain * frequency / (frequency + fixed + perLength * length)
            if worth > 0, tallies[slot].lastWanted != number {
                tallies[slot].lastWanted = number
                tallies[slot].coverage += worth
                tallies[slot].titleCoverage += posting.isInTitle ? worth : 0
                tallies[slot].subjectCoverage += posting.isSubject ? worth : 0
            }
        }
    }

    /// The best documents, best first, at most `query.limit`.
    private func best(of tallies: [Tally]) -> [Candidate] {
        var best: [Candidate] = []
        for (place, tally) in tallies.enumerated() where tally.score > 0 {
            if best.count == query.limit, let worst = best.last, tally.score * highestFactor < worst.score {
                continue
            }
            guard let slot = index.slots[place], query.admits(slot.document) else { continue }
            let candidate = Candidate(
                slot: place,
                id: slot.document.id,
                score: tally.score * factor(for: slot, titleCoverage: tally.titleCoverage)
            )
            if best.count == query.limit {
                guard let worst = best.last, Candidate.isBetter(candidate, worst) else { continue }
                best.removeLast()
            }
            let position = best.firstIndex { Candidate.isBetter(candidate, $0) } ?? best.count
            best.insert(candidate, at: position)
        }
        return best
    }

    /// No document's score grows by more than this.
    private var highestFactor: Double { (1 + index.weights.titleMatch) * (1 + index.weights.popularity) }

    private func factor(for slot: SearchIndex.Slot, titleCoverage: Double) -> Double {
        var factor = 1 + index.weights.popularity * min(max(slot.document.popularity, 0), 1)
        if slot.titleRarity > 0 {
            // Dice's coefficient of question and title, each term counting by its rarity.
            factor *=
                1 + index.weights.titleMatch * min(1, 2 * titleCoverage / (plan.total + slot.titleRarity))
        }
        guard let preferred = query.preferredLanguage else { return factor }
        switch LanguageTag.nearness(slot.document.language, preferred) {
        case .same: return factor
        case .sameLanguage: return factor * index.weights.otherRegion
        case .other: return factor * index.weights.otherLanguage
        }
    }
}
