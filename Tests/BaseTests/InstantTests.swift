import Base
import Foundation
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("2000-02-29T23:59:59.999Z", 951_868_799_999),
            ("2026-11-21T03:04:05.678Z", 1_795_230_245_678), ("1969-12-31T23:59:59.999Z", -1),
        ] as [(String, Int64)]
    )
    func knownTimes(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    /// Foundation's calendar is the independent judge, of whole seconds: it counts the others in binary fractions.
    @Test func everyDayOfFourCenturiesAgreesWithFoundation() throws {
        for day in stride(from: -25_000, to: 125_000, by: 37) {
            let seconds = Int64(day) * 86_400 + Int64((day % 1000 + 1000) % 1000) * 86
            let milliseconds = seconds * 1000
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            #expect(Instant(milliseconds: milliseconds).rfc3339.replacing(".000", with: "") == expected)
            #expect(Instant(rfc3339: expected)?.milliseconds == milliseconds)
        }
    }

    @Test(arguments: [
        (0, 0), (86_399_999, 0), (86_400_000, 1), (-1, -1), (-86_400_000, -1), (-86_400_001, -2),
    ])
    func daysAreWhole(_ milliseconds: Int64, _ day: Int) {
        #expect(Instant(milliseconds: milliseconds).day == day)
        #expect(Instant(day: day).milliseconds <= milliseconds)
        #expect(Instant(day: day + 1).milliseconds > milliseconds)
    }

    @Test func shortAndLongFractionsAndTheOtherUTC() {
        #expect(Instant(rfc3339: "1970-01-01T00:00:01Z")?.milliseconds == 1000)
        #expect(Instant(rfc3339: "1970-01-01T00:00:01.5Z")?.milliseconds == 1500)
        #expect(Instant(rfc3339: "1970-01-01T00:00:01.123456789+00:00")?.milliseconds == 1123)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T03:04:05", "2026-11-21T03:04:05+08:00", "2026-13-21T03:04:05Z",
        "2026-11-21T24:04:05Z", "2026-11-21T03:60:05Z", "2026-11-21T03:04:05.Z", "2026-11-2１T03:04:05Z",
        "2026/11/21T03:04:05Z", "2026-11-21T03:04:05Z and more of it, much more",
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func durationsCutOffTowardsZero() {
        #expect(Duration.microseconds(1999).wholeMilliseconds == 1)
        #expect(Duration.microseconds(-1999).wholeMilliseconds == -1)
        #expect(Instant(milliseconds: 5) + .seconds(2) - .milliseconds(5) == Instant(milliseconds: 2000))
        #expect(Instant(milliseconds: 5) - Instant(milliseconds: 9) == .milliseconds(-4))
    }
}
