/// The terms of one document, counted by the weight of where they stand.
struct DocumentTerms {
    struct Count {
        var frequency: Int
        var place: Posting.Place
    }

    private(set) var counts: [Vocabulary.TermID: Count] = [:]
    /// What the title is made of, without stop words, each once.
    private(set) var titleTerms: [Vocabulary.TermID] = []
    /// The weighted number of words and bigrams that are not stop words: BM25's length of the document.
    private(set) var length = 0

    init(_ document: SearchDocument, weights: RankingWeights, vocabulary: inout Vocabulary) {
        add(document.title, weight: weights.title, place: .title, to: &vocabulary)
        add(document.summary, weight: weights.summary, to: &vocabulary)
        for keyword in document.keywords {
            add(keyword, weight: weights.keywords, place: .keywords, to: &vocabulary)
        }
        for section in document.sections {
            add(section.heading, weight: weights.heading, to: &vocabulary)
            add(section.text, weight: 1, to: &vocabulary)
        }
    }

    private mutating func add(
        _ text: String,
        weight: Int,
        place: Posting.Place = .text,
        to vocabulary: inout Vocabulary
    ) {
        var previous: Vocabulary.TermID?
        Analyzer.forEachTerm(of: text) { occurrence in
            switch occurrence.term {
            case .word(let written):
                let word = vocabulary.insert(word: written)
                count(word.term, weight: weight, place: place, isContent: !word.isStopWord)
                guard !word.isStopWord else { return }
                if let previous {
                    let pair = vocabulary.insert(.pair(previous, word.term))
                    counts[pair, default: Count(frequency: 0, place: place)].frequency += weight
                }
                previous = word.term
            case .bigram(let first, let second):
                previous = nil
                let term = vocabulary.insert(.bigram(first, second))
                count(term, weight: weight, place: place, isContent: true)
            case .single(let character, isAlone: _):
                previous = nil
                let term = vocabulary.insert(.single(character))
                count(term, weight: weight, place: place, isContent: false)
            }
        }
    }

    private mutating func count(_ term: Vocabulary.TermID, weight: Int, place: Posting.Place, isContent: Bool)
    {
        let before = counts[term]
        counts[term] = Count(
            frequency: (before?.frequency ?? 0) + weight,
            place: max(before?.place ?? place, place)
        )
        guard isContent else { return }
        length += weight
        if place == .title, before == nil {
            titleTerms.append(term)
        }
    }
}
