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

    var wanted: [Wanted] = []
    /// Words that follow each other.
    var pairs: [Vocabulary.TermID] = []
    /// The sum of weight and rarity over `wanted`.
    private(set) var total = 0.0
    /// The question put right; nil when nothing was.
    private(set) var correction: String?
    /// Words of the question that no document holds, as they were written.
    var passedOver: [String] = []
    /// Words that are in no document, by their place in `wanted`: something else may stand for them yet.
    var unknown: [(place: Int, text: String)] = []
    /// What stands in quotes: terms that a document should hold, and pairs of them.
    private(set) var phrases: [[Vocabulary.TermID]] = []
    /// A document that holds all of one is no hit.
    private(set) var excluded: [[Vocabulary.TermID]] = []

    let index: SearchIndex
    var weights: RankingWeights { index.weights }
    var seen: Set<Analyzer.Term> = []
    /// What was put right, as UTF-8 offsets of the question, in order.
    var corrections: [(start: Int, end: Int, text: String)] = []
    var correctionsLeft = 8
    /// Where in `wanted` a term of the question stands.
    var places: [Analyzer.Term: Int] = [:]
    /// The question in UTF-8.
    let bytes: [UInt8]

    init(_ text: String, index: SearchIndex) {
        self.index = index
        let text = text.scalarPrefix(SearchQuery.longestInScalars)
        bytes = Array(text.utf8)
        let parts = QuestionParts(text)
        var occurrences: [Analyzer.Occurrence] = []
        Analyzer.forEachTerm(of: parts.wanted) { occurrences.append($0) }
        addWords(occurrences)
        addCharacters(occurrences)
        addSynonyms(occurrences)
        passedOver = unknown.filter { wanted[$0.place].alternatives.isEmpty }.map(\.text)
        notePassedOver(occurrences)
        phrases = parts.phrases.compactMap { terms(ofPhrase: $0) }
        excluded = parts.excluded.compactMap { terms(ofPhrase: $0) }
        total = wanted.reduce(0) { $0 + $1.weight * $1.rarity }
        correction = corrected()
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

    private func corrected() -> String? {
        guard !corrections.isEmpty else { return nil }
        var result = ""
        var position = 0
        for correction in corrections.sorted(by: { $0.start < $1.start }) where correction.start >= position {
            result += String(decoding: bytes[position..<correction.start], as: UTF8.self) + correction.text
            position = correction.end
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }

    mutating func want(_ weight: Double, _ alternatives: [Alternative], rarity: Double? = nil) {
        let own = alternatives.filter(\.counts).map { index.rarity(of: $0.term) }.max()
        wanted.append(
            Wanted(
                weight: weight,
                alternatives: alternatives,
                rarity: rarity ?? own ?? index.rarityOfUnknown
            )
        )
    }

    func isAlive(_ term: Vocabulary.TermID) -> Bool { index.documentFrequency(of: term) > 0 }

    func alive(_ key: Vocabulary.Key) -> Vocabulary.TermID? {
        index.vocabulary.term(key).flatMap { isAlive($0) ? $0 : nil }
    }
}
