/// Where a text calls something a seed phrase, found in one pass.
struct SeedPhraseCalls {
    private static let words = [
        "助记词", "助記詞", "种子", "種子", "mnemonic", "seed", "recovery", "恢复词", "备份词", "密语",
    ].map { Array($0.unicodeScalars) }

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
