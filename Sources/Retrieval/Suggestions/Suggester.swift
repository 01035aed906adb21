/// Chooses the titles that somebody who types may mean.
struct Suggester {
    private let index: SearchIndex
    private let query: SuggestQuery
    private let typed: TypedQuery

    /// A title on its way into the suggestions.
    private struct Candidate {
        let slot: Int
        let fit: SuggestionTitle.Fit
        /// 0 when the reader's language.
        let farness: Int
        let popularity: Double
        let length: Int
        let id: String
        let title: String

        /// Fit first, but a title of the reader's language that holds the text goes before others that do.
        static func isBetter(_ one: Candidate, _ other: Candidate) -> Bool {
            if one.fit.group != other.fit.group { return one.fit.group < other.fit.group }
            if one.farness != other.farness { return one.farness < other.farness }
            if one.fit != other.fit { return one.fit < other.fit }
            if one.popularity != other.popularity { return one.popularity > other.popularity }
            if one.length != other.length { return one.length < other.length }
            if one.title != other.title { return one.title < other.title }
            return one.id < other.id
        }
    }

    init(index: SearchIndex, query: SuggestQuery) {
        self.index = index
        self.query = query
        typed = TypedQuery(query.text.scalarPrefix(SuggestQuery.longestInScalars))
    }

    func suggestions() -> [Suggestion] {
        guard !typed.typed.isEmpty else { return [] }
        var candidates = collect { $0.fit(typed) ?? $0.fitBySound(typed) }
        if candidates.count < query.limit {
            // Slips are looked for only when there is room: comparing them costs a hundred times more.
            var taken = Set(candidates.map(\.slot))
            candidates += collect(without: taken) { $0.fitWithSlips(typed) }
            taken.formUnion(candidates.map(\.slot))
            if candidates.count < query.limit {
                candidates += collect(without: taken) { $0.overlaps(typed) ? .overlap : nil }
            }
        }
        return merged(candidates.sorted(by: Candidate.isBetter))
    }

    private func collect(
        without taken: Set<Int> = [],
        _ fit: (SuggestionTitle) -> SuggestionTitle.Fit?
    ) -> [Candidate] {
        let admission = SearchQuery(
            "",
            preferredLanguage: query.preferredLanguage,
            restrictToLanguage: query.restrictToLanguage,
            kinds: query.kinds
        )
        return index.slots.indices.compactMap { number in
            guard !taken.contains(number), let slot = index.slots[number], !slot.title.typed.isEmpty,
                let fit = fit(slot.title), admission.admits(slot.document)
            else { return nil }
            return Candidate(
                slot: number,
                fit: fit,
                farness: farness(of: slot.document.language),
                popularity: slot.document.popularity,
                length: slot.title.typed.scalars.count,
                id: slot.document.id,
                title: slot.document.title
            )
        }
    }

    private func farness(of language: String) -> Int {
        guard let preferred = query.preferredLanguage else { return 0 }
        return switch LanguageTag.nearness(language, preferred) {
        case .same: 0
        case .sameLanguage: 1
        case .other: 2
        }
    }

    /// Titles that are alike become one suggestion.
    private func merged(_ candidates: [Candidate]) -> [Suggestion] {
        var order: [String] = []
        var documents: [String: [Candidate]] = [:]
        for candidate in candidates {
            let key = "\(index.slots[candidate.slot]?.document.language ?? "") \(candidate.title)"
            if documents[key] == nil {
                guard order.count < query.limit else { continue }
                order.append(key)
            }
            documents[key, default: []].append(candidate)
        }
        return order.compactMap { key in
            guard let alike = documents[key], let first = alike.first else { return nil }
            return Suggestion(
                text: first.title,
                language: index.slots[first.slot]?.document.language ?? "",
                documentIDs: alike.map(\.id)
            )
        }
    }
}

extension SuggestionTitle.Fit {
    /// Fits that are as good as each other for a reader who prefers a language.
    fileprivate var group: Int {
        switch self {
        case .beginning, .wordBeginning, .inside: 0
        case .words, .pinyinBeginning, .pinyinInside: 1
        case .sound, .misspelt, .misspeltInside, .initials, .misspeltTwice: 2
        case .overlap: 3
        }
    }
}
