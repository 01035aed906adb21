/// Cutting a line out of a text and marking words in it, always between whole characters.
enum Excerpt {
    private static let sentenceEnds: Set<Character> = ["。", "！", "？", "；", ".", "!", "?", ";", "\n", "\r\n"]

    /// One line of at most `length` characters that holds the bytes `start`..<`end`, beginning with a sentence
    /// where one begins near by, else with a word.
    static func cut(from text: String, start: Int, end: Int, length: Int) -> String {
        let wanted = wholeCharacter(at: start, in: text)
        let lower = beginning(before: wanted, reach: length / 3, in: text)
        var upper = text.index(lower, offsetBy: length, limitedBy: text.endIndex) ?? text.endIndex
        if upper < text.endIndex {
            upper = wordEnd(before: upper, after: wholeCharacter(at: end, in: text), in: text)
        }
        let line = text[lower..<upper].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return (lower > text.startIndex ? "…" : "") + line + (upper < text.endIndex ? "…" : "")
    }

    /// What to mark: matches that touch are joined, and ends inside a character are moved out of it.
    static func ranges(of matches: [PassageFinder.Match], in text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        for match in matches.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            let lower = wholeCharacter(at: match.start, in: text)
            var upper = wholeCharacter(at: match.end, in: text)
            if upper < text.utf8.index(text.startIndex, offsetBy: match.end) {
                upper = text.index(after: upper)
            }
            if let last = ranges.last, lower <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, upper)
            } else {
                ranges.append(lower..<upper)
            }
        }
        return ranges
    }

    /// The start of the character that holds a byte, or the end of the text.
    private static func wholeCharacter(at offset: Int, in text: String) -> String.Index {
        guard let index = text.utf8.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex),
            index < text.endIndex
        else { return text.endIndex }
        // Going forward from the middle of a character lands behind it, so going back finds its start.
        return text.index(before: text.index(after: index))
    }

    private static func beginning(before wanted: String.Index, reach: Int, in text: String) -> String.Index {
        var index = wanted
        var word: String.Index?
        for step in 0..<reach {
            guard index > text.startIndex else { return index }
            let before = text.index(before: index)
            if sentenceEnds.contains(text[before]), text[before] != "." || text[index].isWhitespace {
                return index
            }
            if step < reach / 2, text[before].isWhitespace { word = index }
            index = before
        }
        return index == text.startIndex ? index : word ?? wanted
    }

    /// The last end of a word in front of `limit`; `limit` itself where words are not spaced.
    private static func wordEnd(
        before limit: String.Index,
        after needed: String.Index,
        in text: String
    ) -> String.Index {
        guard isLatin(text[limit]) else { return limit }
        var index = limit
        for _ in 0..<20 {
            guard index > needed, index > text.startIndex else { return limit }
            let before = text.index(before: index)
            guard isLatin(text[before]) else { return index }
            index = before
        }
        return limit
    }

    private static func isLatin(_ character: Character) -> Bool {
        character.isLetter && (character.utf8.first ?? 0) < 0xE0 || character.isNumber
    }
}
