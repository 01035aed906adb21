/// The terms of one document, counted by the weight of where they stand.
struct DocumentTerms {
    struct Count {
        let term: Vocabulary.TermID
        var frequency: Int
        var place: Posting.Place
    }

    /// Each term once.
    let counts: [Count]
    /// What the title is made of, without stop words, each once.
    let titleTerms: [Vocabulary.TermID]
    /// The weighted number of words and bigrams that are not stop words: BM25's length of the document.
    let length: Int

    init(
        _ document: SearchDocument,
        weights: RankingWeights,
        vocabulary: inout Vocabulary,
        counter: inout Counter
    ) {
        counter.add(document.title, weight: weights.title, place: .title, to: &vocabulary)
        counter.add(document.summary, weight: weights.summary, to: &vocabulary)
        for keyword in document.keywords {
            counter.add(keyword, weight: weights.keywords, place: .keywords, to: &vocabulary)
        }
        for section in document.sections {
            counter.add(section.heading, weight: weights.heading, to: &vocabulary)
            counter.add(section.text, weight: 1, to: &vocabulary)
        }
        (counts, titleTerms, length) = counter.take()
    }
}

extension DocumentTerms {
    /// Counts terms, for one document after the other: a term's number is where it is counted, which is much faster
    /// than a dictionary.
    struct Counter {
        private var counts: [Count] = []
        private var titleTerms: [Vocabulary.TermID] = []
        private var length = 0
        /// By term the place in `counts`, plus one; 0 for a term that was not seen in this document.
        private var places: [Int32] = []

        /// Hands out what was counted and begins anew.
        fileprivate mutating func take() -> ([Count], [Vocabulary.TermID], Int) {
            for count in counts { places[count.term] = 0 }
            defer { (counts, titleTerms, length) = ([], [], 0) }
            return (counts, titleTerms, length)
        }

        fileprivate mutating func add(
            _ text: String,
            weight: Int,
            place: Posting.Place = .text,
            to vocabulary: inout Vocabulary
        ) {
            guard !text.isEmpty else { return }
            var previous: Vocabulary.TermID?
            Analyzer.forEachTerm(of: text) { occurrence in
                switch occurrence.term {
                case .word(let written):
                    let word = vocabulary.insert(word: written)
                    count(word.term, weight: weight, place: place, isContent: !word.isStopWord)
                    guard !word.isStopWord else { return }
                    if let previous {
                        let pair = vocabulary.insert(.pair(previous, word.term))
                        count(pair, weight: weight, place: .text, isContent: false)
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

        private mutating func count(
            _ term: Vocabulary.TermID,
            weight: Int,
            place: Posting.Place,
            isContent: Bool
        ) {
            if term >= places.count {
                places.append(
                    contentsOf: repeatElement(0, count: max(term + 1, places.count * 2) - places.count)
                )
            }
            let known = Int(places[term]) - 1
            if known >= 0 {
                counts[known].frequency += weight
                counts[known].place = max(counts[known].place, place)
            } else {
                counts.append(Count(term: term, frequency: weight, place: place))
                places[term] = Int32(counts.count)
            }
            guard isContent else { return }
            length += weight
            if place == .title, known < 0 { titleTerms.append(term) }
        }
    }
}
