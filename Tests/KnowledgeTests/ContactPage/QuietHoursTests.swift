import Base
@testable import Knowledge
import Testing

@Suite struct QuietHoursTests {
    /// The wait at each hour of the day, twenty people each.
    private func history(_ wait: (Int) -> Int?, entered: Int = 20) -> [SupportHour] {
        (0..<24).map { SupportHour(hour: $0, entered: entered, averageWaitSeconds: wait($0)) }
    }

    private func at(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    private func texts(_ ranges: [Range<Instant>]) -> [String] {
        ranges.map { "\($0.lowerBound.rfc3339.prefix(16))/\($0.upperBound.rfc3339.prefix(16))" }
    }

    @Test func theShortestWaitsOfTheComingDayAreTold() throws {
        let now = try at("2026-11-26T10:20:00Z")
        let quiet = QuietHours.next(history { [3, 4, 15].contains($0) ? 10 : 300 }, openings: nil, from: now)
        #expect(
            texts(quiet) == ["2026-11-26T15:00/2026-11-26T16:00", "2026-11-27T03:00/2026-11-27T05:00"]
        )
    }

    @Test("only hours at which people are there from beginning to end")
    func openings() throws {
        let now = try at("2026-11-26T10:20:00Z")
        let open = try at("2026-11-26T12:30:00Z")..<(try at("2026-11-26T19:00:00Z"))
        let quiet = QuietHours.next(history { 100 + $0 }, openings: [open], from: now)
        #expect(texts(quiet) == ["2026-11-26T13:00/2026-11-26T16:00"])
    }

    @Test("of hours at which nobody was answered, those at which fewer came")
    func unanswered() throws {
        let now = try at("2026-11-26T00:10:00Z")
        let busy = (0..<24).map { SupportHour(hour: $0, entered: $0 == 7 ? 1 : 30, averageWaitSeconds: nil) }
        let quiet = QuietHours.next(busy, openings: nil, from: now)
        #expect(texts(quiet).contains { $0.hasPrefix("2026-11-26T07:00") })
    }

    @Test("little is known, all is alike, or nobody is there for long: nothing is told")
    func nothing() throws {
        let now = try at("2026-11-26T10:20:00Z")
        #expect(QuietHours.next([], openings: nil, from: now).isEmpty)
        #expect(QuietHours.next(history({ $0 }, entered: 2), openings: nil, from: now).isEmpty)
        #expect(QuietHours.next(history { _ in 60 }, openings: nil, from: now).isEmpty)
        let short = try at("2026-11-26T12:00:00Z")..<(try at("2026-11-26T14:00:00Z"))
        #expect(QuietHours.next(history { $0 }, openings: [short], from: now).isEmpty)
        #expect(QuietHours.next(history { $0 }, openings: [], from: now).isEmpty)
    }
}
