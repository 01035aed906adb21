import Base
@testable import Conversations
import People
import Testing
import TestSupport

@Suite struct AssignmentTests {
    private func candidate(
        _ presence: Presence = .online,
        open: Int = 0,
        capacity: Int = 3,
        idleSince seconds: Int64 = 0
    ) -> Assignment.Candidate {
        let now = FixedClock().now
        return Assignment.Candidate(
            agent: ID(at: now),
            presence: presence,
            open: open,
            capacity: capacity,
            lastAssignedAt: Instant(milliseconds: seconds * 1000)
        )
    }

    @Test func fewestOpenFirstThenIdleLongest() {
        let busy = candidate(open: 2, idleSince: 1)
        let lately = candidate(open: 1, idleSince: 9)
        let longest = candidate(open: 1, idleSince: 3)
        #expect(Assignment.ranked([busy, lately, longest]) == [longest, lately, busy])
    }

    @Test func nobodyAwayOrFullIsAsked() {
        let all = [candidate(.away), candidate(.offline), candidate(open: 3), candidate(capacity: 0)]
        #expect(Assignment.ranked(all).isEmpty)
    }

    @Test func theWaitIsUnknownUntilTheQueueHasMoved() {
        let now = Instant(milliseconds: 600_000)
        let two = [Instant(milliseconds: 0), Instant(milliseconds: 300_000)]
        #expect(WaitEstimate.seconds(position: 1, handOvers: two, now: now) == nil)
        let three = two + [Instant(milliseconds: 600_000)]
        let first = WaitEstimate.seconds(position: 1, handOvers: three, now: now)
        #expect(first == 120...300)
        let third = WaitEstimate.seconds(position: 3, handOvers: three, now: now)
        #expect(third == 360...900)
    }

    @Test func aQueueThatHasStoppedLooksSlower() throws {
        let handOvers = [0, 60_000, 120_000].map { Instant(milliseconds: $0) }
        let moving = try #require(
            WaitEstimate.seconds(position: 1, handOvers: handOvers, now: Instant(milliseconds: 120_000))
        )
        let stopped = try #require(
            WaitEstimate.seconds(position: 1, handOvers: handOvers, now: Instant(milliseconds: 900_000))
        )
        #expect(stopped.upperBound > moving.upperBound)
    }
}
