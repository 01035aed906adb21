package import Base
import Synchronization

/// A clock that stands still until a test moves it.
package final class FixedClock: WallClock {
    private let time: Mutex<Instant>

    /// - Parameter now: 2026-01-01T00:00:00Z when left out.
    package init(_ now: Instant = Instant(milliseconds: 1_767_225_600_000)) {
        self.time = Mutex(now)
    }

    package var now: Instant { time.withLock { $0 } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }
}
