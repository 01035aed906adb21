import Base
import Foundation

/// What a text consists of, in units of which it can be said how many customers used them: words, and of scripts without
/// spaces every two characters that stand together.
///
/// A name in Chinese is made of characters that everybody uses; that two of them stand together is what tells.
struct QuestionWords: Sendable, Hashable {
    /// In their order, a unit as often as it stands there; words in lower case.
    let units: [String]

    /// - `text`: Read as far as it goes.
    init(_ text: some StringProtocol) {
        var reader = Reader()
        for character in text.precomposedStringWithCompatibilityMapping.lowercased() {
            reader.take(character)
        }
        reader.end()
        self.units = reader.units
    }

    private struct Reader {
        private(set) var units: [String] = []
        private var word = ""
        private var run: [Character] = []

        mutating func take(_ character: Character) {
            if character.isOfUnspacedScript {
                endWord()
                run.append(character)
            } else if character.isLetter || character.isNumber || (character == "'" && !word.isEmpty) {
                endRun()
                word.append(character)
            } else {
                end()
            }
        }

        mutating func end() {
            endWord()
            endRun()
        }

        private mutating func endWord() {
            while word.hasSuffix("'") { word.removeLast() }
            if !word.isEmpty { units.append(word) }
            word = ""
        }

        private mutating func endRun() {
            if run.count == 1 { units.append(String(run)) }
            units += zip(run, run.dropFirst()).map { String([$0, $1]) }
            run = []
        }
    }

    /// Whether there is a number, or what may be an address, a hash or a key; `erc20` and `2fa` are words.
    var holdsNumbers: Bool { units.contains(where: Self.isNumber) }

    /// Of letters and digits without anything between: an address of a coin or a hash is longer.
    private static let longestWord = 24
    private static let longestWordWithDigits = 6
    private static let mostDigits = 2

    private static func isNumber(_ unit: String) -> Bool {
        let digits = unit.count(where: \.isNumber)
        guard digits > 0 else { return unit.count > longestWord }
        return digits > mostDigits || unit.count > longestWordWithDigits || !unit.contains(where: \.isLetter)
    }
}

extension Character {
    /// Han, kana, Hangul, Thai, Lao, Myanmar, Khmer: written without spaces, or in words that take endings.
    var isOfUnspacedScript: Bool {
        unicodeScalars.first.map { scalar in
            switch scalar.value {
            case 0x3005...0x3007, 0x3041...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0x20000...0x3FFFF, 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF:
                true
            default: false
            }
        } ?? false
    }
}

extension LocaleCode {
    /// The language that a text is in, as far as its script tells; a conversation may be in another one than its words.
    ///
    /// - `told`: The conversation's.
    static func written(_ text: String, told: LocaleCode) -> LocaleCode {
        let scalars = text.unicodeScalars
        let hasKana = scalars.contains { (0x3041...0x30FF).contains($0.value) }
        let hasHan = scalars.contains { (0x3400...0x9FFF).contains($0.value) }
        if hasKana { return LocaleCode(rawValue: "ja") ?? told }
        if hasHan { return ["zh", "ja"].contains(told.language) ? told : .simplifiedChinese }
        return ["zh", "ja"].contains(told.language) ? .english : told
    }
}
