internal import Foundation

/// Everything that can be found, in memory: search and suggestions ask the same index.
///
/// A value: a copy goes on answering from what it held while the original changes. Documents of all languages
/// stand in one index.
package struct SearchIndex: Sendable {
    /// A document and what the index keeps beside it.
    struct Slot: Sendable {
        let document: SearchDocument
        let terms: [Vocabulary.TermID]
        let titleTerms: [Vocabulary.TermID]
        let length: Int
        let title: SuggestionTitle
        /// The sum of the rarities of `titleTerms`; changes with the other documents.
        var titleRarity = 0.0
    }

    let weights: RankingWeights
    private(set) var vocabulary = Vocabulary()
    private(set) var postings: [[Posting]] = []
    private(set) var slots: [Slot?] = []
    /// The lengths of the documents by slot, apart from `slots` because scoring reads nothing else.
    private(set) var lengths: [Int32] = []
    private var slotByID: [String: Int] = [:]
    private var freeSlots: [Int] = []
    private var totalLength = 0
    /// BM25's inverse document frequency by the number of documents that hold the term.
    private var rarities: [Double] = [0]

    /// - Parameter documents: Of several with the same id the last one counts.
    package init(documents: [SearchDocument] = []) {
        self.init(documents: documents, weights: RankingWeights())
    }

    init(documents: [SearchDocument], weights: RankingWeights) {
        self.weights = weights
        for document in documents {
            take(out: document.id)
            put(in: document)
        }
        reweigh()
    }

    /// How many documents there are.
    package var count: Int { slotByID.count }

    /// Adds a document, or replaces the one with its id.
    ///
    /// - Complexity: the length of the document and the number of documents.
    package mutating func upsert(_ document: SearchDocument) {
        take(out: document.id)
        put(in: document)
        reweigh()
    }

    /// Takes a document out; an unknown id changes nothing.
    package mutating func remove(id: String) {
        take(out: id)
        reweigh()
    }

    /// The document of an id; nil when there is none.
    package func document(_ id: String) -> SearchDocument? {
        slotByID[id].flatMap { slots[$0]?.document }
    }

    /// The documents that answer a question, best first.
    package func search(_ query: SearchQuery) -> SearchResults {
        Ranker(index: self, query: query).results()
    }

    /// What somebody who types may be about to ask, best first.
    package func suggest(_ query: SuggestQuery) -> [Suggestion] {
        Suggester(index: self, query: query).suggestions()
    }

    /// The mean length of the documents, at least 1.
    var averageLength: Double {
        max(1, Double(totalLength) / Double(max(1, count)))
    }

    /// How many documents hold a term.
    func documentFrequency(of term: Vocabulary.TermID) -> Int {
        term < postings.count ? postings[term].count : 0
    }

    /// How telling a term is: BM25's inverse document frequency.
    func rarity(of term: Vocabulary.TermID) -> Double {
        rarities[documentFrequency(of: term)]
    }

    /// The rarity of a term that no document holds.
    var rarityOfUnknown: Double { rarities[0] }
}

// MARK: - Keeping it

extension SearchIndex {
    private mutating func put(in document: SearchDocument) {
        let terms = DocumentTerms(document, weights: weights, vocabulary: &vocabulary)
        let slot = freeSlots.popLast() ?? slots.count
        if slot == slots.count {
            slots.append(nil)
            lengths.append(0)
        }
        while postings.count < vocabulary.count {
            postings.append([])
        }
        for (term, count) in terms.counts {
            postings[term].append(Posting(slot: slot, place: count.place, frequency: count.frequency))
        }
        slots[slot] = Slot(
            document: document,
            terms: Array(terms.counts.keys),
            titleTerms: terms.titleTerms,
            length: terms.length,
            title: SuggestionTitle(document.title)
        )
        lengths[slot] = Int32(clamping: terms.length)
        slotByID[document.id] = slot
        totalLength += terms.length
    }

    private mutating func take(out id: String) {
        guard let slot = slotByID.removeValue(forKey: id), let kept = slots[slot] else { return }
        for term in kept.terms {
            // Nobody relies on the order of postings, so the last one may fill the gap.
            guard let place = postings[term].firstIndex(where: { $0.slot == slot }) else { continue }
            postings[term].swapAt(place, postings[term].count - 1)
            postings[term].removeLast()
        }
        totalLength -= kept.length
        slots[slot] = nil
        freeSlots.append(slot)
    }

    /// Brings what depends on all documents up to date.
    private mutating func reweigh() {
        let total = Double(count)
        rarities = (0...count).map { frequency in
            Foundation.log(1 + (total - Double(frequency) + 0.5) / (Double(frequency) + 0.5))
        }
        for slot in slots.indices {
            guard let titleTerms = slots[slot]?.titleTerms else { continue }
            let sum = titleTerms.reduce(0) { $0 + rarity(of: $1) }
            slots[slot]?.titleRarity = sum
        }
    }
}
