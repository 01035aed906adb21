/// A question taken apart by the marks in it: `"in quotes"` stands together, `-word` is not wanted.
struct QuestionParts {
    /// The question without what is not wanted, blanked out so that every offset stays.
    private(set) var wanted: String
    /// What stands in quotes.
    private(set) var phrases: [String] = []
    /// What texts must not hold.
    private(set) var excluded: [String] = []

    init(_ text: String) {
        wanted = text
        var rest: [Character] = []
        var characters = Array(text)[...]
        while let character = characters.first {
            let isAtWordStart = rest.last?.isWhitespace ?? true
            if isAtWordStart, Self.isMinus(character), let part = Self.excludedPart(characters.dropFirst()) {
                excluded.append(part.text)
                let taken = characters.prefix(part.length + 1)
                rest += taken.flatMap { String(repeating: " ", count: String($0).utf8.count) }
                characters = characters.dropFirst(taken.count)
                continue
            }
            if let phrase = Self.phrase(characters) { phrases.append(phrase) }
            rest.append(character)
            characters = characters.dropFirst()
        }
        let blanked = String(rest)
        if !excluded.isEmpty, Tokenizer(blanked).contains(where: { _ in true }) {
            wanted = blanked
        } else {
            // Only what is not wanted: taken as it stands.
            excluded = []
        }
    }

    private static let quotes: [Character: Character] = ["\"": "\"", "“": "”", "「": "」", "『": "』", "«": "»"]

    private static func isMinus(_ character: Character) -> Bool { character == "-" || character == "－" }

    /// What stands in the quotes that open with the first character; nil when none open, or none close.
    private static func phrase(_ characters: ArraySlice<Character>) -> String? {
        guard let first = characters.first, let closing = quotes[first],
            let end = characters.dropFirst().firstIndex(of: closing)
        else { return nil }
        let text = String(characters[(characters.startIndex + 1)..<end])
        return text.allSatisfy { !$0.isLetter && !$0.isNumber } ? nil : text
    }

    /// What is not wanted and how many characters it takes, behind its minus sign; nil when the sign means something
    /// else: a dash, or the beginning of a number such as an error code.
    private static func excludedPart(_ characters: ArraySlice<Character>) -> (text: String, length: Int)? {
        if let phrase = phrase(characters) { return (phrase, phrase.count + 2) }
        guard characters.first?.isLetter == true else { return nil }
        let word = characters.prefix { !$0.isWhitespace }
        return (String(word), word.count)
    }
}
