/// A token bucket: `capacity` at once, refilled evenly over `period`.
///
/// Pure.
package struct TokenBucket: Sendable, Hashable {
    /// How much is allowed.
    package struct Rate: Sendable, Hashable {
        package let capacity: Int
        package let period: Duration

        /// - Parameters:
        ///   - capacity: How many at once, at least 1.
        ///   - period: How long an empty bucket takes to fill.
        package init(_ capacity: Int, per period: Duration) {
            self.capacity = max(1, capacity)
            self.period = period
        }
    }

    private var level: Double
    private var filledAt: Instant

    package init(_ rate: Rate, at now: Instant) {
        self.level = Double(rate.capacity)
        self.filledAt = now
    }

    /// Takes one token.
    ///
    /// - Returns: nil when there was one; else how long until there is.
    package mutating func take(_ rate: Rate, at now: Instant) -> Duration? {
        let perMillisecond = Double(rate.capacity) / Double(max(1, rate.period.wholeMilliseconds))
        let elapsed = Double(max(0, now.milliseconds - filledAt.milliseconds))
        level = min(Double(rate.capacity), level + elapsed * perMillisecond)
        filledAt = max(filledAt, now)
        guard level < 1 else {
            level -= 1
            return nil
        }
        return .milliseconds(Int64(((1 - level) / perMillisecond).rounded(.up)))
    }

    /// Whether nothing was taken lately: such a bucket may be forgotten.
    package func isFull(_ rate: Rate, at now: Instant) -> Bool {
        now.milliseconds - filledAt.milliseconds >= rate.period.wholeMilliseconds
    }
}
