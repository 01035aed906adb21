/// When new guests must work something out first, and how hard it is.
package struct PuzzleRules: Sendable, Hashable {
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Once there are more new guests than usual.
        case adaptive
        case always, never
    }

    package var mode = Mode.adaptive
    /// So many new guests a minute, on all nodes together, work out nothing.
    package var freePerMinute = 120

    /// An old phone tries some 80,000 nonces a second: 0.2 s on average.
    package static let fewestBits = 14
    /// 0.8 s there on average, two seconds for one in ten: beyond that people would be kept out rather than programs.
    package static let mostBits = 16

    package init() {}

    /// How hard it is when there were so many new guests within a minute; nil for not at all.
    func bits(at guestsAMinute: Int) -> Int? {
        switch mode {
        case .never: return nil
        case .adaptive where guestsAMinute < freePerMinute: return nil
        case .always, .adaptive:
            // One bit more each time that there are twice as many.
            let times = max(1, guestsAMinute / max(1, freePerMinute))
            let doublings = Int.bitWidth - 1 - times.leadingZeroBitCount
            return min(Self.mostBits, Self.fewestBits + doublings)
        }
    }

    /// How many new guests change nothing any more.
    var mostThatCount: Int { max(1, freePerMinute) << (Self.mostBits - Self.fewestBits) }
}
