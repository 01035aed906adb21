import Foundation

/// Where "now" comes from; a dependency like any other, so that tests decide it.
package protocol WallClock: Sendable {
    /// The present moment.
    var now: Instant { get }
}

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}

    package var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
