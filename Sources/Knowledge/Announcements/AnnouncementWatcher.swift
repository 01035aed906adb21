package import Base
package import Logging
import ServiceLifecycle
import Storage

/// Notices announcements that another process wrote, an import or another node, and those that begin or end with
/// time; tells the listener.
package struct AnnouncementWatcher: Service {
    /// What the watcher saw last.
    struct Sight: Sendable {
        let mark: AnnouncementMark
        let all: [Announcement]
        let current: [Announcement]
        /// Those among them that are under way, and whether they last longer than was expected.
        let active: [ID<Announcement>: Bool]
    }

    private static let pause = Duration.seconds(2)

    private let announcements: Announcements
    private let clock: any WallClock
    private let logger: Logger

    package init(
        _ announcements: Announcements,
        clock: any WallClock,
        logger: Logger
    ) {
        self.announcements = announcements
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: Self.pause,
            "announcements could not be looked at",
            logger,
            from: Sight?.none
        ) { seen in
            try await look(seen)
        }
    }

    /// - `seen`: What was told last; nil at first.
    ///
    /// Returns: What the listener knows now.
    func look(_ seen: Sight?) async throws -> Sight {
        let mark = try await announcements.mark()
        let all =
            if let seen, seen.mark == mark { seen.all } else { try await announcements.list() }
        let now = clock.now
        let current = all.filter { $0.isCurrent(at: now) }
        let active = Dictionary(
            current.filter { $0.isActive(at: now) }.map {
                ($0.id, $0.expectedEndAt.map { $0 <= now } ?? false)
            }
        ) { first, _ in first }
        if current != seen?.current || active != seen?.active {
            announcements.listener.announcementsChanged(current)
        }
        return Sight(mark: mark, all: all, current: current, active: active)
    }
}
