/// Finds the part of a document that answers a question best.
struct PassageFinder: Sendable {
    let vocabulary: Vocabulary
    /// What finding each term of the question is worth.
    let worth: [Vocabulary.TermID: Double]

    /// Where a term of the question stands, as UTF-8 offsets.
    struct Match {
        let term: Vocabulary.TermID
        let start: Int
        let end: Int
    }

    /// A stretch of a text.
    struct Window {
        var start = 0
        var end = 0
        var worth = 0.0
    }

    /// A document longer than this, in bytes, is read so far.
    private static let longestInBytes = 200_000

    /// The passage, from the section whose best stretch holds most of the question.
    ///
    /// - `length`: Characters at most, without ellipses.
    func bestPassage(of document: SearchDocument, length: Int) -> Passage {
        var best: (section: SearchDocument.Section, window: Window, rank: Double)?
        var bytesLeft = Self.longestInBytes
        for section in document.sections where bytesLeft > 0 {
            bytesLeft -= section.text.utf8.count
            let window = bestWindow(of: section.text, length: length)
            let headingWorth = worth(of: Set(matches(in: section.heading).map(\.term)))
            let rank = window.worth + headingWorth / 2
            if rank > best?.rank ?? 0 {
                best = (section, window, rank)
            }
        }
        if let best {
            return passage(of: best.section, around: best.window, length: length)
        }
        let fallback = document.sections.first { !$0.text.isEmpty }
        let opening = document.summary.isEmpty ? fallback?.text ?? "" : document.summary
        let section = SearchDocument.Section(text: opening)
        return passage(of: section, around: Window(), length: length)
    }

    /// Where the terms of the question stand in a text, by where they begin.
    func matches(in text: String) -> [Match] {
        guard !worth.isEmpty else { return [] }
        var matches: [Match] = []
        Analyzer.forEachTerm(of: text) { occurrence in
            guard let term = vocabulary.term(knownAs: occurrence.term), worth[term] != nil else { return }
            matches.append(Match(term: term, start: occurrence.start, end: occurrence.end))
        }
        return matches
    }

    private func worth(of terms: Set<Vocabulary.TermID>) -> Double {
        terms.reduce(0) { $0 + (worth[$1] ?? 0) }
    }

    private func bestWindow(of text: String, length: Int) -> Window {
        Self.bestWindow(of: matches(in: text), worth: worth, in: text, length: length)
    }

    /// The stretch of at most about `length` characters whose different terms are worth most.
    ///
    /// - `matches`: By where they begin.
    static func bestWindow(
        of matches: [Match],
        worth: [Vocabulary.TermID: Double],
        in text: String,
        length: Int
    ) -> Window {
        guard !matches.isEmpty else { return Window() }
        let bytesPerCharacter = max(1, text.utf8.count / max(1, text.unicodeScalars.count))
        let room = length * bytesPerCharacter * 4 / 5
        var counts: [Vocabulary.TermID: Int] = [:]
        var sum = 0.0
        var best = Window()
        var first = 0
        for match in matches {
            // A repeated word is worth a little, so that the denser of two stretches wins.
            sum += (worth[match.term] ?? 0) * (counts[match.term, default: 0] == 0 ? 1 : 0.05)
            counts[match.term, default: 0] += 1
            while match.end - matches[first].start > room, matches[first].start < match.start {
                let gone = matches[first].term
                counts[gone, default: 1] -= 1
                sum -= (worth[gone] ?? 0) * (counts[gone] == 0 ? 1 : 0.05)
                first += 1
            }
            if sum > best.worth + 1e-9 {
                best = Window(start: matches[first].start, end: match.end, worth: sum)
            }
        }
        return best
    }

    private func passage(of section: SearchDocument.Section, around window: Window, length: Int) -> Passage {
        let text = Excerpt.cut(from: section.text, start: window.start, end: window.end, length: length)
        let matches = matches(in: text)
        let total = worth.values.reduce(0, +)
        let found = worth(of: Set(matches.map(\.term)))
        return Passage(
            anchor: section.anchor,
            heading: section.heading,
            text: text,
            highlights: Excerpt.ranges(of: matches, in: text),
            coverage: total > 0 ? min(1, found / total) : 0
        )
    }
}
