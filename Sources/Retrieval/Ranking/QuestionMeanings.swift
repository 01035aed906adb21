/// What stands together in a question, and what means the same as its words.
extension QueryPlan {
    /// The terms of words that stand together, each once, and the pairs of words among them; nil when some are in no
    /// document, or none says anything.
    func terms(ofPhrase text: String) -> [Vocabulary.TermID]? {
        var terms: [Vocabulary.TermID] = []
        var previous: Vocabulary.TermID?
        var isKnown = true
        func add(_ term: Vocabulary.TermID?) {
            guard let term, isAlive(term) else { return isKnown = false }
            if !terms.contains(term) { terms.append(term) }
        }
        Analyzer.forEachTerm(of: text) { occurrence in
            switch occurrence.term {
            case .word(let word) where StopWords.english.contains(word): return
            case .word:
                let term = index.vocabulary.term(occurrence.term)
                add(term)
                if let previous, let term { add(index.vocabulary.term(.pair(previous, term))) }
                previous = term
            case .bigram, .single(_, isAlone: true):
                previous = nil
                add(index.vocabulary.term(occurrence.term))
            case .single(_, isAlone: false): previous = nil
            }
        }
        return isKnown && !terms.isEmpty ? terms : nil
    }

    /// Lets what means the same stand for the words of the question.
    mutating func addSynonyms(_ occurrences: [Analyzer.Occurrence]) {
        guard !index.synonyms.groups.isEmpty else { return }
        let terms = occurrences.compactMap { Synonyms.comparable($0.term) }
        for (start, term) in terms.enumerated() {
            guard let place = places[term], place < wanted.count else { continue }
            for entry in index.synonyms.beginning(with: term) where terms[start...].starts(with: entry.terms)
            {
                for other in index.synonyms.others(than: entry) { accept(other, at: place) }
            }
        }
    }

    private mutating func accept(_ other: Synonyms.Entry, at place: Int) {
        let known = other.terms.compactMap { index.vocabulary.term($0).flatMap { isAlive($0) ? $0 : nil } }
        let old = wanted[place]
        guard known.count == other.terms.count,
            !known.contains(where: { term in old.alternatives.contains { $0.term == term } })
        else { return }
        let credit = weights.synonym / Double(known.count)
        let added = known.map { Alternative(term: $0, credit: credit, counts: true) }
        let rarity = old.alternatives.isEmpty ? known.map { index.rarity(of: $0) }.max() : nil
        wanted[place] = Wanted(
            weight: old.weight,
            alternatives: old.alternatives + added,
            rarity: rarity ?? old.rarity
        )
    }
}
