/// Words that mean the same to those who ask: a question with one of them finds texts with the others.
///
/// Words of different languages may stand in one group.
package struct Synonyms: Sendable, Hashable {
    /// Each group's words, as people write them; a word may be several, such as `cash out`.
    package let groups: [[String]]

    /// One word of a group, as a question is compared with it.
    struct Entry: Sendable, Hashable {
        let group: Int
        let terms: [Analyzer.Term]
    }

    /// By the first term.
    private let entries: [Analyzer.Term: [Entry]]
    private let entriesByGroup: [[Entry]]

    package init(_ groups: [[String]] = []) {
        self.groups = groups
        entriesByGroup = groups.enumerated().map { number, words in
            words.map { Entry(group: number, terms: Self.terms(of: $0)) }.filter { !$0.terms.isEmpty }
        }
        entries = Dictionary(grouping: entriesByGroup.joined()) { $0.terms[0] }
    }

    /// The words that begin with a term.
    func beginning(with term: Analyzer.Term) -> [Entry] { entries[term, default: []] }

    /// What means the same as a word, without the word.
    func others(than entry: Entry) -> [Entry] { entriesByGroup[entry.group].filter { $0 != entry } }

    /// The terms that a question is compared by: words by their stem, characters in pairs.
    static func terms(of text: String) -> [Analyzer.Term] {
        var terms: [Analyzer.Term] = []
        Analyzer.forEachTerm(of: text) { occurrence in
            if let term = comparable(occurrence.term) { terms.append(term) }
        }
        return terms
    }

    /// The term as it is compared; nil for what is not.
    static func comparable(_ term: Analyzer.Term) -> Analyzer.Term? {
        switch term {
        case .word(let word): StopWords.english.contains(word) ? nil : .word(IrregularForms.stem(word))
        case .bigram, .single(_, isAlone: true): term
        case .single(_, isAlone: false): nil
        }
    }
}
