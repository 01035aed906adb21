package import Base
import Synchronization

/// Limits how often somebody may do something on this node.
package final class RateLimiter: Sendable {
    /// More keys than this and the full buckets are forgotten, so that an attacker cannot fill the memory.
    private static let largestSize = 50_000

    private let rate: TokenBucket.Rate
    private let clock: any WallClock
    private let buckets = Mutex<[String: TokenBucket]>([:])

    package init(_ rate: TokenBucket.Rate, clock: any WallClock) {
        self.rate = rate
        self.clock = clock
    }

    /// Counts one attempt.
    ///
    /// - Parameter key: Who, for example an address or an account.
    /// - Throws: ``Problem`` 429 `too_many_requests` with when to come back.
    package func check(_ key: String) throws(Problem) {
        let now = clock.now
        let wait = buckets.withLock { buckets in
            if buckets.count >= Self.largestSize {
                buckets = buckets.filter { !$0.value.isFull(rate, at: now) }
            }
            return buckets[key, default: TokenBucket(rate, at: now)].take(rate, at: now)
        }
        if let wait {
            throw Problem(
                429,
                "too_many_requests",
                "That was too often.",
                try: "Wait a moment and try again.",
                retryAfter: wait
            )
        }
    }
}
