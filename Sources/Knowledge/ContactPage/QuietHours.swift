import Base

/// How busy the support was at one hour of the day, over the last weeks.
package struct SupportHour: Sendable, Hashable {
    /// 0...23, UTC.
    package let hour: Int
    /// How many people asked for somebody.
    package let entered: Int
    /// How long they waited on average, in seconds; nil where nobody was answered.
    package let averageWaitSeconds: Int?

    package init(hour: Int, entered: Int, averageWaitSeconds: Int?) {
        self.hour = hour
        self.entered = entered
        self.averageWaitSeconds = averageWaitSeconds
    }
}

/// When somebody waits least, told from how it was lately; pure.
enum QuietHours {
    /// Fewer people than this in some weeks say nothing.
    private static let fewest = 50
    /// Hours that are told of; more would be no advice.
    private static let most = 3
    private static let hour = Duration.seconds(3600)

    /// The hours of the coming day at which the wait is likely to be shortest, in order, those that meet as one.
    ///
    /// - Parameters:
    ///   - history: Hours at which nobody came may be left out.
    ///   - openings: When people are there; nil for at all times.
    ///   - now: From the next full hour on.
    /// - Returns: None where too little is known, or every hour is like the others.
    static func next(
        _ history: [SupportHour],
        openings: [Range<Instant>]?,
        from now: Instant
    ) -> [Range<Instant>] {
        guard history.map(\.entered).reduce(0, +) >= fewest else { return [] }
        let known = Dictionary(history.map { ($0.hour, $0) }) { first, _ in first }
        let start = Instant(milliseconds: (now.milliseconds / 3_600_000 + 1) * 3_600_000)
        let hours = (0..<24).map { start + .seconds($0 * 3600) }.filter { hour in
            openings?.contains { $0.lowerBound <= hour && hour + Self.hour <= $0.upperBound } ?? true
        }
        func load(_ hour: Instant) -> (Int, Int) {
            let hour = known[Int(hour.milliseconds / 3_600_000 % 24)]
            return (hour?.averageWaitSeconds ?? 0, hour?.entered ?? 0)
        }
        let sorted = hours.sorted { load($0) < load($1) }
        guard sorted.count > most, let best = sorted.first, let worst = sorted.last, load(best) < load(worst)
        else { return [] }
        return sorted.prefix(most).sorted().reduce(into: []) { ranges, hour in
            if let last = ranges.last, last.upperBound == hour {
                ranges[ranges.count - 1] = last.lowerBound..<(hour + Self.hour)
            } else {
                ranges.append(hour..<(hour + Self.hour))
            }
        }
    }
}
