import Base

/// All snippets, to fill texts in with.
struct SnippetShelf: Sendable, Hashable {
    /// How many snippets may stand in each other.
    static let mostDepth = 5
    /// Of a text with everything that is filled in, in UTF-8.
    static let mostBytes = 2 * ArticleText.mostBytes

    let snippets: [Slug: Snippet]

    init(_ snippets: [Snippet]) {
        self.snippets = Dictionary(snippets.map { ($0.name, $0) }) { first, _ in first }
    }

    /// With one as it would be.
    func with(_ snippet: Snippet) -> SnippetShelf {
        SnippetShelf(snippets.values.filter { $0.name != snippet.name } + [snippet])
    }

    /// A text with what its snippets say; what cannot be filled in stays as it is and is told.
    func filled(_ text: String, in locale: LocaleCode) -> (text: String, flaws: [TextFlaw]) {
        guard SnippetReference.mayStand(in: text) else { return (text, []) }
        var filling = Filling(shelf: self, locale: locale)
        filling.write(text, within: [])
        return (filling.written, filling.flaws)
    }

    /// The names of those that name one, themselves or by others, and its own.
    func family(of name: Slug) -> Set<Slug> {
        var family: Set<Slug> = [name]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for snippet in snippets.values where !family.contains(snippet.name) {
                guard snippet.references.contains(where: { family.contains($0.name) }) else { continue }
                family.insert(snippet.name)
                isGrowing = true
            }
        }
        return family
    }

    /// The names that stand in some texts, and in what these name in turn.
    func names(in texts: [String]) -> Set<Slug> {
        var names: Set<Slug> = []
        var found = Set(texts.flatMap(SnippetReference.all).map(\.name))
        while !found.isEmpty {
            names.formUnion(found)
            found = Set(found.flatMap { snippets[$0]?.references.map(\.name) ?? [] }).subtracting(names)
        }
        return names
    }

    /// Whether what a snippet names leads back to itself, or is deeper than may be.
    func isEndless(_ name: Slug) -> Bool {
        var named: Set<Slug> = [name]
        for _ in 0..<Self.mostDepth {
            named = Set(named.flatMap { snippets[$0]?.references.map(\.name) ?? [] })
            if named.isEmpty { return false }
        }
        return true
    }
}

extension Snippet {
    /// What it names in any of its languages.
    var references: Set<SnippetReference> {
        Set(texts.values.flatMap(SnippetReference.all))
    }
}

/// Fills one text in.
private struct Filling {
    let shelf: SnippetShelf
    let locale: LocaleCode
    private(set) var written = ""
    private(set) var flaws: [TextFlaw] = []

    mutating func write(_ text: String, within names: [Slug]) {
        for piece in SnippetReference.pieces(of: text) {
            switch piece {
            case .text(let text): written += text
            case .reference(let reference): write(reference, within: names)
            }
        }
    }

    private mutating func write(_ reference: SnippetReference, within names: [Slug]) {
        guard let snippet = shelf.snippets[reference.name], snippet.kind == reference.kind else {
            return leave(reference, .snippetUnknown)
        }
        guard let text = snippet.text(in: locale) else { return leave(reference, .snippetUntranslated) }
        guard names.count < SnippetShelf.mostDepth, !names.contains(reference.name),
            written.utf8.count + text.utf8.count <= SnippetShelf.mostBytes
        else { return leave(reference, .snippetTooDeep) }
        let indent = indent
        // In a list every line of it belongs to the entry.
        let lines = indent.isEmpty ? text : text.replacing("\n", with: "\n\(indent)")
        write(lines, within: names + [reference.name])
    }

    private mutating func leave(_ reference: SnippetReference, _ kind: TextFlaw.Kind) {
        written += reference.notation
        let flaw = TextFlaw(kind: kind, name: reference.notation)
        if !flaws.contains(flaw) { flaws.append(flaw) }
    }

    /// The spaces that the line has so far, where it has nothing else.
    private var indent: String {
        let line = written.utf8.suffix(40).reversed().prefix { $0 != UInt8(ascii: "\n") }
        guard line.count < 40, line.allSatisfy({ $0 == UInt8(ascii: " ") }) else { return "" }
        return String(repeating: " ", count: line.count)
    }
}
