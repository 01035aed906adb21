/// The Chinese bigrams of an index by how they sound: most slips on a pinyin keyboard keep the sound.
struct Homophones: Sendable {
    /// A bigram that sounds the same.
    struct Candidate: Sendable, Equatable {
        let first: UInt32
        let second: UInt32
        let term: Vocabulary.TermID
    }

    private var bySound = ShardedDictionary<UInt32, [Candidate]>()

    /// Adds a bigram; characters without a known reading are passed over.
    mutating func append(_ first: UInt32, _ second: UInt32, term: Vocabulary.TermID) {
        guard let sound = Self.sound(first, second) else { return }
        bySound.change(sound, default: []) { $0.append(Candidate(first: first, second: second, term: term)) }
    }

    /// The other bigrams that sound like this one.
    func candidates(for first: UInt32, _ second: UInt32) -> [Candidate] {
        guard let sound = Self.sound(first, second) else { return [] }
        return (bySound[sound] ?? []).filter { $0.first != first || $0.second != second }
    }

    /// The bigrams of two syllables, by number.
    func candidates(ofSyllables first: UInt16, _ second: UInt16) -> [Candidate] {
        bySound[UInt32(first) << 16 | UInt32(second)] ?? []
    }

    private static func sound(_ first: UInt32, _ second: UInt32) -> UInt32? {
        guard let one = ChineseCharacters.syllableNumber(first),
            let other = ChineseCharacters.syllableNumber(second)
        else { return nil }
        return UInt32(one) << 16 | UInt32(other)
    }
}
