import Base
import Foundation
@testable import People
import Testing

/// Opening hours in zones with and without summer time.
@Suite struct BusinessHoursTests {
    private typealias Span = BusinessHours.Span

    private func hours(
        _ zone: String,
        _ spans: [String] = ["09:00-18:00"],
        holidays: [BusinessHours.Holiday] = []
    ) throws -> BusinessHours {
        let day = try spans.map { try #require(Span($0)) }
        return try BusinessHours(
            timeZone: zone,
            week: [.mon: day, .tue: day, .wed: day, .thu: day, .fri: day],
            holidays: holidays
        )
    }

    private func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test func shanghaiHasOneOffsetAllYear() throws {
        let shanghai = try hours("Asia/Shanghai")
        for month in ["01", "07"] {
            // 2026-01-05 and 2026-07-06 are Mondays.
            let day = month == "01" ? "05" : "06"
            #expect(try !shanghai.isOpen(at: at("2026-\(month)-\(day)T00:59:59Z")))
            #expect(try shanghai.isOpen(at: at("2026-\(month)-\(day)T01:00:00Z")))
            #expect(try shanghai.isOpen(at: at("2026-\(month)-\(day)T09:59:59Z")))
            #expect(try !shanghai.isOpen(at: at("2026-\(month)-\(day)T10:00:00Z")))
        }
        #expect(try shanghai.nextOpening(from: at("2026-01-09T10:00:00Z")) == at("2026-01-12T01:00:00Z"))
    }

    @Test func nineStaysNineWhenSummerTimeBeginsAndEnds() throws {
        let berlin = try hours("Europe/Berlin")
        // Summer time from 2026-03-29 to 2026-10-25.
        #expect(try berlin.nextOpening(from: at("2026-03-27T20:00:00Z")) == at("2026-03-30T07:00:00Z"))
        #expect(try berlin.nextOpening(from: at("2026-03-26T20:00:00Z")) == at("2026-03-27T08:00:00Z"))
        #expect(try berlin.nextOpening(from: at("2026-10-23T20:00:00Z")) == at("2026-10-26T08:00:00Z"))
    }

    @Test func whatTheClockSkipsOpensAfterTheGapAndWhatItRepeatsCountsTwice() throws {
        let span = try #require(Span("02:30-04:00"))
        let night = try BusinessHours(timeZone: "America/New_York", week: [.sun: [span]])
        // On 2026-03-08 the clock goes from 01:59 EST to 03:00 EDT.
        #expect(try night.nextOpening(from: at("2026-03-08T00:00:00Z")) == at("2026-03-08T07:00:00Z"))
        #expect(try !night.isOpen(at: at("2026-03-08T06:59:59Z")))
        #expect(try night.isOpen(at: at("2026-03-08T07:00:00Z")))
        #expect(try !night.isOpen(at: at("2026-03-08T08:00:00Z")))
        let early = try #require(Span("01:00-01:30"))
        let twice = try BusinessHours(timeZone: "America/New_York", week: [.sun: [early]])
        // On 2026-11-01 the hour from 01:00 is shown twice: EDT, then EST.
        for open in ["05:10", "06:10"] { #expect(try twice.isOpen(at: at("2026-11-01T\(open):00Z"))) }
        for closed in ["05:40", "06:40"] { #expect(try !twice.isOpen(at: at("2026-11-01T\(closed):00Z"))) }
        #expect(try twice.nextOpening(from: at("2026-10-31T12:00:00Z")) == at("2026-11-01T05:00:00Z"))
    }

    @Test func aWeekOfOpeningsBeginsWithTheOneUnderWay() throws {
        let holiday = BusinessHours.Holiday(date: "2026-01-07", name: "Closed")
        let shanghai = try hours("Asia/Shanghai", ["09:00-12:00", "12:00-18:00"], holidays: [holiday])
        // A Monday, at noon.
        let openings = shanghai.openings(from: try at("2026-01-05T04:00:00Z"), days: 7)
        #expect(
            openings.map(\.lowerBound)
                == (try ["05", "06", "08", "09"].map { try at("2026-01-\($0)T01:00:00Z") })
        )
        #expect(
            openings.map(\.upperBound)
                == (try ["05", "06", "08", "09"].map { try at("2026-01-\($0)T10:00:00Z") })
        )
        let evening = shanghai.openings(from: try at("2026-01-05T10:00:00Z"), days: 1)
        #expect(evening.isEmpty)
    }

    @Test func whatGoesOnAfterMidnightIsOneOpening() throws {
        let night = try #require(Span("22:00-24:00"))
        let morning = try #require(Span("00:00-06:00"))
        let hours = try BusinessHours(timeZone: "Europe/Berlin", week: [.sat: [night], .sun: [morning]])
        // Summer time begins in that night: it is seven hours long.
        let openings = hours.openings(from: try at("2026-03-28T12:00:00Z"), days: 7)
        #expect(openings == [try at("2026-03-28T21:00:00Z")..<(try at("2026-03-29T04:00:00Z"))])
    }

    @Test func holidaysAreClosedOrDifferent() throws {
        let short = try #require(Span("10:00-12:00"))
        let shanghai = try hours(
            "Asia/Shanghai",
            holidays: [
                .init(date: "2026-10-01", name: "National Day"),
                .init(date: "2026-10-02", name: "National Day", open: [short]),
                .init(date: "2026-10-10", name: "Working Saturday", open: [short]),
            ]
        )
        #expect(try shanghai.nextOpening(from: at("2026-09-30T12:00:00Z")) == at("2026-10-02T02:00:00Z"))
        #expect(try !shanghai.isOpen(at: at("2026-10-01T02:00:00Z")))
        #expect(try shanghai.isOpen(at: at("2026-10-10T03:59:00Z")))
    }

    @Test func hoursThatNeverOpenSaySo() throws {
        let never = try BusinessHours(timeZone: "UTC", week: [:])
        #expect(try never.nextOpening(from: at("2026-01-01T00:00:00Z")) == nil)
    }

    @Test(arguments: ["9:00-18:00", "09:00", "18:00-09:00", "09:00-24:30", "09:00-09:00", "ab:cd-10:00", ""])
    func badSpansAreRefused(_ text: String) {
        #expect(Span(text) == nil)
    }

    @Test func badHoursAreRefused() throws {
        let first = try #require(Span("09:00-12:00"))
        let overlapping = try #require(Span("11:00-14:00"))
        #expect(throws: TeamError.self) { try BusinessHours(timeZone: "Mars/Olympus", week: [:]) }
        #expect(throws: TeamError.self) {
            try BusinessHours(timeZone: "UTC", week: [.mon: [first, overlapping]])
        }
        for dates in [["2026-13-01"], ["today"], ["2026-01-01", "2026-01-01"]] {
            #expect(throws: TeamError.self) {
                try BusinessHours(
                    timeZone: "UTC",
                    week: [:],
                    holidays: dates.map { .init(date: $0, name: "") }
                )
            }
        }
    }

    @Test func theyAreWrittenAsTheyAreRead() throws {
        let text = """
            {"time_zone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:00-24:00"]},\
            "holidays":[{"date":"2026-10-01","name":"","open":[]}]}
            """
        let hours = try WireJSON.decode(BusinessHours.self, from: Data(text.utf8))
        #expect(hours.week[.mon]?.last?.end == 1440)
        #expect(try WireJSON.decode(BusinessHours.self, from: WireJSON.encode(hours)) == hours)
    }
}
