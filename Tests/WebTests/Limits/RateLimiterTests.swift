import Base
import TestSupport
import Testing
import Web

@Suite struct RateLimiterTests {
    @Test func eachKeyHasItsOwnBucketAndTheWaitIsTold() throws {
        let clock = FixedClock()
        let limiter = RateLimiter(.init(2, per: .seconds(10)), clock: clock)
        try limiter.check("a")
        try limiter.check("a")
        let problem = #expect(throws: Problem.self) { try limiter.check("a") }
        #expect(problem?.status == 429)
        #expect(problem?.retryAfter == .seconds(5))
        try limiter.check("b")
        clock.advance(by: .seconds(5))
        try limiter.check("a")
        #expect(throws: Problem.self) { try limiter.check("a") }
    }
}
