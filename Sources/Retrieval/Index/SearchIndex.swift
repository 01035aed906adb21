internal import Foundation

/// Everything that can be found, in memory: search and suggestions ask the same index.
///
/// A value: a copy goes on answering from what it held while the original changes, and shares with it what stays as it
/// is. Documents of all languages stand in one index.
package struct SearchIndex: Sendable {
    let weights: RankingWeights
    /// What is asked in one word and written in another.
    package var synonyms: Synonyms
    private(set) var vocabulary = Vocabulary()
    private(set) var postings = ChunkedArray<[Posting]>()
    /// How many documents hold a term, by the term.
    private var frequencies: [Int32] = []
    /// By slot.
    private(set) var documents = ChunkedArray<SearchDocument?>()
    private var titleTerms = ChunkedArray<[Vocabulary.TermID]>()
    /// By slot, apart from `documents` because scoring reads nothing else.
    private(set) var facts: [SlotFacts] = []
    /// By slot: what suggestions are chosen from.
    private(set) var titles = TitleShelf()
    /// What words of one language are in another, as ``learnTranslations()`` found.
    private(set) var translatedTerms = TranslatedTerms()
    private(set) var languages = Labels()
    private(set) var kinds = Labels()
    private var pages = Labels()
    /// The slots of the texts of one page, by the number of the page.
    private var slotsByPage = ChunkedArray<[Int]>()
    private var slotByID = ShardedDictionary<String, Int>()
    private var freeSlots: [Int] = []
    private var totalLength = 0
    /// BM25's inverse document frequency, log(1 + (n - f + ½) / (f + ½)), is log(n + 1) - log(f + ½): the first of these,
    /// and the second by the number of documents f that hold a term.
    private var logOfAll = 0.0
    private var logs: [Double] = [Foundation.log(0.5)]

    /// - Parameters:
    ///   - documents: Of several with the same id the last one counts.
    ///   - synonyms: What a question may say in other words; it can be changed later.
    package init(documents: [SearchDocument] = [], synonyms: Synonyms = Synonyms()) {
        self.init(documents: documents, synonyms: synonyms, weights: RankingWeights())
    }

    init(documents: [SearchDocument], synonyms: Synonyms = Synonyms(), weights: RankingWeights) {
        self.weights = weights
        self.synonyms = synonyms
        change(removing: [], adding: documents)
    }

    /// How many documents there are.
    package var count: Int { slotByID.count }

    /// Adds a document, or replaces the one with its id.
    ///
    /// - Complexity: the length of the document and the number of documents.
    package mutating func upsert(_ document: SearchDocument) {
        change(removing: [], adding: [document])
    }

    /// Takes a document out; an unknown id changes nothing.
    package mutating func remove(id: String) {
        change(removing: [id], adding: [])
    }

    /// Takes documents out, and adds others or replaces those with their ids; of several with the same id the last one
    /// counts.
    ///
    /// - Complexity: the length of the documents and the number of all documents.
    package mutating func change(
        removing ids: some Sequence<String>,
        adding documents: some Sequence<SearchDocument>
    ) {
        var counter = DocumentTerms.Counter()
        for id in ids { take(out: id, &counter) }
        for document in documents {
            take(out: document.id, &counter)
            put(in: document, &counter)
        }
        reweigh()
    }

    /// Learns from the pages that are written in several languages what the words of one are in another, so that a
    /// question finds texts of other languages too.
    ///
    /// Until it is called again the index goes on with what it learned last.
    ///
    /// - Complexity: about 0.2 s however many pages there are: ``TranslatedTerms/mostUnits`` of their parts are read.
    package mutating func learnTranslations() {
        var units: [TranslatedTerms.Unit] = []
        for page in slotsByPage.indices where units.count < TranslatedTerms.mostUnits {
            let documents = slotsByPage[page].compactMap { self.documents[$0] }
            for (place, one) in documents.enumerated() {
                for other in documents[(place + 1)...]
                where LanguageTag.nearness(one.language, other.language) == .other {
                    units += TranslatedTerms.units(of: one, other, vocabulary)
                }
            }
        }
        translatedTerms = TranslatedTerms(units.prefix(TranslatedTerms.mostUnits))
    }

    /// The document of an id; nil when there is none.
    package func document(_ id: String) -> SearchDocument? {
        slotByID[id].flatMap { documents[$0] }
    }

    /// The documents that answer a question, best first.
    package func search(_ query: SearchQuery) -> SearchResults {
        Ranker(index: self, query: query).results()
    }

    /// What somebody who types may be about to ask, best first.
    package func suggest(_ query: SuggestQuery) -> [Suggestion] {
        Suggester(index: self, query: query).suggestions()
    }

    /// The slots of a page's texts in all its languages, the given one among them; empty for a text without page.
    func translations(of slot: Int) -> [Int] {
        let page = facts[slot].page
        return page < 0 ? [] : slotsByPage[Int(page)]
    }

    /// The mean length of the documents, at least 1.
    var averageLength: Double {
        max(1, Double(totalLength) / Double(max(1, count)))
    }

    /// How many documents hold a term.
    func documentFrequency(of term: Vocabulary.TermID) -> Int {
        term < frequencies.count ? Int(frequencies[term]) : 0
    }

    /// How telling a term is: BM25's inverse document frequency.
    func rarity(of term: Vocabulary.TermID) -> Double {
        logOfAll - logs[documentFrequency(of: term)]
    }

    /// The rarity of a term that no document holds.
    var rarityOfUnknown: Double { logOfAll - logs[0] }
}

