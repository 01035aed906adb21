import Foundation

/// The words that guesses at a password begin with.
struct GuessWords {
    /// In scalars; longer ones are told by what they are made of.
    static let lengths = 2...32

    /// Folded words that a stranger knows about a password's owner.
    private let expected: Set<String>
    /// Folded common passwords with their place, from 1, the most frequent first.
    private let common: [String: Int]

    /// Reads the list of common passwords, which takes part of a tenth of a second: passwords are set rarely, and what
    /// is read is not kept.
    init(expected: [String]) {
        var words: Set<String> = []
        for text in expected {
            let folded = Self.folded(text)
            let parts = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            for word in parts + [parts.joined()] where Self.isWord(word) { words.insert(word) }
        }
        self.expected = words
        var places: [String: Int] = [:]
        let list = EmbeddedAssets.files["Passwords/common/passwords.txt"] ?? ""
        for (offset, word) in list.utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
            places[String(decoding: word, as: UTF8.self), default: offset + 1] = offset + 1
        }
        self.common = places
    }

    /// Whether a part of what is known is long enough to count: two Chinese characters are a name, two letters nothing.
    private static func isWord(_ word: String) -> Bool {
        word.unicodeScalars.count >= (word.utf8.allSatisfy { $0 < 128 } ? 3 : 2)
    }

    static func folded(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased()
    }

    func isExpected(_ word: String) -> Bool { expected.contains(word) }

    /// The place of a common password, from 1; nil when it is none.
    func place(of word: String) -> Int? { common[word] }
}
