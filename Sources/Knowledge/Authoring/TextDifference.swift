/// What changed from one text to another: line by line, and word by word inside a line that was changed.
///
/// Pure. Lines are compared by Myers' algorithm, which the standard library has (`CollectionDifference`); beyond
/// ``mostSteps`` the middle of both texts is told as taken out and put in, for the algorithm is quadratic in what differs.
package struct TextDifference: Sendable, Hashable {
    package enum Change: String, Sendable, Hashable, Codable {
        case same, removed, added
    }

    /// A piece of a line.
    package struct Piece: Sendable, Hashable, Codable {
        package let change: Change
        package let text: String
    }

    /// A line of either text, without its end.
    package struct Line: Sendable, Hashable, Codable {
        package let change: Change
        /// Together the whole line; a line that only one of the texts has is one piece unless another stands in its place.
        package let pieces: [Piece]
    }

    /// In the order of the texts, what was taken out before what took its place.
    package let lines: [Line]

    /// Lines (and words of a line) of both texts together that are compared exactly.
    static let mostSteps = 4000

    /// Compares two texts.
    ///
    /// - Complexity: linear in what is alike, quadratic in what differs, bounded by ``mostSteps``.
    package init(from old: String, to new: String) {
        let runs = Self.runs(
            old.split(separator: "\n", omittingEmptySubsequences: false),
            new.split(separator: "\n", omittingEmptySubsequences: false)
        )
        lines = runs.flatMap { run -> [Line] in
            switch run {
            case .same(let texts):
                texts.map { Line(change: .same, pieces: [Piece(change: .same, text: String($0))]) }
            case .changed(let removed, let added):
                Self.lines(removed, added)
            }
        }
    }

    /// Whether the texts are the same.
    package var isEmpty: Bool { lines.allSatisfy { $0.change == .same } }

    // MARK: - Runs

    /// What both have, or what one has where the other has something else.
    private enum Run {
        case same([Substring])
        case changed(removed: [Substring], added: [Substring])
    }

    private static func runs(_ old: [Substring], _ new: [Substring]) -> [Run] {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }
            .count
        let before = Array(old[head..<(old.count - tail)])
        let after = Array(new[head..<(new.count - tail)])
        var runs: [Run] = head > 0 ? [.same(Array(old.prefix(head)))] : []
        runs += middle(before, after)
        if tail > 0 { runs.append(.same(Array(old.suffix(tail)))) }
        return runs
    }

    private static func middle(_ old: [Substring], _ new: [Substring]) -> [Run] {
        guard !old.isEmpty, !new.isEmpty, old.count + new.count <= mostSteps else {
            return old.isEmpty && new.isEmpty ? [] : [.changed(removed: old, added: new)]
        }
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var runs: [Run] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            var (gone, come, kept): ([Substring], [Substring], [Substring]) = ([], [], [])
            while left < old.count, removed.contains(left) { gone.append(old[left]); left += 1 }
            while right < new.count, added.contains(right) { come.append(new[right]); right += 1 }
            if !gone.isEmpty || !come.isEmpty { runs.append(.changed(removed: gone, added: come)) }
            while left < old.count, right < new.count, !removed.contains(left), !added.contains(right) {
                kept.append(old[left])
                left += 1
                right += 1
            }
            if !kept.isEmpty { runs.append(.same(kept)) }
        }
        return runs
    }

    // MARK: - Lines

    /// A line that took another's place is compared with it word by word, in their order.
    private static func lines(_ removed: [Substring], _ added: [Substring]) -> [Line] {
        let pairs = zip(removed, added).map { words($0, $1) }
        let gone = removed.enumerated().map { index, text in
            Line(
                change: .removed,
                pieces: index < pairs.count ? pairs[index].old : [Piece(change: .removed, text: String(text))]
            )
        }
        let come = added.enumerated().map { index, text in
            Line(
                change: .added,
                pieces: index < pairs.count ? pairs[index].new : [Piece(change: .added, text: String(text))]
            )
        }
        return gone + come
    }

    private static func words(_ old: Substring, _ new: Substring) -> (old: [Piece], new: [Piece]) {
        var pieces: (old: [Piece], new: [Piece]) = ([], [])
        for run in runs(words(of: old), words(of: new)) {
            switch run {
            case .same(let words):
                let piece = Piece(change: .same, text: words.joined())
                pieces.old.append(piece)
                pieces.new.append(piece)
            case .changed(let removed, let added):
                if !removed.isEmpty { pieces.old.append(Piece(change: .removed, text: removed.joined())) }
                if !added.isEmpty { pieces.new.append(Piece(change: .added, text: added.joined())) }
            }
        }
        return pieces
    }

    /// Words, and everything between them; a character of a script that writes no spaces is a word of its own.
    static func words(of line: Substring) -> [Substring] {
        var words: [Substring] = []
        var start = line.startIndex
        var previous: Character?
        for index in line.indices {
            let character = line[index]
            if let previous, !(isLetter(previous) && isLetter(character)) {
                words.append(line[start..<index])
                start = index
            }
            previous = character
        }
        if start < line.endIndex { words.append(line[start...]) }
        return words
    }

    /// A letter or digit of a script that separates its words.
    private static func isLetter(_ character: Character) -> Bool {
        guard character.isLetter || character.isNumber, let scalar = character.unicodeScalars.first else {
            return false
        }
        return !(0x2E80...0x9FFF).contains(scalar.value) && !(0xAC00...0xD7AF).contains(scalar.value)
            && !(0xF900...0xFAFF).contains(scalar.value) && scalar.value < 0x20000
    }
}
