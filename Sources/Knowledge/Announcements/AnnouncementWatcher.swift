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
    }

    private static let pause = Duration.seconds(2)

    private let announcements: Announcements
    private let listener: any AnnouncementListener
    private let clock: any WallClock
    private let logger: Logger

    package init(
        _ announcements: Announcements,
        listener: any AnnouncementListener,
        clock: any WallClock,
        logger: Logger
    ) {
        self.announcements = announcements
        self.listener = listener
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
        if current != seen?.current { listener.announcementsChanged(current) }
        return Sight(mark: mark, all: all, current: current)
    }
}
