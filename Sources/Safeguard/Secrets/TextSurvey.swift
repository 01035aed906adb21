/// One walk over a text's bytes that tells which scanners are worth asking; most texts need none of them.
///
/// It may say too much, never too little: each sign stands for what a text must hold at least before its scanner can find
/// anything. It allocates nothing and reads each byte once, which is what makes the gate fast.
struct TextSurvey: ~Copyable {
    struct Signs: OptionSet, Sendable {
        let rawValue: UInt8

        /// Ten words of the lists with at most two others among them, Chinese characters that may be a phrase by where
        /// they stand and how they read, or so many kana that they may be twelve words.
        static let phrase = Signs(rawValue: 1)
        /// As many letters and digits in a row as the shortest key has.
        static let key = Signs(rawValue: 2)
        /// Five dashes, as PEM begins.
        static let dashes = Signs(rawValue: 4)
        /// What a keystore file has, or a bracket before a number.
        static let file = Signs(rawValue: 8)
        /// Fourteen digits with at most a space or hyphen between each.
        static let number = Signs(rawValue: 16)
        /// A word for something secret, and a digit or what stands before a value.
        static let credential = Signs(rawValue: 32)
    }

    /// What the signs of ``SecretDetector`` are when nothing is left out.
    static let all: Signs = [.phrase, .key, .dashes, .file, .number, .credential]

    private var signs: Signs = []
    private let words = SeedPhraseWords.shared
    private let cues = SecretWords.shared
    private let folding = LetterFolding.shared

    // Latin words: how many of the lists since the last other one, and how many before that.
    private var run = 0
    private var previousRun = 0

    // Letters and digits in a row; digits with one separator between at most.
    private var alphanumerics = 0
    private var digits = 0
    private var dashes = 0

    // Chinese: the last characters, and by bit whether each began a clause or touched the one before.
    private var ring = InlineArray<32, UInt16>(repeating: 0)
    private var ringCount = 0
    private var clauseStarts: UInt32 = 0
    private var touches: UInt32 = 0
    private var longestHan = 0
    private var wasHan = false

    // Japanese: kana of the whole text, for words may stand together in any number.
    private static let fewestKana = 24
    private var kana = 0

    private var isCalledPhrase = false
    private var hasSecretWord = false
    private var hasValue = false

    private init() {}

    /// The signs of a text.
    static func signs(of text: Span<UInt8>) -> Signs {
        var survey = TextSurvey()
        survey.walk(text)
        return survey.conclude()
    }

    private consuming func conclude() -> Signs {
        if isCalledPhrase, longestHan >= SeedPhraseScanner.fewestWords { signs.insert(.phrase) }
        if hasSecretWord, hasValue { signs.insert(.credential) }
        return signs
    }