// MARK: - Keeping it

extension SearchIndex {
    private mutating func put(in document: SearchDocument, _ counter: inout DocumentTerms.Counter) {
        let terms = DocumentTerms(
            document,
            weights: weights,
            vocabulary: &vocabulary,
            counter: &counter
        )
        let slot = freeSlots.popLast() ?? facts.count
        if slot == facts.count {
            documents.append(nil)
            titleTerms.append([])
            facts.append(SlotFacts())
        }
        while postings.count < vocabulary.count {
            postings.append([])
            frequencies.append(0)
        }
        for count in terms.counts {
            postings[count.term].append(
                Posting(slot: slot, place: count.place, frequency: count.frequency)
            )
            frequencies[count.term] += 1
        }
        documents[slot] = document
        titleTerms[slot] = terms.titleTerms
        titles.set(document.title, at: slot)
        facts[slot] = facts(of: document, length: terms.length, slot: slot)
        slotByID.set(document.id, slot)
        totalLength += terms.length
    }

    private mutating func facts(of document: SearchDocument, length: Int, slot: Int) -> SlotFacts {
        var facts = SlotFacts()
        facts.length = Int32(clamping: length)
        facts.language = languages.number(of: document.language)
        facts.kind = kinds.number(of: document.kind)
        facts.isTaken = true
        facts.popularity = Float(min(max(document.popularity, 0), 1))
        facts.titleKey = TitleKey.of(document.title)
        if let page = document.page {
            facts.page = pages.number(of: page)
            while slotsByPage.count <= Int(facts.page) { slotsByPage.append([]) }
            slotsByPage[Int(facts.page)].append(slot)
        }
        return facts
    }

    private mutating func take(out id: String, _ counter: inout DocumentTerms.Counter) {
        guard let slot = slotByID.remove(id), let document = documents[slot] else { return }
        // Counted once more: to keep what each document holds would take as much memory as the postings.
        let terms = DocumentTerms(document, weights: weights, vocabulary: &vocabulary, counter: &counter)
        for term in terms.counts.map(\.term) {
            // Nobody relies on the order of postings, so the last one may fill the gap.
            guard let place = postings[term].firstIndex(where: { $0.slot == slot }) else { continue }
            postings[term].swapAt(place, postings[term].count - 1)
            postings[term].removeLast()
            frequencies[term] -= 1
        }
        totalLength -= Int(facts[slot].length)
        if facts[slot].page >= 0 { slotsByPage[Int(facts[slot].page)].removeAll { $0 == slot } }
        facts[slot] = SlotFacts()
        titles.clear(slot)
        documents[slot] = nil
        titleTerms[slot] = []
        freeSlots.append(slot)
    }

    /// Brings what depends on all documents up to date.
    private mutating func reweigh() {
        logOfAll = Foundation.log(Double(count) + 1)
        while logs.count <= count { logs.append(Foundation.log(Double(logs.count) + 0.5)) }
        for slot in titleTerms.indices {
            facts[slot].titleRarity = titleTerms[slot].reduce(0) { $0 + rarity(of: $1) }
        }
    }
}
