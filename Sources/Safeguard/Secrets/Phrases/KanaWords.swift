/// The Japanese list as a tree of decomposed kana: all words that begin at a place are found in one walk.
struct KanaWords: Sendable {
    private struct Node {
        var next: [UInt32: Int] = [:]
        /// The place in the list of the word that ends here.
        var index: Int?
    }

    static let shared = KanaWords()

    private static let kana: ClosedRange<UInt32> = 0x3041...0x309F

    private let nodes: [Node]

    private init() {
        var nodes = [Node()]
        for (index, word) in SeedPhraseWords.Language.japanese.words.enumerated() {
            var node = 0
            for letter in WordLetters(word).letters {
                if let next = nodes[node].next[letter] {
                    node = next
                } else {
                    nodes.append(Node())
                    nodes[node].next[letter] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            nodes[node].index = index
        }
        self.nodes = nodes
    }

    /// The words that begin at a place of a row of kana, the shortest first.
    func words(
        at position: Int,
        in scalars: ArraySlice<Unicode.Scalar>
    ) -> [(end: Int, index: Int)] {
        var found: [(end: Int, index: Int)] = []
        var node = 0
        for end in position..<scalars.endIndex {
            guard Self.kana.contains(scalars[end].value) else { break }
            var letters = WordLetters()
            LetterFolding.shared.add(scalars[end], to: &letters)
            for letter in letters.letters {
                guard let next = nodes[node].next[letter] else { return found }
                node = next
            }
            if let index = nodes[node].index { found.append((end + 1, index)) }
        }
        return found
    }
}
