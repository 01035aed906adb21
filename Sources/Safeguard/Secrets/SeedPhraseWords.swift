import Crypto
import Foundation

/// The ten official word lists of BIP-39, and the checksum that a phrase carries.
struct SeedPhraseWords: Sendable {
    enum Language: Int, CaseIterable, Sendable {
        case english, chineseSimplified, chineseTraditional, czech, french, italian, japanese, korean,
            portuguese, spanish

        fileprivate var file: String {
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

        var isChinese: Bool { self == .chineseSimplified || self == .chineseTraditional }
    }

    /// Lengths of phrases, longest first.
    static let lengths = [24, 21, 18, 15, 12]

    static let shared = SeedPhraseWords()

    /// Where a folded word stands, by language.
    private let indexes: [String: [Language: Int]]
    /// The longest Japanese word, in decomposed characters.
    let longestJapaneseWord: Int

    private init() {
        var indexes: [String: [Language: Int]] = [:]
        var longest = 0
        for language in Language.allCases {
            let text = EmbeddedAssets.files["Secrets/bip39/\(language.file).txt"] ?? ""
            for (index, word) in text.split(whereSeparator: \.isNewline).enumerated() {
                let folded = Self.fold(String(word))
                indexes[folded, default: [:]][language] = index
                if language == .japanese { longest = max(longest, folded.unicodeScalars.count) }
                // Accents are often left out when a phrase is typed.
                let bare = String(
                    String.UnicodeScalarView(
                        folded.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }
                    )
                )
                if bare != folded, indexes[bare]?[language] == nil {
                    indexes[bare, default: [:]][language] = index
                }
            }
        }
        self.indexes = indexes
        self.longestJapaneseWord = longest
    }

    /// A word as the lists are keyed: NFKD, lower case.
    static func fold(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.lowercased() }
        return word.decomposedStringWithCompatibilityMapping.lowercased()
            .decomposedStringWithCompatibilityMapping
    }

    func index(of folded: String, in language: Language) -> Int? {
        indexes[folded]?[language]
    }

    func languages(of folded: String) -> [Language: Int]? {
        indexes[folded]
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
