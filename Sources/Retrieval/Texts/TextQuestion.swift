/// What somebody looks for in texts, word for word: every word must be there, what stands in quotes as it stands, and
/// the last word may be just begun.
///
/// The index finds candidates by ``terms``; ``passage(in:length:)`` says whether a text is one, and marks why.
package struct TextQuestion: Sendable {
    /// Something that a text must hold.
    private enum Need: Hashable {
        /// A term; or, where a word is still being typed, a word that begins with it.
        case term(String, begun: String?)
        /// Words and characters that follow each other.
        case phrase([String])
    }

    /// So much is looked for at most; what is typed beyond it is passed over.
    private static let mostNeeds = 24

    private var needs: [Need] = []
    /// What a text must be indexed under: one of each.
    package private(set) var terms: [[String]] = []
    /// Words that are too common to be looked for.
    package private(set) var passedOver: [String] = []

    /// - `text`: As it was typed; quotes of any script hold words together.
    package init(_ text: String) {
        var rest = Substring(text)
        while let open = rest.firstIndex(where: { Self.quotes[$0] != nil }) {
            let opening = rest[open]
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(where: { Self.quotes[opening]?.contains($0) ?? false }) else {
                // An opening quote alone: somebody is still typing.
                addWords(rest[..<open], isBegun: false)
                addPhrase(inside)
                return
            }
            addWords(rest[..<open], isBegun: false)
            addPhrase(inside[..<close])
            rest = inside[inside.index(after: close)...]
        }
        addWords(rest, isBegun: !(rest.last?.isWhitespace ?? true))
    }

    /// Which characters end what one of them began.
    private static let quotes: [Character: Set<Character>] = [
        "\"": ["\"", "”"], "“": ["”", "\""], "「": ["」"], "『": ["』"], "«": ["»"], "„": ["“", "”"],
    ]

    /// Whether there is nothing to look for.
    package var isEmpty: Bool { terms.isEmpty }

    private mutating func add(_ need: Need, _ alternatives: [String]) {
        guard terms.count < Self.mostNeeds, !needs.contains(need) else { return }
        needs.append(need)
        terms.append(alternatives)
    }

    private mutating func addWords(_ text: Substring, isBegun: Bool) {
        var occurrences: [Analyzer.Occurrence] = []
        Analyzer.forEachTerm(of: String(text)) { occurrences.append($0) }
        for (index, occurrence) in occurrences.enumerated() {
            switch occurrence.term {
            case .word(let word):
                let isLast = isBegun && index == occurrences.count - 1
                let begun = isLast ? TextTerms.beginning(typed: word) : nil
                guard let key = TextTerms.key(of: occurrence.term) else {
                    if let begun { add(.term("", begun: word), [begun]) } else { passedOver.append(word) }
                    continue
                }
                add(.term(key, begun: begun == nil ? nil : word), [key] + (begun.map { [$0] } ?? []))
            case .bigram, .single(_, isAlone: true):
                guard let key = TextTerms.key(of: occurrence.term) else { continue }
                add(.term(key, begun: nil), [key])
            case .single(_, isAlone: false):
                // Its pairs are looked for.
                continue
            }
        }
    }

    private mutating func addPhrase(_ text: Substring) {
        let units = Self.units(of: String(text))
        guard !units.isEmpty else { return }
        var content: [String] = []
        Analyzer.forEachTerm(of: String(text)) { occurrence in
            if case .single(_, isAlone: false) = occurrence.term { return }
            if let key = TextTerms.key(of: occurrence.term) { content.append(key) }
        }
        guard let first = content.first else {
            passedOver += units.map(\.text)
            return
        }
        add(.phrase(units.map(\.text)), [first])
        for key in content.dropFirst() where terms.count < Self.mostNeeds && !terms.contains([key]) {
            terms.append([key])
        }
    }
}

// MARK: - In a text

extension TextQuestion {
    private struct Unit {
        let text: String
        let start: Int
        let end: Int
    }

    /// The part of a text that holds most of what is looked for, marked; nil when the text does not hold all of it.
    ///
    /// - `length`: Characters at most, without ellipses.
    package func passage(in text: String, length: Int) -> Passage? {
        let matches = matches(in: text)
        guard !needs.isEmpty, Set(matches.map(\.term)).count == needs.count else { return nil }
        let worth = Dictionary(uniqueKeysWithValues: needs.indices.map { ($0, 1.0) })
        let window = PassageFinder.bestWindow(of: matches, worth: worth, in: text, length: length)
        let line = Excerpt.cut(from: text, start: window.start, end: window.end, length: length)
        return Passage(
            anchor: nil,
            heading: "",
            text: line,
            highlights: Excerpt.ranges(of: self.matches(in: line), in: line),
            coverage: 1
        )
    }

    /// Where what is looked for stands, by where it begins; the term is the number of the need.
    private func matches(in text: String) -> [PassageFinder.Match] {
        var matches: [PassageFinder.Match] = []
        Analyzer.forEachTerm(of: text) { occurrence in
            let key = TextTerms.key(of: occurrence.term)
            for (number, need) in needs.enumerated() {
                guard case .term(let wanted, let begun) = need else { continue }
                var isMeant = key == wanted
                // A word that says nothing is in no index, by its beginning neither.
                if !isMeant, key != nil, let begun, case .word(let word) = occurrence.term {
                    isMeant = word.count > begun.count && word.hasPrefix(begun)
                }
                if isMeant {
                    matches.append(.init(term: number, start: occurrence.start, end: occurrence.end))
                }
            }
        }
        let phrases = needs.enumerated().filter { if case .phrase = $1 { true } else { false } }
        guard !phrases.isEmpty else { return matches }
        let units = Self.units(of: text)
        for case (let number, .phrase(let wanted)) in phrases {
            for start in units.indices where start + wanted.count <= units.count {
                let found = units[start..<(start + wanted.count)]
                guard found.map(\.text) == wanted, let last = found.last else { continue }
                matches.append(.init(term: number, start: units[start].start, end: last.end))
            }
        }
        return matches.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }

    /// The words and characters of a text in order, each as it is compared.
    private static func units(of text: String) -> [Unit] {
        Tokenizer(text).map { token in
            switch token.kind {
            case .word(let word): Unit(text: word, start: token.start, end: token.end)
            case .character(let character, continues: _):
                Unit(
                    text: Unicode.Scalar(character).map { String(Character($0)) } ?? "",
                    start: token.start,
                    end: token.end
                )
            }
        }
    }
}
