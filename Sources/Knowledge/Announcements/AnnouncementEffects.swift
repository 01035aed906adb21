package import Base

/// What is disturbed now, by incidents and maintenance under way: what other rooms and programs ask before they promise
/// something.
package struct AnnouncementEffects: Sendable, Hashable {
    /// Incidents and maintenance under way, what began last first.
    package let announcements: [Announcement]

    /// - `all`: What readers see.
    package init(_ all: [Announcement], at now: Instant) {
        self.announcements = all.filter { $0.kind.hasSpan && $0.isActive(at: now) }
    }

    /// All that they affect, together.
    package var scope: AffectedScope {
        func names(_ part: (AffectedScope) -> [String]) -> [String] {
            Set(announcements.flatMap { part($0.scope) }).sorted()
        }
        return AffectedScope(
            products: names(\.products),
            networks: names(\.networks),
            regions: names(\.regions),
            topics: names(\.topics)
        )
    }
}

extension Announcements {
    /// What is disturbed now.
    package func effects() async throws -> AnnouncementEffects {
        AnnouncementEffects(try await list(), at: clock.now)
    }
}
