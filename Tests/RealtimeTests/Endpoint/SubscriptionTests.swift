@testable import Realtime
import Testing

/// Whatever the bus loses, repeats or delays, a reader gets 1, 2, 3… once each.
@Suite struct SubscriptionTests {
    private static func message(_ number: Int) -> RealtimeEvent.Position { .init(.messages, number) }

    @Test func theNextIsDeliveredAndRepeatsAreDropped() {
        var subscription = Subscription(afterSeq: 4, afterNoteSeq: 0)
        #expect(subscription.heard(Self.message(5)) == .deliver)
        #expect(subscription.heard(Self.message(5)) == .drop)
        #expect(subscription.heard(Self.message(3)) == .drop)
        #expect(subscription.heard(.init(.notes, 1)) == .deliver)
        #expect(subscription.head.seq == 5)
    }

    @Test func aGapIsReadFromTheDatabase() {
        var subscription = Subscription(afterSeq: 0, afterNoteSeq: 0)
        #expect(subscription.heard(Self.message(3)) == .replay)
        subscription.beginReplay()
        #expect(subscription.heard(Self.message(4)) == .drop, "the replay will bring it")
        for number in 1...3 { #expect(subscription.replayed(Self.message(number)) == .deliver) }
        let heardMoreMeanwhile = subscription.endReplay(isComplete: true)
        #expect(heardMoreMeanwhile, "4 was heard of meanwhile")
        subscription.beginReplay()
        #expect(subscription.replayed(Self.message(4)) == .deliver)
        let isAgainBehind = subscription.endReplay(isComplete: true)
        #expect(!isAgainBehind)
    }

    @Test func aLossWithNothingAfterItIsFoundByTheHead() {
        var subscription = Subscription(afterSeq: 2, afterNoteSeq: 0)
        #expect(subscription.heard(Head(seq: 2, noteSeq: 9), showsNotes: false) == .drop)
        #expect(subscription.heard(Head(seq: 3, noteSeq: 9), showsNotes: false) == .replay)
    }

    @Test func aRumourOfWhatDoesNotExistEnds() {
        var subscription = Subscription(afterSeq: 1, afterNoteSeq: 0)
        #expect(subscription.heard(Self.message(99)) == .replay)
        subscription.beginReplay()
        let isStillBehind = subscription.endReplay(isComplete: true)
        #expect(!isStillBehind)
    }

    /// A bus that loses, repeats and swaps at random, with replays from the truth.
    @Test func aStateThatWasReadBeforeAChangeIsReadAgain() {
        var subscription = Subscription(afterSeq: 0, afterNoteSeq: 0)
        subscription.beginReplay()
        subscription.heardUnnumbered()
        #expect(!subscription.tellsState)
        let isReadAgain = subscription.endReplay(isComplete: true)
        #expect(isReadAgain)
        subscription.beginReplay()
        #expect(subscription.tellsState)
        subscription.tellState()
        let goesOn = subscription.endReplay(isComplete: true)
        #expect(!goesOn)
    }

    @Test(arguments: 0..<20) func anyOrderOfLossesEndsComplete(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        var subscription = Subscription(afterSeq: 0, afterNoteSeq: 0)
        var told: [Int] = []
        let total = 200
        func replay(upTo last: Int) {
            subscription.beginReplay()
            for number in 1...last where subscription.replayed(Self.message(number)) == .deliver {
                told.append(number)
            }
            _ = subscription.endReplay(isComplete: true)
        }
        for number in 1...total where generator.next() % 4 != 0 {
            let heard = generator.next() % 5 == 0 ? Swift.max(1, number - 3) : number
            switch subscription.heard(Self.message(heard)) {
            case .deliver: told.append(heard)
            case .drop: break
            case .replay: replay(upTo: number)
            }
        }
        if subscription.heard(Head(seq: total, noteSeq: 0), showsNotes: false) == .replay {
            replay(upTo: total)
        }
        #expect(told == Array(1...total))
    }

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
