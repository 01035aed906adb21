/// How many slips of the finger lie between two texts: a letter left out, added, replaced, or two swapped.
enum EditDistance {
    /// The distance between two whole texts.
    ///
    /// - Returns: nil when it is more than `limit`.
    /// - Complexity: the product of the lengths; callers bound them.
    static func between<Element: Equatable>(
        _ one: ArraySlice<Element>,
        _ other: ArraySlice<Element>,
        atMost limit: Int
    ) -> Int? {
        guard abs(one.count - other.count) <= limit else { return nil }
        return lastRow(one, other, atMost: limit).last.flatMap { $0 <= limit ? $0 : nil }
    }

    /// Distances of `one` to every beginning of `other`; empty as soon as all are beyond `limit`.
    private static func lastRow<Element: Equatable>(
        _ one: ArraySlice<Element>,
        _ other: ArraySlice<Element>,
        atMost limit: Int
    ) -> [Int] {
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        var current = last
        for row in 0..<one.count {
            let letter = one[one.startIndex + row]
            current[0] = row + 1
            var best = current[0]
            for column in 0..<other.count {
                let compared = other[other.startIndex + column]
                var distance = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (letter == compared ? 0 : 1)
                )
                if row > 0, column > 0, letter == other[other.startIndex + column - 1],
                    one[one.startIndex + row - 1] == compared
                {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current[column + 1] = distance
                best = min(best, distance)
            }
            guard best <= limit else { return [] }
            swap(&beforeLast, &last)
            swap(&last, &current)
        }
        return last
    }
}
