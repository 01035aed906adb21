package import Base

/// How long a customer in the queue will wait, told from how fast the queue has moved lately.
///
/// Pure.
package enum WaitEstimate {
    /// Fewer hand-overs than this say nothing.
    private static let fewest = 3

    /// - `position`: 1 for the next in line.
    /// - `handOvers`: When people lately got theirs, in any order; those of the last half hour are meant.
    ///
    /// Returns: A range in seconds, lowest and highest; nil when it is not known.
    package static func seconds(position: Int, handOvers: [Instant], now: Instant) -> ClosedRange<Int>? {
        guard handOvers.count >= fewest, let first = handOvers.min() else { return nil }
        // The time until now counts as well: a queue that has stopped moving must not look fast.
        let interval = Double((now - first).wholeMilliseconds) / 1000 / Double(handOvers.count)
        let expected = interval * Double(max(1, position))
        let low = Int((expected * 0.6).rounded(.down))
        let high = max(Int((expected * 1.5).rounded(.up)), low + 30)
        return low...high
    }
}
