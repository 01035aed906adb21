/// Reads what is said of what a player shows, https://www.w3.org/TR/webvtt1/#webvtt-cue-text.
enum CueText {
    private static let characters = [
        "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "lrm": "", "rlm": "", "quot": "\"", "apos": "'",
    ]

    /// Without tags, in one line.
    static func plain(_ payload: String) -> String {
        var text = ""
        var rest = payload.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "<":
                // What is not closed is a tag to its end.
                rest =
                    rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
            case "&":
                if let end = rest.prefix(8).firstIndex(of: ";"), let known = characters[String(rest[..<end])]
                {
                    text += known
                    rest = rest[rest.index(after: end)...]
                } else {
                    text.unicodeScalars.append(scalar)
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        return joined(text.split(whereSeparator: \.isWhitespace))
    }

    /// Words as one line: Chinese and Japanese have no spaces where a line ended.
    static func joined(_ words: [some StringProtocol]) -> String {
        var line = ""
        for word in words where !word.isEmpty {
            if let last = line.last, let first = word.first, !(isIdeographic(last) && isIdeographic(first)) {
                line += " "
            }
            line += word
        }
        return line
    }

    /// Of a script without spaces, its punctuation among it.
    private static func isIdeographic(_ character: Character) -> Bool {
        guard let value = character.unicodeScalars.first?.value else { return false }
        return (0x3000...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
            || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFF60).contains(value)
            || (0x2_0000...0x3_FFFF).contains(value)
    }
}
