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
    private static let mostDigits = 3
    /// Shorter names with digits differ by a letter and mean something else: `erc20` and `brc20`.
    private static let leastLettersBesideDigits = 4
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    /// Adds a word; only words of 3...24 ASCII letters and a few digits can be corrected to, others are passed over.
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
        let digits = Self.digits(of: wanted)
        var limit = wanted.count < 8 ? 1 : 2
        var found: [Candidate] = []
        for entry in entries
        where (entry.letters ^ letters).nonzeroBitCount <= 2 * limit
            && abs(Int(entry.count) - wanted.count) <= limit
        {
            let word = bytes[Int(entry.start)..<Int(entry.start) + Int(entry.count)]
            guard isAlive(Int(entry.term)), Self.digits(of: word) == digits,
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

    /// Which letters a word holds, a bit each; nil for what is no word.
    ///
    /// A name such as `permit2` is one; what numbers mean is in each of their digits.
    private static func letters(of word: String.UTF8View) -> UInt32? {
        var letters: UInt32 = 0
        var digits = 0
        for byte in word {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): letters |= 1 << UInt32(byte - UInt8(ascii: "a"))
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            default: return nil
            }
        }
        return digits == 0 || (digits <= mostDigits && word.count - digits >= leastLettersBesideDigits)
            ? letters : nil
    }

    /// The digits of a word in their order: a slip is looked for among letters alone.
    private static func digits(of word: some Sequence<UInt8>) -> [UInt8] {
        word.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
