/// Chooses the titles that somebody who types may mean.
struct Suggester {
    private let index: SearchIndex
    private let query: SuggestQuery
    private let typed: TypedQuery

    /// A title on its way into the suggestions; short typing fits thousands, so it holds numbers alone.
    private struct Candidate {
        let slot: Int
        let fit: TitleFit
        /// 0 when the reader's language.
        let farness: Int
        let popularity: Float
        let length: Int
    }

    init(index: SearchIndex, query: SuggestQuery) {
        self.index = index
        self.query = query
        typed = TypedQuery(query.text.scalarPrefix(SuggestQuery.longestInScalars))
    }

    func suggestions() -> [Suggestion] {
        guard !typed.typed.isEmpty else { return [] }
        var isTaken = admitted.map { !$0 }
        var candidates: [Candidate] = []
        collect(&candidates, &isTaken) { titles, place in
            titles.fit(typed, at: place) ?? titles.fitBySound(typed, at: place)
        }
        // Less certain fits are looked for only when there is room.
        if candidates.count < query.limit {
            collect(&candidates, &isTaken) { titles, place in
                titles.fitWithSlips(typed, at: place) ?? titles.fitByPieces(typed, at: place)
            }
        }
        if candidates.count < query.limit, typed.mayBeMisspeltPinyin {
            collect(&candidates, &isTaken) { $0.fitBySoundWithSlips(typed, at: $1) }
        }
        if candidates.count < query.limit {
            collect(&candidates, &isTaken) { $0.overlaps(typed, at: $1) ? .overlap : nil }
        }
        return merged(candidates.sorted(by: isBetter))
    }

    /// By slot whether its document may be suggested.
    private var admitted: [Bool] {
        let kinds = index.kinds.all.map { query.kinds?.contains($0) ?? true }
        let languages = index.languages.all.map { !query.restrictToLanguage || farness(of: $0) < 2 }
        return index.facts.map { $0.isTaken && kinds[Int($0.kind)] && languages[Int($0.language)] }
    }

    private func collect(
        _ candidates: inout [Candidate],
        _ isTaken: inout [Bool],
        _ fit: (TitleList, Int) -> TitleFit?
    ) {
        let farnesses = index.languages.all.map { farness(of: $0) }
        for (first, titles) in index.titles.lists {
            for place in 0..<titles.count where !isTaken[first + place] {
                guard let fit = fit(titles, place) else { continue }
                let slot = first + place
                isTaken[slot] = true
                let facts = index.facts[slot]
                candidates.append(
                    Candidate(
                        slot: slot,
                        fit: fit,
                        farness: farnesses[Int(facts.language)],
                        popularity: facts.popularity,
                        length: titles.length(of: place)
                    )
                )
            }
        }
    }

    /// Fit first, but a title of the reader's language that holds the text goes before others that do.
    private func isBetter(_ one: Candidate, _ other: Candidate) -> Bool {
        if one.fit.group != other.fit.group { return one.fit.group < other.fit.group }
        if one.farness != other.farness { return one.farness < other.farness }
        if one.fit != other.fit { return one.fit < other.fit }
        if one.popularity != other.popularity { return one.popularity > other.popularity }
        if one.length != other.length { return one.length < other.length }
        let first = title(of: one), second = title(of: other)
        return first == second ? id(of: one) < id(of: other) : first < second
    }

    private func title(of candidate: Candidate) -> String {
        index.documents[candidate.slot]?.title ?? ""
    }

    private func id(of candidate: Candidate) -> String { index.documents[candidate.slot]?.id ?? "" }

    private func farness(of language: String) -> Int {
        guard let preferred = query.preferredLanguage else { return 0 }
        return switch LanguageTag.nearness(language, preferred) {
        case .same: 0
        case .sameLanguage: 1
        case .other: 2
        }
    }

    /// A title as far as a reader tells it from others: neither case nor punctuation makes another one.
    private struct TitleName: Hashable {
        let language: Int32
        let key: UInt64
    }

    /// Titles that are alike become one suggestion.
    private func merged(_ candidates: [Candidate]) -> [Suggestion] {
        var order: [TitleName] = []
        var documents: [TitleName: [Candidate]] = [:]
        for candidate in candidates {
            let facts = index.facts[candidate.slot]
            let key = TitleName(language: facts.language, key: facts.titleKey)
            if documents[key] == nil {
                guard order.count < query.limit else { continue }
                order.append(key)
            }
            documents[key, default: []].append(candidate)
        }
        return order.compactMap { key in
            let alike = documents[key, default: []]
            return alike.first.map {
                Suggestion(
                    text: title(of: $0),
                    language: index.languages.all[Int(key.language)],
                    documentIDs: alike.map { id(of: $0) }
                )
            }
        }
    }
}
