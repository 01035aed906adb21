internal import Foundation

/// Reads a text into words and into characters of scripts that are written without spaces.
///
/// Folding happens on the way: lower case, full width to half width, traditional to simplified Chinese, accents
/// off. Invisible format characters (direction marks, zero width joiners, soft hyphens) are as if not there.
struct Tokenizer: Sequence, IteratorProtocol {
    /// What one token is.
    enum Kind: Equatable {
        /// A word of letters and digits, folded; may hold apostrophes inside.
        case word(String)
        /// A folded character of an unspaced script; `continues` when the one before it stands right in front.
        case character(UInt32, continues: Bool)
    }

    /// A token and where it stands in the text, as UTF-8 offsets.
    struct Token {
        var kind: Kind
        var start: Int
        var end: Int
    }

    /// A word is cut after so many bytes: what is longer is a hash or an attack.
    private static let longestWordInBytes = 64

    private var scalars: String.UnicodeScalarView.Iterator
    private var waiting: Unicode.Scalar?
    private var offset = 0
    private var runsOn = false
    private var foldings: [UInt32: [UInt8]] = [:]
    private var bytes: [UInt8] = []

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        bytes.reserveCapacity(Self.longestWordInBytes + 8)
    }

    mutating func next() -> Token? {
        while let scalar = take() {
            let start = offset
            offset += UTF8.width(scalar)
            switch ScriptClass(scalar) {
            case .ignorable: continue
            case .separator, .apostrophe: runsOn = false
            case .unspaced(let folded):
                let continues = runsOn
                runsOn = true
                return Token(kind: .character(folded, continues: continues), start: start, end: offset)
            case .ascii(let byte):
                bytes.append(byte)
                return word(from: start)
            case .letter:
                bytes.append(contentsOf: folding(of: scalar))
                return word(from: start)
            }
        }
        return nil
    }

    private mutating func take() -> Unicode.Scalar? {
        if let scalar = waiting {
            waiting = nil
            return scalar
        }
        return scalars.next()
    }

    /// Reads on to the end of the word whose first letter is in `bytes`.
    private mutating func word(from start: Int) -> Token {
        runsOn = false
        var end = offset
        reading: while let scalar = take() {
            let hasRoom = bytes.count < Self.longestWordInBytes
            offset += UTF8.width(scalar)
            switch ScriptClass(scalar) {
            case .ascii(let byte):
                if hasRoom { bytes.append(byte) }
                end = offset
            case .letter:
                if hasRoom { bytes.append(contentsOf: folding(of: scalar)) }
                end = offset
            case .apostrophe:
                if hasRoom { bytes.append(UInt8(ascii: "'")) }
            case .ignorable: break
            case .separator, .unspaced:
                offset -= UTF8.width(scalar)
                waiting = scalar
                break reading
            }
        }
        while bytes.last == UInt8(ascii: "'") { bytes.removeLast() }
        let text = String(decoding: bytes, as: UTF8.self)
        bytes.removeAll(keepingCapacity: true)
        return Token(kind: .word(text), start: start, end: end)
    }

    /// A letter outside ASCII in lower case and without accents, remembered because ICU is slow.
    private mutating func folding(of scalar: Unicode.Scalar) -> [UInt8] {
        if let known = foldings[scalar.value] { return known }
        let decomposed = scalar.properties.lowercaseMapping.decomposedStringWithCompatibilityMapping
        let kept = decomposed.unicodeScalars.filter {
            !$0.properties.isDiacritic && $0.properties.isAlphanumeric && ScriptClass($0).isPartOfWord
        }
        let folded = kept.reduce(into: "") { $0.unicodeScalars.append($1) }
        let result = Array((folded.isEmpty ? String(scalar) : folded.lowercased()).utf8)
        foldings[scalar.value] = result
        return result
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isAlphanumeric: Bool { isAlphabetic || numericType != nil }
}
