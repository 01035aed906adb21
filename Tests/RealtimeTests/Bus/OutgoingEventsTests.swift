import Testing

@testable import Realtime

@Suite struct OutgoingEventsTests {
    @Test func whatIsToldIsRemovedAndTheRestStaysInOrder() throws {
        let outgoing = OutgoingEvents(most: 10)
        for number in 1...5 { outgoing.add(.numbered(number)) }
        let first = try #require(outgoing.first(3))
        #expect(first.events.map(\.frame) == ["1", "2", "3"] && !first.hasGap)
        #expect(outgoing.first(3)?.events == first.events)
        outgoing.remove(first)
        outgoing.add(.numbered(6))
        #expect(outgoing.first(9)?.events.map(\.frame) == ["4", "5", "6"])
    }

    @Test func ofTooManyTheOldestAreLetGoOfAndThatIsSaid() throws {
        let outgoing = OutgoingEvents(most: 4)
        for number in 1...5 { outgoing.add(.numbered(number)) }
        let rest = try #require(outgoing.first(9))
        #expect(rest.events.map(\.frame) == ["3", "4", "5"] && rest.hasGap)
        outgoing.remove(rest)
        outgoing.add(.numbered(6))
        #expect(outgoing.first(9)?.hasGap == false)
    }

    @Test func whatIsLetGoOfWhileABatchIsOnItsWayIsNotRemovedTwice() throws {
        let outgoing = OutgoingEvents(most: 4)
        for number in 1...4 { outgoing.add(.numbered(number)) }
        let batch = try #require(outgoing.first(3))
        outgoing.add(.numbered(5))  // lets go of 1 and 2, which are being told
        outgoing.remove(batch)
        let rest = try #require(outgoing.first(9))
        #expect(rest.events.map(\.frame) == ["4", "5"] && !rest.hasGap)
    }

    @Test func whatIsLetGoOfBehindABatchIsAGap() throws {
        let outgoing = OutgoingEvents(most: 4)
        for number in 1...4 { outgoing.add(.numbered(number)) }
        let batch = try #require(outgoing.first(1))
        outgoing.add(.numbered(5))  // lets go of 2 as well
        outgoing.remove(batch)
        let rest = try #require(outgoing.first(9))
        #expect(rest.events.map(\.frame) == ["3", "4", "5"] && rest.hasGap)
    }

    @Test func theEndComesAfterTheLastOfThem() throws {
        let outgoing = OutgoingEvents(most: 4)
        outgoing.add(.numbered(1))
        outgoing.end()
        let batch = try #require(outgoing.first(9))
        outgoing.remove(batch)
        #expect(outgoing.first(9) == nil)
    }
}

extension RealtimeEvent {
    static func numbered(_ number: Int, topic: String = "topic") -> RealtimeEvent {
        RealtimeEvent(topic: topic, audience: .everybody, frame: "\(number)")
    }
}
