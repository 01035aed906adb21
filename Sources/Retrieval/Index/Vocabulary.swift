/// Every term that was ever indexed, by number.
///
/// A term keeps its number when its last document goes: words return, and a number is small.
struct Vocabulary: Sendable {
    typealias TermID = Int

    /// A word as it was written, and the term it stands for.
    struct Word: Sendable {
        let term: TermID
        let isStopWord: Bool
    }

    /// How many terms there are; their numbers are 0..<`count`.
    private(set) var count = 0
    /// The written words, for correcting spelling.
    private(set) var wordList = WordList()
    /// The bigrams by how they sound, for correcting homophones.
    private(set) var homophones = Homophones()
    private var words = ShardedDictionary<String, Word>()
    private var stems = ShardedDictionary<String, TermID>()
    private var terms = ShardedDictionary<Key, TermID>()

    /// A word if it is known.
    func word(_ written: String) -> Word? { words[written] }

    /// The term of a bigram, single character or pair of words if it is known.
    func term(_ key: Key) -> TermID? { terms[key] }

    /// The term of anything that `Analyzer` finds, if it is known.
    func term(_ term: Analyzer.Term) -> TermID? {
        switch term {
        case .word(let written): words[written]?.term ?? stems[IrregularForms.stem(written)]
        case .bigram(let first, let second): terms[.bigram(first, second)]
        case .single(let character, isAlone: _): terms[.single(character)]
        }
    }

    /// As `term(_:)`, for text that was indexed: a word not seen before is not stemmed, which is slow.
    func term(knownAs term: Analyzer.Term) -> TermID? {
        if case .word(let written) = term { return words[written]?.term }
        return self.term(term)
    }

    /// The word's term, made when it is new.
    mutating func insert(word written: String) -> Word {
        if let known = words[written] { return known }
        let isStopWord = StopWords.english.contains(written)
        let stem = isStopWord ? written : IrregularForms.stem(written)
        let term = stems[stem] ?? nextTerm()
        stems.set(stem, term)
        let word = Word(term: term, isStopWord: isStopWord)
        words.set(written, word)
        if !isStopWord {
            wordList.append(written, term: term)
        }
        return word
    }

    /// The key's term, made when it is new.
    mutating func insert(_ key: Key) -> TermID {
        if let known = terms[key] { return known }
        let term = nextTerm()
        terms.set(key, term)
        if let (first, second) = key.characters {
            homophones.append(first, second, term: term)
        }
        return term
    }

    private mutating func nextTerm() -> TermID {
        count += 1
        return count - 1
    }
}

extension Vocabulary {
    /// What names a term that is not a word; packed because there are many.
    struct Key: Hashable, Sendable {
        private let packed: UInt64

        private static let bigram: UInt64 = 1 << 62
        private static let single: UInt64 = 2 << 62
        private static let pair: UInt64 = 3 << 62

        static func bigram(_ first: UInt32, _ second: UInt32) -> Key {
            Key(packed: bigram | UInt64(first) << 21 | UInt64(second))
        }

        static func single(_ character: UInt32) -> Key {
            Key(packed: single | UInt64(character))
        }

        /// Two words that follow each other.
        static func pair(_ first: TermID, _ second: TermID) -> Key {
            Key(packed: pair | UInt64(first) << 31 | UInt64(second))
        }

        /// The two characters of a bigram; nil for anything else.
        var characters: (UInt32, UInt32)? {
            guard packed >> 62 == 1 else { return nil }
            return (UInt32(packed >> 21 & 0x1FFFFF), UInt32(packed & 0x1FFFFF))
        }
    }
}
