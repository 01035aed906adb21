import Base

/// What was told of disturbances of a product, day by day: pure.
///
/// It says what was announced and nothing more: nobody measures here.
struct ProductHistory: Sendable, Hashable {
    /// How many days it goes back, today among them.
    static let days = 90
    private static let day = Duration.seconds(86_400)

    /// What was told of a day.
    enum Day: Int, Sendable, Hashable, Comparable {
        /// Before anything was announced here at all.
        case unknown
        case nothing, maintenance, incident

        static func < (left: Day, right: Day) -> Bool { left.rawValue < right.rawValue }
    }

    let product: String
    /// By UTC, the oldest first.
    let days: [Day]
    /// What incidents lasted together within these days; times that two of them share count once.
    let disturbed: Duration
    let incidents: Int
    let isDisturbedNow: Bool

    /// The history of every product of which something was told, the one that is disturbed first.
    static func all(of announcements: [Announcement], at now: Instant) -> [ProductHistory] {
        guard let known = announcements.map(knownSince).min() else { return [] }
        let lasting = announcements.filter { $0.kind.hasSpan && $0.startsAt <= now }
        return Set(lasting.flatMap(\.scope.products)).map { product in
            ProductHistory(
                product,
                lasting.filter { $0.scope.products.contains(product) },
                since: known,
                at: now
            )
        }.sorted { ($0.isDisturbedNow ? 0 : 1, $0.product) < ($1.isDisturbedNow ? 0 : 1, $1.product) }
    }

    /// Since when something is known: the first that was told, or that what was told of began.
    private static func knownSince(_ announcement: Announcement) -> Instant {
        min(announcement.startsAt, announcement.publishedAt ?? announcement.startsAt)
    }

    private init(_ product: String, _ lasting: [Announcement], since known: Instant, at now: Instant) {
        let first = Self.firstDay(at: now)
        var days = (0..<Self.days).map { index in
            first + Self.day * (index + 1) <= known ? Day.unknown : .nothing
        }
        var spans: [Range<Instant>] = []
        for announcement in lasting {
            let span = Self.span(of: announcement, at: now)
            let isIncident = announcement.kind == .incident
            guard span.upperBound > first else { continue }
            if isIncident { spans.append(max(span.lowerBound, first)..<span.upperBound) }
            for index in days.indices {
                let start = first + Self.day * index
                guard span.lowerBound < start + Self.day, span.upperBound > start else { continue }
                days[index] = max(days[index], isIncident ? .incident : .maintenance)
            }
        }
        self.product = product
        self.days = days
        self.disturbed = Self.length(of: spans)
        self.incidents = spans.count
        self.isDisturbedNow = lasting.contains { $0.kind == .incident && $0.isActive(at: now) }
    }

    /// The beginning of the oldest day.
    static func firstDay(at now: Instant) -> Instant {
        let length: Int64 = 86_400_000
        let today = Instant(milliseconds: now.milliseconds / length * length)
        return today - day * (days - 1)
    }

    /// From its start to its end; of what has none yet to now, or to when it was expected to end where nobody said more.
    static func span(of announcement: Announcement, at now: Instant) -> Range<Instant> {
        let end =
            announcement.endedAt
            ?? (announcement.isActive(at: now) ? now : min(now, announcement.expectedEndAt ?? now))
        // What has begun this moment is of today as well.
        let least = announcement.startsAt + .milliseconds(1)
        return announcement.startsAt..<max(end, least)
    }

    /// What spans last together, times that they share once.
    private static func length(of spans: [Range<Instant>]) -> Duration {
        var total = Duration.zero
        var end: Instant?
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let start = max(span.lowerBound, end ?? span.lowerBound)
            if span.upperBound > start { total += span.upperBound - start }
            end = max(end ?? span.upperBound, span.upperBound)
        }
        return total
    }
}
