/// What is known about single Chinese characters: the simplified form and the reading.
enum ChineseCharacters {
    /// The code points the tables cover: CJK Unified Ideographs and their extension A.
    private static let first: UInt32 = 0x3400
    private static let count = 0xA000 - 0x3400

    /// Simplified forms by code point from `first`; 0 means the character stays.
    private static let simplifiedForms: [UInt16] = {
        var forms = [UInt16](repeating: 0, count: count)
        var traditional: UInt32?
        for scalar in traditionalPairs.unicodeScalars where scalar.value >= first {
            if let source = traditional {
                forms[Int(source - first)] = UInt16(truncatingIfNeeded: scalar.value)
                traditional = nil
            } else {
                traditional = scalar.value
            }
        }
        return forms
    }()

    /// Every toneless syllable once, and for each code point from `first` its number there plus one; 0: none.
    private static let readings: (syllables: [[UInt8]], numbers: [UInt16]) = {
        var syllables: [[UInt8]] = []
        var numbers = [UInt16](repeating: 0, count: count)
        var letters: [UInt8] = []
        for scalar in syllablesWithCharacters.unicodeScalars {
            if scalar.isASCII {
                if scalar.value > 32 {
                    letters.append(UInt8(truncatingIfNeeded: scalar.value))
                }
                continue
            }
            if !letters.isEmpty {
                syllables.append(letters)
                letters = []
            }
            numbers[Int(scalar.value - first)] = UInt16(syllables.count)
        }
        return (syllables, numbers)
    }()

    /// The simplified form of a character; any other scalar as it is.
    static func simplified(_ scalar: UInt32) -> UInt32 {
        guard scalar >= first, scalar < 0xA000 else { return scalar }
        let form = simplifiedForms[Int(scalar - first)]
        return form == 0 ? scalar : UInt32(form)
    }

    /// The number of the syllable that a simplified character is read as, for comparing; nil when unknown.
    static func syllableNumber(_ scalar: UInt32) -> UInt16? {
        guard scalar >= first, scalar < 0xA000 else { return nil }
        let number = readings.numbers[Int(scalar - first)]
        return number == 0 ? nil : number
    }

    /// No syllable is written with more letters.
    static let longestSyllable = 6

    private static let numbersBySyllable = Dictionary(
        readings.syllables.enumerated().map { ($1, UInt16($0 + 1)) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The number of a syllable by its letters; nil for anything else.
    static func number(ofSyllable letters: ArraySlice<UInt8>) -> UInt16? { numbersBySyllable[Array(letters)] }

    /// The numbers of the syllables that sound like these letters to people from one region or another: `zh` and `z`, `n`
    /// and `l`, `ing` and `in` are one to many, and keyboards take one for the other; the syllable itself is among them.
    static func numbers(soundingLike letters: ArraySlice<UInt8>) -> [UInt16] {
        numbersByAccent[withoutAccent(letters), default: []]
    }

    private static let numbersByAccent = Dictionary(
        grouping: readings.syllables.indices.map { UInt16($0 + 1) },
        by: { withoutAccent(readings.syllables[Int($0) - 1][...]) }
    )

    /// The letters of a syllable as if nobody told apart what many do not.
    private static func withoutAccent(_ letters: ArraySlice<UInt8>) -> [UInt8] {
        var kept = letters.map { $0 == UInt8(ascii: "v") ? UInt8(ascii: "u") : $0 }
        guard let first = kept.first else { return kept }
        if kept.count > 2, kept[1] == UInt8(ascii: "h"),
            [UInt8(ascii: "z"), UInt8(ascii: "c"), UInt8(ascii: "s")].contains(first)
        {
            kept.remove(at: 1)
        }
        if first == UInt8(ascii: "n"), kept.count > 1 { kept[0] = UInt8(ascii: "l") }
        if first == UInt8(ascii: "f") { kept[0] = UInt8(ascii: "h") }
        if kept.count > 2, kept.suffix(2) == [UInt8(ascii: "n"), UInt8(ascii: "g")] { kept.removeLast() }
        return kept
    }

    /// The letters a simplified character is typed with, without tone; nil when unknown.
    static func syllable(_ scalar: UInt32) -> [UInt8]? {
        syllableNumber(scalar).map { readings.syllables[Int($0) - 1] }
    }
}
