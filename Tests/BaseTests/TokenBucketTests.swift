import Base
import Testing

@Suite struct TokenBucketTests {
    private let rate = TokenBucket.Rate(5, per: .seconds(10))

    @Test func givesItsCapacityAtOnceAndThenEvenly() {
        var bucket = TokenBucket(rate, at: Instant(milliseconds: 0))
        for _ in 0..<5 {
            let wait = bucket.take(rate, at: Instant(milliseconds: 0))
            #expect(wait == nil)
        }
        let refused = bucket.take(rate, at: Instant(milliseconds: 0))
        #expect(refused == .seconds(2))
        let early = bucket.take(rate, at: Instant(milliseconds: 1999))
        #expect(early == .milliseconds(1))
        let inTime = bucket.take(rate, at: Instant(milliseconds: 2000))
        #expect(inTime == nil)
    }

    @Test func aClockThatGoesBackGivesNothingAway() {
        var bucket = TokenBucket(rate, at: Instant(milliseconds: 100_000))
        for _ in 0..<5 { _ = bucket.take(rate, at: Instant(milliseconds: 100_000)) }
        let past = bucket.take(rate, at: Instant(milliseconds: 0))
        #expect(past != nil)
        let same = bucket.take(rate, at: Instant(milliseconds: 100_000))
        #expect(same != nil)
    }

    /// Over any stretch of time no more than the capacity and what flowed in.
    @Test func neverMoreThanPromised() {
        var bucket = TokenBucket(rate, at: Instant(milliseconds: 0))
        let taken = (0..<100_000).filter { bucket.take(rate, at: Instant(milliseconds: Int64($0))) == nil }
        #expect(taken.count == 5 + 49)
        #expect(!bucket.isFull(rate, at: Instant(milliseconds: 100_000)))
        #expect(bucket.isFull(rate, at: Instant(milliseconds: 110_000)))
    }
}
