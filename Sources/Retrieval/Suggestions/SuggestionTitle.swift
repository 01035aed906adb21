/// A title, prepared for comparing it with what is typed.
struct SuggestionTitle: Sendable {
    let typed: TypedText

    init(_ title: String) {
        typed = TypedText(title)
    }

    /// How well a title fits what was typed; better ones are smaller.
    enum Fit: Int, Comparable {
        case beginning, wordBeginning, inside, pinyinBeginning, words, pinyinInside, sound, misspelt
        case misspeltInside, initials, misspeltTwice, overlap

        static func < (one: Fit, other: Fit) -> Bool { one.rawValue < other.rawValue }
    }

    /// How the title fits by its letters; nil when it does not.
    func fit(_ query: TypedQuery) -> Fit? {
        let wanted = query.typed.scalars
        guard query.typed.mask & ~typed.mask == 0 else { return nil }
        if typed.scalars.holds(wanted, at: 0) { return .beginning }
        if typed.wordStarts.contains(where: { typed.scalars.holds(wanted, at: $0) }) { return .wordBeginning }
        if typed.scalars.firstPlace(of: wanted) != nil { return .inside }
        return holdsWords(of: query) ? .words : nil
    }

    /// How the title fits by what it sounds like; nil when it does not.
    func fitBySound(_ query: TypedQuery) -> Fit? {
        guard typed.hasCharacters, query.soundsMatter else { return nil }
        let wanted = query.typed.pinyin
        if query.typed.hasCharacters {
            return typed.syllableStarts.contains { typed.pinyin.holds(wanted, at: $0) } ? .sound : nil
        }
        if typed.pinyin.holds(wanted, at: 0) { return .pinyinBeginning }
        if typed.syllableStarts.contains(where: { typed.pinyin.holds(wanted, at: $0) }) {
            return .pinyinInside
        }
        return typed.initials.firstPlace(of: wanted) != nil ? .initials : nil
    }

    /// How the title fits when slips of the finger are forgiven; nil when it does not.
    func fitWithSlips(_ query: TypedQuery) -> Fit? {
        let wanted = query.typed.scalars
        guard query.slips > 0, (query.typed.mask & ~typed.mask).nonzeroBitCount <= query.slips else {
            return nil
        }
        if let distance = EditDistance.toPrefix(wanted[...], of: typed.scalars[...], atMost: query.slips) {
            return distance == 1 ? .misspelt : .misspeltTwice
        }
        let isInside = typed.wordStarts.dropFirst().contains { start in
            EditDistance.toPrefix(wanted[...], of: typed.scalars[start...], atMost: 1) != nil
        }
        return isInside ? .misspeltInside : nil
    }

    /// Whether the title holds most of what was typed, in whatever order.
    func overlaps(_ query: TypedQuery) -> Bool {
        guard query.bigrams.count >= 3 else { return false }
        var found: Set<UInt64> = []
        for (first, second) in zip(typed.scalars, typed.scalars.dropFirst()) {
            let bigram = UInt64(first) << 32 | UInt64(second)
            if query.bigrams.contains(bigram) { found.insert(bigram) }
        }
        return Double(found.count) >= 0.6 * Double(query.bigrams.count)
    }

    private func holdsWords(of query: TypedQuery) -> Bool {
        query.words.count > 1
            && query.words.allSatisfy { word in
                typed.wordStarts.contains { typed.scalars.holds(word, at: $0) }
            }
    }
}

/// What was typed, prepared for comparing it with titles.
struct TypedQuery {
    let typed: TypedText
    /// The words that were typed, when they are spaced.
    let words: [[UInt32]]
    let bigrams: Set<UInt64>
    /// How many slips are forgiven: 1 from four letters on, 2 from eight.
    let slips: Int

    init(_ text: String) {
        let typed = TypedText(text)
        self.typed = typed
        let ends = typed.wordStarts.dropFirst() + [typed.scalars.count]
        words = typed.hasCharacters ? [] : zip(typed.wordStarts, ends).map { Array(typed.scalars[$0..<$1]) }
        bigrams = Set(
            zip(typed.scalars, typed.scalars.dropFirst()).map { UInt64($0) << 32 | UInt64($1) }
        )
        slips = typed.scalars.count < 4 ? 0 : typed.scalars.count < 8 ? 1 : 2
    }

    /// Whether it may be pinyin, or Chinese with a wrong character.
    var soundsMatter: Bool { typed.scalars.count >= 2 }
}
