/// What one Unicode scalar is to the tokenizer.
enum ScriptClass: Equatable {
    /// An ASCII letter, in lower case, or digit; also what is folded to one.
    case ascii(UInt8)
    /// A letter or digit of another spaced script.
    case letter
    /// A character of a script written without spaces, folded.
    case unspaced(UInt32)
    case apostrophe
    /// Neither part of a word nor the end of one.
    case ignorable
    case separator

    /// Whether it may stand inside a word of letters: what is folded to something else would not stay as it is.
    var isPartOfWord: Bool {
        switch self {
        case .ascii, .letter: true
        case .unspaced, .apostrophe, .ignorable, .separator: false
        }
    }

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            self = Self.ascii(value)
        } else if value >= 0x3400, value <= 0x9FFF {
            self = .unspaced(ChineseCharacters.simplified(value))
        } else {
            self = Self.other(scalar)
        }
    }

    private static func ascii(_ value: UInt32) -> Self {
        let byte = UInt8(truncatingIfNeeded: value)
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .ascii(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return .ascii(byte | 0x20)
        case UInt8(ascii: "'"): return .apostrophe
        default: return .separator
        }
    }

    private static func other(_ scalar: Unicode.Scalar) -> Self {
        switch scalar.value {
        case 0x2018, 0x2019, 0x02BC: return .apostrophe
        case 0xFF01...0xFF5E: return ascii(scalar.value - 0xFEE0)
        // Thai, Lao, Myanmar, Khmer; kana and the iteration mark; Hangul; compatibility and rare ideographs.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3041...0x30FF,
            0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFF66...0xFF9D, 0x20000...0x3FFFF:
            return isMark(scalar) ? .ignorable : .unspaced(scalar.value)
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .letterNumber:
            return .letter
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return .ignorable
        default: return .separator
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
