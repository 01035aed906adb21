import Base
@testable import Knowledge
import Testing
import TestSupport

@Suite("Product history")
struct ProductHistoryTests {
    private let now = FixedClock().now

    private func announcement(
        _ kind: Announcement.Kind = .incident,
        from start: Double,
        to end: Double?,
        expected: Double? = nil,
        _ products: [String] = ["spot"]
    ) -> Announcement {
        func moment(_ hours: Double) -> Instant { now + .seconds(hours * 3600) }
        return Announcement(
            id: ID(at: now),
            slug: SmallHelpCentre.slug("x"),
            kind: kind,
            startsAt: moment(start),
            expectedEndAt: expected.map(moment),
            endedAt: end.map(moment),
            scope: AffectedScope(products: products),
            translations: []
        )
    }

    private func history(_ announcements: [Announcement]) -> [ProductHistory] {
        ProductHistory.all(of: announcements, at: now)
    }

    @Test("nothing is said where nothing was told")
    func nothing() {
        #expect(history([]) == [])
        #expect(history([announcement(from: 1, to: nil)]) == [])
        #expect(history([announcement(.listing, from: -1, to: nil)]) == [])
    }

    @Test(
        "days before the first announcement are unknown, those of an incident are its own, the others say nothing"
    )
    func days() throws {
        let spot = try #require(history([announcement(from: -72, to: -71)]).first)
        #expect(spot.days.count == 90)
        #expect(spot.days.suffix(3).first == .nothing && spot.days.last == .nothing)
        #expect(spot.days.firstIndex(of: .incident) == 86)
        #expect(spot.days.prefix(86).allSatisfy { $0 == .unknown })
        #expect(spot.disturbed == .seconds(3600))
        #expect(!spot.isDisturbedNow)
    }

    @Test("times that two incidents share count once, and maintenance is no incident")
    func overlap() throws {
        let spot = try #require(
            history([
                announcement(from: -10, to: -8), announcement(from: -9, to: -7),
                announcement(from: -2, to: nil),
                announcement(.maintenance, from: -30, to: nil, expected: -29),
            ]).first
        )
        #expect(spot.disturbed == .seconds(5 * 3600))
        #expect(spot.incidents == 3)
        #expect(spot.isDisturbedNow)
        #expect(spot.days.contains(.maintenance))
    }

    @Test("what is disturbed stands first, each product by itself")
    func order() {
        let found = history([
            announcement(from: -48, to: -47, ["api", "card"]),
            announcement(from: -1, to: nil, ["withdrawals"]),
        ])
        #expect(found.map(\.product) == ["withdrawals", "api", "card"])
    }

    @Test("what affects now is what incidents and maintenance under way affect, together")
    func effects() {
        let all = [
            announcement(from: -1, to: nil, ["spot", "api"]),
            announcement(.maintenance, from: -1, to: nil, expected: 1, ["card", "spot"]),
            announcement(.maintenance, from: 1, to: nil, expected: 2, ["earn"]),
            announcement(from: -3, to: -1, ["p2p"]), announcement(.security, from: -1, to: nil, ["website"]),
        ]
        let effects = AnnouncementEffects(all, at: now)
        #expect(effects.scope == AffectedScope(products: ["api", "card", "spot"]))
        #expect(effects.announcements.count == 2)
    }
}
