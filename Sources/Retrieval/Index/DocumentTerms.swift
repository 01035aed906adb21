/// The terms of one document, counted by the weight of where they stand.
struct DocumentTerms {
    struct Count {
        var frequency: Int
        var isInTitle: Bool
    }

    private(set) var counts: [Vocabulary.TermID: Count] = [:]
    /// What the title is made of, without stop words, each once.
    private(set) var titleTerms: [Vocabulary.TermID] = []
    /// The weighted number of words and bigrams that are not stop words: BM25's length of the document.
    private(set) var length = 0

    init(_ document: SearchDocument, weights: RankingWeights, vocabulary: inout Vocabulary) {
        add(document.title, weight: weights.title, isTitle: true, to: &vocabulary)
        add(document.summary, weight: weights.summary, to: &vocabulary)
        for keyword in document.keywords {
            add(keyword, weight: weights.keywords, to: &vocabulary)
        }
        for section in document.sections {
            add(section.heading, weight: weights.heading, to: &vocabulary)
            add(section.text, weight: 1, to: &vocabulary)
        }
    }

    private mutating func add(
        _ text: String,
        weight: Int,
        isTitle: Bool = false,
        to vocabulary: inout Vocabulary
    ) {
        var previous: Vocabulary.TermID?
        Analyzer.forEachTerm(of: text) { occurrence in
            switch occurrence.term {
            case .word(let written):
                let word = vocabulary.insert(word: written)
                count(word.term, weight: weight, isTitle: isTitle, isContent: !word.isStopWord)
                guard !word.isStopWord else { return }
                if let previous {
                    let pair = vocabulary.insert(.pair(previous, word.term))
                    counts[pair, default: Count(frequency: 0, isInTitle: isTitle)].frequency += weight
                }
                previous = word.term
            case .bigram(let first, let second):
                previous = nil
                let term = vocabulary.insert(.bigram(first, second))
                count(term, weight: weight, isTitle: isTitle, isContent: true)
            case .single(let character, isAlone: _):
                previous = nil
                let term = vocabulary.insert(.single(character))
                count(term, weight: weight, isTitle: isTitle, isContent: false)
            }
        }
    }

    private mutating func count(_ term: Vocabulary.TermID, weight: Int, isTitle: Bool, isContent: Bool) {
        let before = counts[term]
        counts[term] = Count(
            frequency: (before?.frequency ?? 0) + weight,
            isInTitle: before?.isInTitle ?? isTitle
        )
        guard isContent else { return }
        length += weight
        if isTitle, before == nil {
            titleTerms.append(term)
        }
    }
}
