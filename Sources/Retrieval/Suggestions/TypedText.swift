/// A text reduced to what is compared while somebody types: folded letters, digits and characters, nothing between.
struct TypedText: Sendable {
    /// One way to type the text on a pinyin keyboard.
    struct Reading: Sendable, Equatable {
        private(set) var letters: [UInt32] = []
        /// Where syllables and words begin in `letters`.
        private(set) var starts: [Int] = []

        /// The first letter of every syllable and word.
        var initials: [UInt32] { starts.map { letters[$0] } }

        fileprivate mutating func append(_ syllable: [UInt32]) {
            guard !syllable.isEmpty else { return }
            starts.append(letters.count)
            letters += syllable
        }
    }

    /// Folded scalars without spaces and punctuation.
    private(set) var scalars: [UInt32] = []
    /// Where words begin in `scalars`; every character of an unspaced script is a word.
    private(set) var wordStarts: [Int] = []
    /// What was written together: the words, and the characters that stand beside each other.
    private(set) var pieces: [[UInt32]] = []
    private(set) var hasCharacters = false
    /// Which scalars there are, a bit each by their last six bits: tells quickly what cannot match.
    private(set) var mask: UInt64 = 0
    /// How the text is typed on a pinyin keyboard, the usual way first; empty where there is no Chinese.
    ///
    /// The others: each character by its most common reading, as many type 重置; and without the Latin words between.
    private(set) var readings: [Reading] = []

    /// A title longer than this many scalars is compared so far.
    private static let longest = 200

    init(_ text: String) {
        var parts: [(isWord: Bool, scalars: [UInt32])] = []
        for token in Tokenizer(text.scalarPrefix(Self.longest)) {
            wordStarts.append(scalars.count)
            switch token.kind {
            case .word(let word):
                let letters = word.unicodeScalars.map(\.value).filter { $0 != 39 }
                scalars += letters
                pieces.append(letters)
                parts.append((true, letters))
            case .character(let character, let continues):
                hasCharacters = true
                scalars.append(character)
                if continues {
                    pieces[pieces.count - 1].append(character)
                } else {
                    pieces.append([character])
                }
                if parts.last?.isWord == false {
                    parts[parts.count - 1].scalars.append(character)
                } else {
                    parts.append((false, [character]))
                }
            }
        }
        mask = scalars.reduce(0) { $0 | Self.bit($1) }
        guard hasCharacters else { return }
        for (knowsWords, hasLatin) in [(true, true), (false, true), (true, false)] {
            let reading = Self.reading(of: parts, knowsWords: knowsWords, hasLatin: hasLatin)
            if !readings.contains(reading) { readings.append(reading) }
        }
    }

    var isEmpty: Bool { scalars.isEmpty }

    static func bit(_ scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }

    private static func reading(
        of parts: [(isWord: Bool, scalars: [UInt32])],
        knowsWords: Bool,
        hasLatin: Bool
    ) -> Reading {
        var reading = Reading()
        for part in parts {
            if part.isWord {
                if hasLatin { reading.append(part.scalars) }
                continue
            }
            let syllables =
                knowsWords
                ? Pinyin.syllables(part.scalars)
                : part.scalars.map { ChineseCharacters.syllable($0) ?? [] }
            for (character, syllable) in zip(part.scalars, syllables) {
                reading.append(syllable.isEmpty ? [character] : syllable.map(UInt32.init))
            }
        }
        return reading
    }
}

/// What was typed, prepared for comparing it with titles.
struct TypedQuery {
    let typed: TypedText
    /// What was typed apart, when it was more than one thing.
    let pieces: [[UInt32]]
    /// Each two neighbours once.
    let bigrams: [(UInt32, UInt32)]
    /// How many slips are forgiven: 1 from four letters on, 2 from eight; a character says as much as a syllable, so
    /// of these 1 from three on.
    let slips: Int
    /// What was typed as it sounds: the letters themselves where they are Latin.
    let sound: [UInt32]

    init(_ text: String) {
        let typed = TypedText(text)
        self.typed = typed
        pieces = typed.pieces.count > 1 ? typed.pieces : []
        var bigrams: [(UInt32, UInt32)] = []
        for pair in zip(typed.scalars, typed.scalars.dropFirst())
        where !bigrams.contains(where: { $0 == pair }) {
            bigrams.append(pair)
        }
        self.bigrams = bigrams
        slips = typed.scalars.count < (typed.hasCharacters ? 3 : 4) ? 0 : typed.scalars.count < 8 ? 1 : 2
        sound = typed.readings.first?.letters ?? typed.scalars
    }

    /// Whether it may be pinyin, or Chinese with a wrong character.
    var soundsMatter: Bool { typed.scalars.count >= 2 }

    /// Whether it may be pinyin with a slip in it.
    var mayBeMisspeltPinyin: Bool { !typed.hasCharacters && typed.scalars.count >= 5 }
}
