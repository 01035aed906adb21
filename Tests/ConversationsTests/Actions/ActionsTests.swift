import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

private let someTags = ["vip", "refund"].compactMap(Conversations.Tag.init)

/// Several things to several conversations, on both engines.
@Suite struct ActionsTests {
    @Test("each conversation gets all of them or nothing, and says why", arguments: TestDatabase.engines)
    func partly(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let (open, closed) = (
                try await scenario.chat(of: try await scenario.guest()),
                try await scenario.chat(of: try await scenario.guest())
            )
            _ = try await scenario.timeline.finish(closed.id, .closed)
            let unknown = ID<Conversation>(at: scenario.clock.now)
            let actions: [DeskAction] = [.tag(someTags), .note("checked"), .take, .resolve]

            let results = try await scenario.timeline.perform(
                actions,
                on: [open.id, closed.id, unknown],
                by: ada
            )

            #expect(results.map(\.conversation) == [open.id, closed.id, unknown])
            #expect(results.map { $0.problem?.code } == [nil, "not_allowed_now", "conversation_not_found"])
            let rows = try await scenario.desk.rows(of: [open.id, closed.id])
            #expect(rows.first { $0.id == open.id.description }?.tags == someTags.sorted())
            #expect(rows.first { $0.id == closed.id.description }?.tags == [])
            #expect(try await scenario.timeline.conversation(open.id).status == .resolved)
            #expect(try await scenario.timeline.notes(closed.id, after: 0, limit: 10).isEmpty)
            #expect(
                try await scenario.timeline.notes(open.id, after: 0, limit: 10).map(\.body) == ["checked"]
            )
        }
    }

    @Test("tags are found again, taken off, and limited", arguments: TestDatabase.engines)
    func tags(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let chat = try await scenario.chat(of: try await scenario.guest())
            _ = try await scenario.chat(of: try await scenario.guest())
            let timeline = scenario.timeline
            _ = try await timeline.perform([.tag(someTags)], on: [chat.id], by: ada)

            func found(_ tag: Conversations.Tag) async throws -> [String] {
                try await scenario.desk.list(.all, for: ada.id, InboxFilter(tag: tag), after: nil, limit: 10)
                    .rows.map(\.id)
            }
            #expect(try await found(someTags[0]) == [chat.id.description])
            _ = try await timeline.perform([.untag([someTags[0]])], on: [chat.id], by: ada)
            #expect(try await found(someTags[0]).isEmpty)
            #expect(try await found(someTags[1]) == [chat.id.description])

            let many = (1...20).compactMap { Conversations.Tag(rawValue: "tag \($0)") }
            let result = try await timeline.perform([.tag(many)], on: [chat.id], by: ada)
            #expect(result.first?.problem?.code == "too_many_tags")
        }
    }

    @Test(
        "a tag is what was typed, evenly",
        arguments: [
            (" VIP ", "vip"), ("big   refund", "big refund"), ("大客户", "大客户"), ("", nil), ("a,b", nil),
            (String(repeating: "x", count: 41), nil), ("a\u{7}b", nil),
        ] as [(String, String?)]
    )
    func tag(_ typed: String, _ tag: String?) {
        #expect(Conversations.Tag(rawValue: typed)?.rawValue == tag)
    }

    @Test("what cannot be done anywhere is refused as a whole")
    func refused() async throws {
        try await Scenario.with(.sqlite) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let chat = try await scenario.chat(of: try await scenario.guest())
            let nothing: [([DeskAction], [ID<Conversation>])] = [
                ([], [chat.id]), ([.take], []),
                (Array(repeating: .take, count: 21), [chat.id]),
                ([.take], Array(repeating: chat.id, count: 101)), ([.note(" ")], [chat.id]),
            ]
            for (actions, conversations) in nothing {
                await #expect(throws: ConversationError.self) {
                    _ = try await scenario.timeline.perform(actions, on: conversations, by: ada)
                }
            }
        }
    }

    @Test(
        arguments: [
            .take, .giveBack, .resolve, .close, .reopen, .wake, .snooze(until: nil), .snoozeFor(seconds: 60),
            .snooze(until: Instant(milliseconds: 1_800_000_000_000)), .tag(someTags), .untag([]),
            .field("order_id", "1"), .field("order_id", nil), .note("x"), .follow(true), .follow(false),
            .assign(ID(at: Instant(milliseconds: 1))), .team(ID(at: Instant(milliseconds: 2))),
            .queue(ID(at: Instant(milliseconds: 3))),
        ] as [DeskAction]
    )
    func anActionIsReadAsItWasWritten(_ action: DeskAction) throws {
        #expect(try WireJSON.decode(DeskAction.self, from: WireJSON.encode(action)) == action)
    }
}
