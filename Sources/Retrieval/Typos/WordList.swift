/// The written words of an index, laid out so that one pass finds those that look alike.
struct WordList: Sendable {
    /// A word that differs by a few slips.
    struct Candidate: Equatable {
        let word: String
        let term: Vocabulary.TermID
        /// Slips, 1 or 2.
        let distance: Int
    }

    private struct Entry {
        let letters: UInt32
        let start: Int32
        let count: UInt8
        let term: Int32
    }

    private static let lengths = 3...24
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    /// Adds a word; only words of 3...24 ASCII letters can be corrected to, others are passed over.
    mutating func append(_ word: String, term: Vocabulary.TermID) {
        guard let letters = Self.letters(of: word.utf8), Self.lengths.contains(word.utf8.count) else {
            return
        }
        entries.append(
            Entry(
                letters: letters,
                start: Int32(bytes.count),
                count: UInt8(word.utf8.count),
                term: Int32(term)
            )
        )
        bytes.append(contentsOf: word.utf8)
    }

    /// The words nearest to a misspelt one, all of them equally near: one slip for words of 4...7 letters, two
    /// at most for longer ones.
    ///
    /// - Complexity: one comparison of two machine words per word of the list, and little more.
    func candidates(for written: String, isAlive: (Vocabulary.TermID) -> Bool) -> [Candidate] {
        let wanted = Array(written.utf8)
        guard let letters = Self.letters(of: written.utf8), (4...24).contains(wanted.count) else { return [] }
        var limit = wanted.count < 8 ? 1 : 2
        var found: [Candidate] = []
        for entry in entries
        where (entry.letters ^ letters).nonzeroBitCount <= 2 * limit
            && abs(Int(entry.count) - wanted.count) <= limit
        {
            let word = bytes[Int(entry.start)..<Int(entry.start) + Int(entry.count)]
            guard isAlive(Int(entry.term)),
                let distance = EditDistance.between(wanted[...], word, atMost: limit), distance > 0
            else { continue }
            if distance < limit || found.first.map({ $0.distance > distance }) == true {
                found.removeAll()
                limit = distance
            }
            found.append(
                Candidate(
                    word: String(decoding: word, as: UTF8.self),
                    term: Int(entry.term),
                    distance: distance
                )
            )
        }
        return found
    }

    /// Which letters a word holds, a bit each; nil when it holds anything but `a`...`z`.
    private static func letters(of word: String.UTF8View) -> UInt32? {
        var letters: UInt32 = 0
        for byte in word {
            guard (97...122).contains(byte) else { return nil }
            letters |= 1 << UInt32(byte - 97)
        }
        return letters
    }
}
