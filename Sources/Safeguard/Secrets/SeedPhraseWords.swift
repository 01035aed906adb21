import Crypto
import Foundation

/// The ten official word lists of BIP-39, and the checksum that a phrase carries.
struct SeedPhraseWords: Sendable {
    enum Language: Int, CaseIterable, Sendable {
        case english, chineseSimplified, chineseTraditional, czech, french, italian, japanese, korean,
            portuguese, spanish

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

    /// Where a word stands in the lists that have it.
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

    /// Where a folded word stands.
    private let places: [String: Places]

    private init() {
        var places: [String: Places] = [:]
        for language in Language.allCases {
            for (index, word) in language.words.enumerated() {
                let folded = Self.fold(word)
                places[folded, default: Places()][language] = index
                // Accents are often left out when a phrase is typed.
                let bare = String(
                    String.UnicodeScalarView(
                        folded.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }
                    )
                )
                if bare != folded, places[bare]?[language] == nil {
                    places[bare, default: Places()][language] = index
                }
            }
        }
        self.places = places
    }

    /// A word as the lists are keyed: NFKD, lower case.
    static func fold(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
        return word.decomposedStringWithCompatibilityMapping.lowercased()
            .decomposedStringWithCompatibilityMapping
    }

    func index(of folded: String, in language: Language) -> Int? {
        places[folded]?[language]
    }

    func places(of folded: String) -> Places? {
        places[folded]
    }

    /// Whether the last bits of a phrase are the checksum of the others (BIP-39, "Generating the mnemonic").
    ///
    /// - Parameter words: 12, 15, 18, 21 or 24 indexes of 11 bits.
    /// - Returns: false for a phrase that no wallet takes.
    static func isChecksumValid(_ words: ArraySlice<Int>) -> Bool {
        let checksumBits = words.count / 3
        var bytes: [UInt8] = []
        var buffer = 0
        var bits = 0
        for word in words {
            buffer = buffer << 11 | word
            bits += 11
            while bits >= 8 {
                bytes.append(UInt8(buffer >> (bits - 8) & 0xFF))
                bits -= 8
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { bytes.append(UInt8(buffer << (8 - bits) & 0xFF)) }
        let entropyBytes = (words.count * 11 - checksumBits) / 8
        let hash = Array(SHA256.hash(data: bytes.prefix(entropyBytes)))
        return hash[0] >> (8 - checksumBits) == bytes[entropyBytes] >> (8 - checksumBits)
    }
}
