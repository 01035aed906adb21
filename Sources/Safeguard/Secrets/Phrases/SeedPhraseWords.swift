import Crypto

/// The ten official word lists of BIP-39, and the checksum that a phrase carries.
final class SeedPhraseWords: Sendable {
    enum Language: Int, CaseIterable, Sendable {
        case english, chineseSimplified, chineseTraditional, czech, french, italian, japanese, korean,
            portuguese, spanish

        /// Those whose phrases differ: the two Chinese lists never have one character at two places, so that a phrase in
        /// both scripts at once is read as one.
        static let distinct = allCases.filter { $0 != .chineseTraditional }

        private var file: String {
            switch self {
            case .english: "english"
            case .chineseSimplified: "chinese_simplified"
            case .chineseTraditional: "chinese_traditional"
            case .czech: "czech"
            case .french: "french"
            case .italian: "italian"
            case .japanese: "japanese"
            case .korean: "korean"
            case .portuguese: "portuguese"
            case .spanish: "spanish"
            }
        }

        /// The list, in order.
        var words: [String] {
            let text = EmbeddedAssets.files["Secrets/bip39/\(file).txt"] ?? ""
            return text.split(whereSeparator: \.isNewline).map(String.init)
        }

        var bit: UInt16 { 1 << UInt16(rawValue) }

        var isChinese: Bool { self == .chineseSimplified || self == .chineseTraditional }
    }

    /// Where a word stands in the lists that have it; a Chinese character's is under ``Language/chineseSimplified``.
    struct Places: Sendable {
        /// One bit a language.
        private(set) var languages: UInt16 = 0
        private var indexes = SIMD16<Int16>(repeating: -1)

        subscript(language: Language) -> Int? {
            get {
                let index = indexes[language.rawValue]
                return index < 0 ? nil : Int(index)
            }
            set {
                indexes[language.rawValue] = Int16(newValue ?? -1)
                languages = newValue == nil ? languages & ~language.bit : languages | language.bit
            }
        }
    }

    /// Lengths of phrases, longest first.
    static let lengths = [24, 21, 18, 15, 12]

    static let shared = SeedPhraseWords()

    /// The numbers of words by their keys, 0 for none: a table twice as large as its content, searched step by step.
    private let slots: [(key: UInt64, number: UInt16)]
    /// By number; the first is nobody's.
    private let places: [Places]
    /// The index and one of each Chinese character from U+3400 on, 0 for none.
    private let han: [UInt16]

    private static let slotCount = 1 << 16

    private init() {
        var slots: [(key: UInt64, number: UInt16)] = Array(repeating: (0, 0), count: Self.slotCount)
        var places = [Places()]
        var han = [UInt16](repeating: 0, count: 0xA000 - 0x3400)
        for language in Language.allCases {
            for (index, word) in language.words.enumerated() {
                if language.isChinese {
                    guard let scalar = word.unicodeScalars.first else { continue }
                    han[Int(scalar.value) - 0x3400] = UInt16(index + 1)
                } else {
                    let key = WordKey(word).value
                    var slot = Self.slot(of: key)
                    while slots[slot].number != 0, slots[slot].key != key {
                        slot = (slot + 1) & (Self.slotCount - 1)
                    }
                    if slots[slot].number == 0 {
                        slots[slot] = (key, UInt16(places.count))
                        places.append(Places())
                    }
                    places[Int(slots[slot].number)][language] = index
                }
            }
        }
        (self.slots, self.places, self.han) = (slots, places, han)
    }

    @inline(__always)
    private static func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    /// Whether a word is of any list but the Chinese ones.
    @inline(__always)
    func has(_ key: WordKey) -> Bool {
        number(of: key) != 0
    }

    func places(of key: WordKey) -> Places? {
        let number = number(of: key)
        return number == 0 ? nil : places[number]
    }

    @inline(__always)
    private func number(of key: WordKey) -> Int {
        var slot = Self.slot(of: key.value)
        while slots[slot].number != 0 {
            if slots[slot].key == key.value { return Int(slots[slot].number) }
            slot = (slot + 1) & (Self.slotCount - 1)
        }
        return 0
    }

    /// The index of a Chinese character; nil when neither list has it.
    @inline(__always)
    func index(ofHan scalar: Unicode.Scalar) -> Int? {
        let place = Int(scalar.value) - 0x3400
        guard han.indices.contains(place), han[place] > 0 else { return nil }
        return Int(han[place]) - 1
    }

    /// Whether the last bits of a phrase are the checksum of the others (BIP-39, "Generating the mnemonic").
    ///
    /// - Parameter words: 12, 15, 18, 21 or 24 indexes of 11 bits.
    /// - Returns: false for a phrase that no wallet takes.
    static func isChecksumValid(_ words: some Sequence<Int>) -> Bool {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(34)
        var buffer = 0
        var bits = 0
        var count = 0
        for word in words {
            count += 1
            buffer = buffer << 11 | word
            bits += 11
            while bits >= 8 {
                bytes.append(UInt8(buffer >> (bits - 8) & 0xFF))
                bits -= 8
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { bytes.append(UInt8(buffer << (8 - bits) & 0xFF)) }
        let checksumBits = count / 3
        let entropyBytes = (count * 11 - checksumBits) / 8
        let hash = SHA256.hash(data: bytes.prefix(entropyBytes)).first { _ in true } ?? 0
        return hash >> (8 - checksumBits) == bytes[entropyBytes] >> (8 - checksumBits)
    }
}
