import Foundation

/// What a scalar of a text is to the scanners, and which plain letters it stands for.
///
/// Words are compared without case, accents and width, as people leave them out when they type a phrase.
final class LetterFolding: Sendable {
    enum Kind: UInt8 {
        /// Spaces, digits, punctuation, pictures.
        case between
        case letter
        /// A Chinese character is a word by itself.
        case han
        /// Zero-width characters hide a word from the eye, not from the scanners.
        case invisible
    }

    static let shared = LetterFolding()

    /// For every scalar of the basic plane.
    private let kinds: [Kind]
    /// The base letters of U+00C0…U+024F and of letters of other scripts that look the same.
    private let plain: [UInt32: UInt8]
    /// What each of U+3041…U+309F is when voice marks stand apart.
    private let kana: [[UInt32]]

    private init() {
        var kinds = [Kind](repeating: .between, count: 0x10000)
        for value in UInt32(0)...0xFFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            kinds[Int(value)] = Self.kind(slowly: scalar)
        }
        self.kinds = kinds
        var plain: [UInt32: UInt8] = [:]
        for value in UInt32(0xC0)...0x24F {
            guard let scalar = Unicode.Scalar(value), let base = Self.decomposed(scalar).first, base < 0x80
            else { continue }
            plain[value] = UInt8(base)
        }
        for (letter, look) in zip("аеорсхуіѕјԁԛһкмтвнαορνκ".unicodeScalars, "aeopcxyisjdqhkmtbhaopvk".utf8) {
            plain[letter.value] = look
            if let capital = letter.properties.uppercaseMapping.unicodeScalars.first {
                plain[capital.value] = look
            }
        }
        self.plain = plain
        kana = (0x3041...0x309F).map { value in Unicode.Scalar(UInt32(value)).map(Self.decomposed) ?? [] }
    }

    func kind(_ scalar: Unicode.Scalar) -> Kind {
        scalar.value < 0x10000 ? kinds[Int(scalar.value)] : Self.kind(slowly: scalar)
    }

    /// Adds a letter to a word; one accented letter is its base letter, one Korean syllable two or three letters.
    func add(_ scalar: Unicode.Scalar, to word: inout some LetterSink) {
        let value = scalar.value
        switch value {
        case 0..<0x80: word.add(value | 0x20)
        case 0x300...0x36F: break
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A: word.add((value - 0xFEE0) | 0x20)
        case 0xC0...0x24F, 0x370...0x52F: word.add(plain[value].map(UInt32.init) ?? value)
        case 0x3041...0x309F: for part in kana[Int(value - 0x3041)] { word.add(part) }
        case 0xAC00...0xD7A3: addSyllable(value - 0xAC00, to: &word)
        // Letters that are drawn in other ways: bold, circled, struck twice.
        case 0x2100...0x214F, 0x24B6...0x24E9, 0x1D400...0x1D7FF:
            for part in Self.decomposed(scalar) { word.add(part) }
        default: word.add(value)
        }
    }

    /// A Korean syllable as its conjoining letters (Unicode 15, section 3.12).
    private func addSyllable(_ place: UInt32, to word: inout some LetterSink) {
        word.add(0x1100 + place / 588)
        word.add(0x1161 + place % 588 / 28)
        if place % 28 > 0 { word.add(0x11A7 + place % 28) }
    }

    private static func kind(slowly scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 65...90, 97...122: return .letter
        case 0..<0x80, 0xE000...0xF8FF: return .between
        case 0x3400...0x4DBF, 0x4E00...0x9FFF: return .han
        case 0xAC00...0xD7A3: return .letter
        default: break
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return .invisible }
        return properties.isAlphabetic || properties.canonicalCombiningClass != .notReordered
            ? .letter : .between
    }

    private static func decomposed(_ scalar: Unicode.Scalar) -> [UInt32] {
        String(scalar).decomposedStringWithCompatibilityMapping.lowercased()
            .decomposedStringWithCompatibilityMapping.unicodeScalars.map(\.value)
    }
}

/// What takes the letters of a word one by one.
protocol LetterSink {
    mutating func add(_ letter: UInt32)
}

/// A word as one number: exact for up to eight Latin letters, a hash for all others.
struct WordKey: LetterSink, Hashable {
    private(set) var value: UInt64 = 0
    private(set) var count = 0

    init() {}

    init(_ word: String) {
        for scalar in word.unicodeScalars { LetterFolding.shared.add(scalar, to: &self) }
    }

    @inline(__always)
    mutating func add(_ letter: UInt32) {
        if count < 8, letter < 0x80 {
            value = value << 8 | UInt64(letter)
        } else {
            value = (value ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
            value ^= value >> 29
        }
        count += 1
    }
}

/// The letters of a word in a row.
struct WordLetters: LetterSink {
    private(set) var letters: [UInt32] = []

    init() {}

    init(_ word: String) {
        for scalar in word.unicodeScalars { LetterFolding.shared.add(scalar, to: &self) }
    }

    mutating func add(_ letter: UInt32) {
        letters.append(letter)
    }
}