    private mutating func walk(_ text: Span<UInt8>) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            switch Self.kind(byte) {
            case .letter: position = word(text, position)
            case .digit:
                endClause()
                alphanumerics += 1
                digits += 1
                hasValue = true
                if digits >= 14 { signs.insert(.number) }
                position += 1
                if alphanumerics >= PrivateKeyScanner.shortestToken { signs.insert(.key) }
            case .between:
                endClause()
                alphanumerics = 0
                if byte != UInt8(ascii: " ") { punctuation(byte, text, position) }
                position += 1
            case .long: position = longScalar(text, position)
            }
        }
        endClause()
    }

    private mutating func punctuation(_ byte: UInt8, _ text: Span<UInt8>, _ position: Int) {
        switch byte {
        case UInt8(ascii: "-"):
            if position > 0, text[position - 1] == byte { dashes += 1 } else { dashes = 1 }
            if dashes >= 5 { signs.insert(.dashes) }
            return
        case UInt8(ascii: "["):
            var next = position + 1
            while next < text.count, text[next] <= 0x20 { next += 1 }
            if next < text.count, Self.kind(text[next]) == .digit { signs.insert(.file) }
            hasValue = true
        // What sentences are full of says nothing about a value.
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "/"), 0..<0x20: break
        default: hasValue = true
        }
        digits = 0
    }

    // MARK: Words

    /// Walks over a word that begins with a Latin letter.
    @inline(__always)
    private mutating func word(_ text: Span<UInt8>, _ start: Int) -> Int {
        // A Latin word right behind a Chinese one may be a password.
        if wasHan { hasValue = true }
        var key = WordKey()
        var position = start
        while position < text.count, Self.kind(text[position]) == .letter {
            key.add(UInt32(text[position] | 0x20))
            position += 1
        }
        alphanumerics += position - start
        digits = 0
        if alphanumerics >= PrivateKeyScanner.shortestToken { signs.insert(.key) }
        if position < text.count, text[position] >= 0x80 {
            let next = Self.scalar(text, position)
            let kind = folding.kind(next.scalar)
            if kind == .letter || kind == .invisible {
                return longWord(text, position, &key)
            }
        }
        endWord(key)
        return position
    }

    /// Walks on in a word that has other letters than ASCII's.
    private mutating func longWord(_ text: Span<UInt8>, _ start: Int, _ key: inout WordKey) -> Int {
        var position = start
        while position < text.count {
            let (scalar, next) = Self.scalar(text, position)
            let kind = folding.kind(scalar)
            guard kind == .letter || kind == .invisible else { break }
            if kind == .letter { folding.add(scalar, to: &key) }
            if (0x3041...0x309F).contains(scalar.value) { kana += 1 }
            // A key may stand right behind a letter of another script.
            alphanumerics = scalar.value < 0x80 ? alphanumerics + 1 : 0
            if alphanumerics >= PrivateKeyScanner.shortestToken { signs.insert(.key) }
            position = next
        }
        if kana >= Self.fewestKana { signs.insert(.phrase) }
        endWord(key)
        return position
    }

    @inline(__always)
    private mutating func endWord(_ key: WordKey) {
        if ringCount > 0 {
            // Letters end a row of Chinese characters.
            endClause()
            endRow()
        }
        wasHan = false
        let isListed = words.has(key)
        if isListed {
            run += 1
            if run + previousRun >= SeedPhraseScanner.fewestWords - 2 { signs.insert(.phrase) }
        }
        let cue = cues.cue(key)
        switch cue {
        case .phrase: isCalledPhrase = true
        case .credential: hasSecretWord = true
        case .file: signs.insert(.file)
        case .label: return
        case nil: break
        }
        if !isListed {
            previousRun = run
            run = 0
        }
    }

    // MARK: Beyond ASCII

    private mutating func longScalar(_ text: Span<UInt8>, _ position: Int) -> Int {
        let (scalar, next) = Self.scalar(text, position)
        alphanumerics = 0
        digits = 0
        switch folding.kind(scalar) {
        case .han: return han(scalar, text, next)
        case .letter:
            var key = WordKey()
            return longWord(text, position, &key)
        case .between, .invisible:
            if scalar != "，", scalar != "。", scalar != "？", scalar != "、" { hasValue = true }
            endClause()
            return next
        }
    }

    private mutating func han(_ scalar: Unicode.Scalar, _ text: Span<UInt8>, _ next: Int) -> Int {
        if cues.mayBegin(scalar), next < text.count, text[next] >= 0x80 {
            switch cues.cue(scalar, Self.scalar(text, next).scalar) {
            case .phrase: isCalledPhrase = true
            case .credential: hasSecretWord = true
            case .file, .label, nil: break
            }
        }
        guard let index = words.index(ofHan: scalar) else {
            endRow()
            wasHan = true
            return next
        }
        clauseStarts = clauseStarts << 1 | (wasHan ? 0 : 1)
        touches = touches << 1 | (wasHan ? 1 : 0)
        ring[ringCount & 31] = UInt16(index)
        ringCount += 1
        longestHan = max(longestHan, ringCount)
        wasHan = true
        if ringCount >= SeedPhraseScanner.fewestWords, touches & 0x7FF == 0 { signs.insert(.phrase) }
        return next
    }

    /// Characters with something else behind them may be a phrase, if the first of them has something else before it.
    @inline(__always)
    private mutating func endClause() {
        guard wasHan else { return }
        wasHan = false
        if ringCount >= SeedPhraseScanner.fewestWords { weighClauses() }
    }

    private mutating func weighClauses() {
        var length = 24
        while length >= SeedPhraseScanner.fewestWords {
            if length <= ringCount, clauseStarts >> (length - 1) & 1 == 1 {
                let first = ringCount - length
                if !ChineseProse.resembles(length, { Int(ring[(first + $0) & 31]) }) { signs.insert(.phrase) }
            }
            length -= 3
        }
    }

    private mutating func endRow() {
        ringCount = 0
        clauseStarts = 0
        touches = 0
    }

    // MARK: Bytes

    private enum ByteKind {
        case between, letter, digit, long
    }

    @inline(__always)
    private static func kind(_ byte: UInt8) -> ByteKind {
        if byte >= 0x80 { return .long }
        if (byte | 0x20) &- 97 < 26 { return .letter }
        return byte &- 48 < 10 ? .digit : .between
    }

    /// The scalar that begins at a place of valid UTF-8, and where the next one begins.
    @inline(__always)
    private static func scalar(_ text: Span<UInt8>, _ position: Int) -> (scalar: Unicode.Scalar, next: Int) {
        let first = UInt32(text[position])
        func rest(_ offset: Int) -> UInt32 { UInt32(text[position + offset] & 0x3F) }
        let value: UInt32
        let length: Int
        switch first {
        case 0xF0...: (value, length) = ((first & 7) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
        case 0xE0...: (value, length) = ((first & 15) << 12 | rest(1) << 6 | rest(2), 3)
        case 0xC0...: (value, length) = ((first & 31) << 6 | rest(1), 2)
        default: (value, length) = (first, 1)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", position + length)
    }
}
