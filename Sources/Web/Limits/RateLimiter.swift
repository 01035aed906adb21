package import Base
import Synchronization

/// Limits how often somebody may do something on this node.
package final class RateLimiter: Sendable {
    /// So many keys make a generation; the one before the last is forgotten whole, so that an attacker fills neither the
    /// memory nor the time of a check.
    private static let generation = 50_000
    /// A longer key counts by its beginning.
    private static let longestKeyInBytes = 400

    private struct Buckets {
        var young: [String: TokenBucket] = [:]
        var old: [String: TokenBucket] = [:]
    }

    private let rate: TokenBucket.Rate
    private let clock: any WallClock
    private let buckets = Mutex(Buckets())

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
        let key =
            key.utf8.count <= Self.longestKeyInBytes ? key : String(key.prefix(Self.longestKeyInBytes / 4))
        let wait = buckets.withLock { buckets in
            if buckets.young.count >= Self.generation {
                buckets.old = buckets.young
                buckets.young = [:]
            }
            var bucket = buckets.young[key] ?? buckets.old[key] ?? TokenBucket(rate, at: now)
            let wait = bucket.take(rate, at: now)
            buckets.young[key] = bucket
            return wait
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
