import Base
import Foundation
import Realtime
import Testing
import TestSupport
import Trust

@testable import Conversations

@Suite("Messages as others see them")
struct MessageViewTests {
    private static let at = Instant(milliseconds: 1_795_660_245_678)

    private func message(
        afterSeq: Int? = nil,
        author: Author = Author(id: "cus_1", type: .customer, name: "Ming \"M\" 李"),
        body: String = "提币没到账\n<b>\"1 BTC\"</b> \\ 🚀",
        masked: [String] = [],
        card: Card? = nil,
        event: TimelineEvent? = nil
    ) -> Message {
        Message(
            conversation: ID(at: Self.at),
            seq: 7,
            afterSeq: afterSeq,
            kind: .text,
            author: author,
            body: body,
            masked: masked,
            attachments: [],
            card: card,
            event: event,
            clientID: UUID(),
            createdAt: Self.at
        )
    }

    @Test("of text alone are written as the encoder writes them")
    func plainText() throws {
        let agent = Author(id: "agt_1", type: .agent, name: "Ada", badge: "SB-\"7\"")
        let some = [
            message(), message(author: agent), message(afterSeq: 3, author: agent), message(body: ""),
            message(author: .assistant),
        ]
        for message in some {
            for op in [nil, "message"] {
                let view = MessageView(message, for: nil, nil, op: op)
                let encoded = String(decoding: try WireJSON.encode(view), as: UTF8.self)
                #expect(view.plainText == encoded)
            }
        }
    }

    @Test("with anything more are left to the encoder, and lose nothing")
    func moreThanText() throws {
        let own = message()
        let some = [
            MessageView(own, for: own.author.id, nil),
            MessageView(message(masked: ["seed_phrase"]), for: nil, nil),
            MessageView(message(card: Card(.greeting)), for: nil, nil),
            MessageView(message(event: TimelineEvent(.resolved)), for: nil, nil),
        ]
        for view in some { #expect(view.plainText == nil) }
        // A link is told with what is known of it, and a text without one costs nothing.
        let guarding = LinkGuard(clock: FixedClock())
        let linked = try message(body: "see https://example.org/a.").realtimeEvent(guarding).frame
        let known =
            "\"links\":[{\"host\":\"example.org\",\"kind\":\"link\",\"reason\":\"not_listed\","
            + "\"text\":\"https://example.org/a\",\"verdict\":\"unknown\"}]"
        #expect(linked.contains(known), "\(linked)")
        #expect(MessageView(message(), for: nil, guarding).plainText != nil)
        let frame = try message(card: Card(.greeting)).realtimeEvent().frame
        #expect(frame.contains("\"card\":{"))
    }
}
