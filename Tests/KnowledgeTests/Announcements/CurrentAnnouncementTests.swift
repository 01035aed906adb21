import Base
@testable import Knowledge
import Testing
import TestSupport

@Suite("Current announcements")
struct CurrentAnnouncementTests {
    private let now = FixedClock().now

    private func isCurrent(
        _ kind: Announcement.Kind,
        startsIn start: Int,
        expectedEndIn expected: Int? = nil,
        endedIn end: Int? = nil
    ) -> Bool {
        Announcement(
            id: ID(at: now),
            slug: SmallHelpCentre.slug("news"),
            kind: kind,
            startsAt: now + .seconds(start * 3600),
            expectedEndAt: expected.map { now + .seconds($0 * 3600) },
            endedAt: end.map { now + .seconds($0 * 3600) },
            translations: []
        ).isCurrent(at: now)
    }

    @Test("an incident is current from its beginning until it is over or a day beyond its expected end")
    func incidents() {
        #expect(!isCurrent(.incident, startsIn: 1))
        #expect(isCurrent(.incident, startsIn: -1))
        #expect(isCurrent(.incident, startsIn: -3000))
        #expect(isCurrent(.incident, startsIn: -30, expectedEndIn: -23))
        #expect(!isCurrent(.incident, startsIn: -30, expectedEndIn: -24))
        #expect(!isCurrent(.incident, startsIn: -30, endedIn: -1))
    }

    @Test("a maintenance is current before it begins")
    func maintenance() {
        #expect(isCurrent(.maintenance, startsIn: 100, expectedEndIn: 102))
        #expect(!isCurrent(.maintenance, startsIn: -40, expectedEndIn: -30))
    }

    @Test(
        "news is current for ninety days",
        arguments: [Announcement.Kind.listing, .delisting, .product, .security]
    )
    func news(_ kind: Announcement.Kind) {
        #expect(!isCurrent(kind, startsIn: 1))
        #expect(isCurrent(kind, startsIn: -24 * 89))
        #expect(!isCurrent(kind, startsIn: -24 * 90))
        #expect(!isCurrent(kind, startsIn: -1, endedIn: 0))
    }
}
