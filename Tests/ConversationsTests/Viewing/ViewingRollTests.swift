import Base
@testable import Conversations
import Foundation
import People
import Testing

/// Who looks at what, from signs of which any may be lost.
@Suite struct ViewingRollTests {
    private let start = Instant(milliseconds: 1_000_000)
    private let one = ID<Conversation>(at: Instant(milliseconds: 1))
    private let two = ID<Conversation>(at: Instant(milliseconds: 2))
    private let ada = Viewer.Person(id: ID(at: Instant(milliseconds: 3)), name: "Ada", badge: "1001")
    private let bo = Viewer.Person(id: ID(at: Instant(milliseconds: 4)), name: "Bo", badge: "1002")
    private let first = UUID()
    private let second = UUID()

    private func sign(
        _ connection: UUID,
        _ person: Viewer.Person,
        _ conversation: ID<Conversation>?,
        _ kind: Sighting.Kind = .looks
    ) -> Sighting {
        Sighting(connection: connection, agent: person, conversation: conversation, kind: kind)
    }

    @Test func whoComesGoesAndMovesIsTold() {
        var roll = ViewingRoll()
        #expect(roll.hear(sign(first, ada, one), at: start) == [one])
        #expect(roll.hear(sign(first, ada, one), at: start).isEmpty)
        #expect(roll.hear(sign(second, bo, one), at: start) == [one])
        #expect(roll.viewers(of: one) == [Viewer(ada, isTyping: false), Viewer(bo, isTyping: false)])
        #expect(roll.hear(sign(first, ada, two), at: start) == [one, two])
        #expect(roll.conversations == [one, two])
        #expect(roll.hear(sign(first, ada, nil), at: start) == [two])
        #expect(roll.hear(sign(first, ada, nil), at: start).isEmpty)
        #expect(roll.viewers(of: two).isEmpty)
    }

    @Test func anAgentWithTwoWindowsIsOnePersonAndStaysUntilBothAreGone() {
        var roll = ViewingRoll()
        _ = roll.hear(sign(first, ada, one), at: start)
        _ = roll.hear(sign(second, ada, one, .types), at: start)
        #expect(roll.viewers(of: one) == [Viewer(ada, isTyping: true)])
        _ = roll.hear(sign(second, ada, nil), at: start)
        #expect(roll.viewers(of: one) == [Viewer(ada, isTyping: false)])
    }

    @Test func writingIsOverAfterAWhileOrOnceItWasSent() {
        var roll = ViewingRoll()
        _ = roll.hear(sign(first, ada, one), at: start)
        #expect(roll.hear(sign(first, ada, one, .types), at: start) == [one])
        // The sign that is repeated every few seconds does not end it.
        #expect(roll.hear(sign(first, ada, one), at: start + .seconds(1)).isEmpty)
        #expect(roll.viewers(of: one).first?.isTyping == true)
        #expect(roll.hear(sign(first, ada, one, .wrote), at: start + .seconds(2)) == [one])
        #expect(roll.viewers(of: one).first?.isTyping == false)
        _ = roll.hear(sign(first, ada, one, .types), at: start + .seconds(3))
        #expect(roll.expire(at: start + .seconds(8)).isEmpty)
        #expect(roll.expire(at: start + .seconds(9)) == [one])
        #expect(roll.viewers(of: one) == [Viewer(ada, isTyping: false)])
    }

    @Test func whoIsNotHeardOfForFortySecondsIsGone() {
        var roll = ViewingRoll()
        _ = roll.hear(sign(first, ada, one), at: start)
        _ = roll.hear(sign(second, bo, one), at: start + .seconds(20))
        #expect(roll.expire(at: start + .seconds(39)).isEmpty)
        #expect(roll.expire(at: start + .seconds(40)) == [one])
        #expect(roll.viewers(of: one) == [Viewer(bo, isTyping: false)])
    }

    @Test func aMessageSentElsewhereMovesNobody() {
        var roll = ViewingRoll()
        _ = roll.hear(sign(first, ada, one), at: start)
        #expect(roll.hear(sign(first, ada, two, .wrote), at: start).isEmpty)
        #expect(roll.viewers(of: one) == [Viewer(ada, isTyping: false)])
    }

    @Test func aSightingIsReadAsItWasTold() throws {
        let told = sign(first, ada, one, .types)
        #expect(try WireJSON.decode(Sighting.self, from: WireJSON.encode(told)) == told)
        let nothing = sign(first, ada, nil)
        #expect(try WireJSON.decode(Sighting.self, from: WireJSON.encode(nothing)) == nothing)
    }
}
