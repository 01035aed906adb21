/// A text reduced to what is compared while somebody types: folded letters, digits and characters, nothing between.
struct TypedText: Sendable {
    /// Folded scalars without spaces and punctuation.
    private(set) var scalars: [UInt32] = []
    /// Where words begin in `scalars`; every character of an unspaced script is a word.
    private(set) var wordStarts: [Int] = []
    /// The text as it is typed on a pinyin keyboard; the same as `scalars` where there is no Chinese.
    private(set) var pinyin: [UInt32] = []
    /// Where syllables and words begin in `pinyin`.
    private(set) var syllableStarts: [Int] = []
    /// The first letter of every syllable and word.
    private(set) var initials: [UInt32] = []
    private(set) var hasCharacters = false
    /// Which scalars there are, a bit each by their last six bits: tells quickly what cannot match.
    private(set) var mask: UInt64 = 0

    /// A title longer than this many scalars is compared so far.
    private static let longest = 200

    init(_ text: String) {
        var run: [UInt32] = []
        for token in Tokenizer(text.scalarPrefix(Self.longest)) {
            switch token.kind {
            case .word(let word):
                appendReadings(of: &run)
                let letters = word.unicodeScalars.map(\.value).filter { $0 != 39 }
                wordStarts.append(scalars.count)
                scalars += letters
                appendReading(letters)
            case .character(let character, continues: _):
                hasCharacters = true
                wordStarts.append(scalars.count)
                scalars.append(character)
                run.append(character)
            }
        }
        appendReadings(of: &run)
        mask = scalars.reduce(0) { $0 | Self.bit($1) }
    }

    var isEmpty: Bool { scalars.isEmpty }

    static func bit(_ scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }

    private mutating func appendReadings(of run: inout [UInt32]) {
        for (character, syllable) in zip(run, Pinyin.syllables(run)) {
            appendReading(syllable.isEmpty ? [character] : syllable.map(UInt32.init))
        }
        run = []
    }

    private mutating func appendReading(_ letters: [UInt32]) {
        guard let initial = letters.first else { return }
        syllableStarts.append(pinyin.count)
        pinyin += letters
        initials.append(initial)
    }
}

extension Array where Element == UInt32 {
    /// Whether `other` stands at `position`.
    func holds(_ other: [UInt32], at position: Int) -> Bool {
        guard position + other.count <= count else { return false }
        for offset in other.indices where self[position + offset] != other[offset] {
            return false
        }
        return true
    }

    /// The first place where `other` stands.
    func firstPlace(of other: [UInt32]) -> Int? {
        guard let first = other.first, count >= other.count else { return nil }
        for position in 0...(count - other.count) where self[position] == first && holds(other, at: position)
        {
            return position
        }
        return nil
    }
}
