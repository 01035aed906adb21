import Foundation

/// How alike two names look.
///
/// Pure.
enum Likeness {
    /// What writers of fakes take for one another beyond Unicode's own table.
    private static let stands: [Character: Character] = [
        "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "$": "s",
    ]
    /// Two letters that look like one, where Unicode has no entry.
    private static let pairs = [("vv", "w"), ("cl", "d")]

    /// What is the same for all writings that look alike: the skeleton of Unicode TR39 without case, and digits as the
    /// letters that they stand for.
    static func fold(_ text: String) -> String {
        let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
        let skeleton = (ICU.skeleton(of: plain) ?? plain).lowercased()
        let lettered = String(skeleton.map { stands[$0] ?? $0 })
        return pairs.reduce(lettered) { $0.replacing($1.0, with: $1.1) }
    }

    /// A text without what separates words.
    static func squeeze(_ text: String) -> String {
        text.filter { !"-_. \u{b7}".contains($0) && !$0.isWhitespace }
    }

    /// How many letters are missing, added, changed, or swapped with their neighbour (optimal string alignment).
    ///
    /// - `limit`: More is not counted further.
    ///
    /// Returns: 0...`limit` + 1.
    static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let left = Array(left)
        let right = Array(right)
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var least = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (letter == other ? 0 : 1)
                )
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            guard (current.min() ?? 0) <= limit else { return limit + 1 }
            (beforeLast, last) = (last, current)
        }
        return min(last[right.count], limit + 1)
    }

    /// How many such letters still make a misspelling of a name so long: in a short one, one letter makes another word.
    static func tolerance(of name: String) -> Int {
        switch name.count {
        case ..<5: 0
        case 5..<10: 1
        default: 2
        }
    }
}
