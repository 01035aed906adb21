/// Where a text calls something a seed phrase, found in one pass.
struct SeedPhraseCalls {
    /// What the survey looks for as well, of Chinese ones the first two characters.
    static let names = [
        "mnemonic", "seed", "recovery", "助记", "助記", "种子", "種子", "恢复词", "恢復詞", "备份词", "備份詞", "密语", "密語",
    ]
    private static let words = names.map { Array($0.unicodeScalars) }

    /// How many scalars before and behind a phrase are looked at.
    private static let reach = (before: 24, behind: 12)

    /// In order of their beginnings.
    private let places: [Range<Int>]

    init(_ scalars: [Unicode.Scalar]) {
        let beginnings = Set(Self.words.compactMap { $0.first?.value })
        var places: [Range<Int>] = []
        for position in scalars.indices where beginnings.contains(Self.lowercased(scalars[position]).value) {
            let rest = scalars[position...]
            let word = Self.words.first { word in
                word.count <= rest.count
                    && zip(rest, word).allSatisfy { Self.lowercased($0) == $1 }
            }
            if let word { places.append(position..<(position + word.count)) }
        }
        self.places = places
    }

    /// Whether anything is called a seed phrase at all.
    var isAnywhere: Bool { !places.isEmpty }

    /// Whether a part of the text belongs to what it calls one: `词` of `恢复词`.
    func cover(_ range: Range<Int>) -> Bool {
        places.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
    }

    /// Whether the words before or behind a part of the text call it a seed phrase.
    func areNear(_ range: Range<Int>) -> Bool {
        let reach = (range.lowerBound - Self.reach.before)..<(range.upperBound + Self.reach.behind)
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].lowerBound < reach.lowerBound { low = middle + 1 } else { high = middle }
        }
        return places[low...].prefix { $0.lowerBound < reach.upperBound }.contains { place in
            place.upperBound <= range.lowerBound
                || place.lowerBound >= range.upperBound && place.upperBound <= reach.upperBound
        }
    }

    private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
    }
}
