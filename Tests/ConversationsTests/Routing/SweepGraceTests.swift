import Base
@testable import Conversations
import Testing

@Suite struct SweepGraceTests {
    private let start = Instant(milliseconds: 1_000_000)

    /// Sweeps every five seconds, as far as some seconds after the start.
    private func sweep(_ grace: inout SweepGrace, over seconds: ClosedRange<Int>) -> [Bool] {
        stride(from: seconds.lowerBound, through: seconds.upperBound, by: 5).map { second in
            grace.isOver(.seconds(60), at: start + .seconds(second))
        }
    }

    @Test func afterAStartEverybodyHasTheTimeToComeBack() {
        var grace = SweepGrace(beginsAt: start)
        #expect(sweep(&grace, over: 0...60).allSatisfy { !$0 })
        #expect(sweep(&grace, over: 65...120).allSatisfy { $0 })
    }

    @Test func afterAPauseInWhichNobodyCouldBeHeardAsWell() {
        var grace = SweepGrace(beginsAt: start)
        _ = sweep(&grace, over: 0...100)
        // The database was away for a minute: no sweep was noted.
        #expect(sweep(&grace, over: 160...220).allSatisfy { !$0 })
        #expect(sweep(&grace, over: 225...230).allSatisfy { $0 })
    }

    @Test("the sweeps come often enough for every absence that can be set", arguments: [10, 12, 60, 3600])
    func regularSweepsAreNoPause(seconds: Int) {
        let absence = Duration.seconds(seconds)
        var grace = SweepGrace(beginsAt: start)
        var now = start
        while now - start <= absence * 2 {
            // A sweep takes time itself.
            now = now + QueueSweep.pause(for: absence) + .seconds(1)
            if grace.isOver(absence, at: now) { return }
        }
        Issue.record("nobody is ever taken for gone")
    }

    @Test func oneSweepThatFailsChangesNothing() {
        var grace = SweepGrace(beginsAt: start)
        _ = sweep(&grace, over: 0...100)
        #expect(sweep(&grace, over: 120...130).allSatisfy { $0 })
    }
}
