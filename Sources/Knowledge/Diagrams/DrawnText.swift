/// How much room words take, near enough: the letters are the reader's own.
enum DrawnText {
    /// Of its letters, and from line to line.
    static let size = 14.0
    static let lineHeight = 19.0

    static func width(_ text: String) -> Double {
        text.reduce(0) { $0 + width($1) }
    }

    static func width(_ lines: [String]) -> Double {
        lines.map(width).max() ?? 0
    }

    static func height(_ lines: [String]) -> Double {
        Double(lines.count) * lineHeight
    }

    private static func width(_ character: Character) -> Double {
        size * share(character)
    }

    /// Of the size of the letters.
    private static func share(_ character: Character) -> Double {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x11FF, 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60: return 1
        case 0x1F000...: return 1.3
        default: break
        }
        if "iIl.,:;'|!()[] ".contains(character) { return 0.34 }
        if "mwMW@%—…".contains(character) { return 0.95 }
        return character.isUppercase || character.isNumber ? 0.68 : 0.58
    }

    /// Breaks a text into lines that are as wide as `most` at most: between words, in Chinese between characters.
    static func wrapped(_ text: String, within most: Double) -> [String] {
        var lines: [String] = []
        var (line, lineWidth) = ("", 0.0)
        for word in pieces(text) {
            let wordWidth = width(word)
            if !line.isEmpty, lineWidth + width(trimmedEnd(word)) > most {
                lines.append(trimmedEnd(line))
                (line, lineWidth) = ("", 0)
            }
            if wordWidth <= most {
                line += word
                lineWidth += wordWidth
                continue
            }
            for character in word {
                if lineWidth + width(character) > most, !line.isEmpty {
                    lines.append(line)
                    (line, lineWidth) = ("", 0)
                }
                line.append(character)
                lineWidth += width(character)
            }
        }
        if !line.isEmpty { lines.append(trimmedEnd(line)) }
        return lines
    }

    /// Words with the space behind them, and Chinese characters one by one with the marks behind them.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var word = ""
        for character in text {
            let isMark = "，。、；：！？）」』》”’,.;:!?)".contains(character)
            if let last = word.last, !isMark, isWide(last) || isWide(character) || last.isWhitespace {
                pieces.append(word)
                word = ""
            }
            word.append(character.isWhitespace ? " " : character)
        }
        return word.isEmpty ? pieces : pieces + [word]
    }

    private static func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map {
            (0x2E80...0xD7FF).contains($0.value) || (0xFF00...0xFF60).contains($0.value)
        }
            ?? false
    }

    private static func trimmedEnd(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
