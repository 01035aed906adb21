import Base
@testable import Conversations
import Testing

@Suite struct QueueOutlookTests {
    @Test func openingsThatMeetAreOne() throws {
        let start = try #require(Instant(rfc3339: "2026-11-26T09:00:00Z"))
        func span(_ from: Int, _ to: Int) -> Range<Instant> {
            (start + .seconds(from))..<(start + .seconds(to))
        }
        #expect(
            QueueOutlook.joined([span(5, 9), span(0, 3), span(2, 4), span(9, 10)]) == [
                span(0, 4), span(5, 10),
            ]
        )
    }
}
