import Base
@testable import Conversations
import Foundation
import People
import Realtime
import Storage
import Testing
import TestSupport

/// Whom a note names, and who hears of it.
@Suite struct MentionTests {
    private static func agent(_ name: String, _ badge: String, _ number: Int64) throws -> Agent {
        Agent(
            id: ID(at: Instant(milliseconds: number)),
            name: name,
            email: "\(badge)@desk.example",
            role: .agent,
            badge: try #require(Badge(rawValue: badge)),
            capacity: 6
        )
    }

    @Test(
        "a name or a badge behind an @ names somebody, and nothing else does",
        arguments: [
            ("@Ada Park please look", ["1001"]), ("ask @ada park, and @4471!", ["1001", "4471"]),
            ("@Ada", ["1003"]), ("@Ada Parker", ["1003"]), ("@10012", []), ("mail ada@4471.example", []),
            ("Ada Park", []), ("@刘伟看一下", ["1004"]), ("@Bo@Bo", ["4471"]), ("@", []), ("", []),
            ("(@Bo)", ["4471"]), ("@Boris", []),
        ] as [(String, [String])]
    )
    func named(_ body: String, _ badges: [String]) throws {
        let agents = [
            try Self.agent("Ada Park", "1001", 1), try Self.agent("Bo", "4471", 2),
            try Self.agent("Ada", "1003", 3), try Self.agent("刘伟", "1004", 4),
        ]
        let named = Mention.named(in: body, among: agents)
        #expect(named == badges.compactMap { badge in agents.first { $0.badge.rawValue == badge }?.id })
    }

    @Test("a whisper is for whoever has the conversation, named or not", arguments: TestDatabase.engines)
    func whispered(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada")
            let bo = try await scenario.agent("Bo", presence: .away)
            let sofia = try await scenario.agent("Sofia", role: .supervisor, presence: .away)
            let mentions = Mentions(scenario.database, bus: scenario.bus, clock: scenario.clock)
            let drafts = Drafts(
                scenario.database,
                bus: scenario.bus,
                gate: scenario.timeline.gate,
                clock: scenario.clock
            )
            let heard = Recorder()
            scenario.bus.listen { news in
                if case .event(let event) = news { heard.add("\(event.topic) \(event.frame)") }
            }
            let chat = try await scenario.waitingChat(.fees)
            #expect(try await scenario.timeline.conversation(chat.id).agent == ada.id)
            let kept = try await drafts.save("ask ops", for: .note, in: chat.id, by: sofia.id, over: 0)
            _ = try await drafts.save("Offer it", for: .whisper, in: chat.id, by: sofia.id, over: 0)

            let whisper = try await scenario.timeline.whisper(
                .init(clientID: UUID(), body: "Offer it back, @Bo knows how"),
                on: chat.id,
                by: sofia
            )

            for agent in [ada, bo] {
                let told = try await mentions.marks(of: agent.id).mentions
                #expect(told.map(\.noteSeq) == [whisper.seq] && told.map(\.isRead) == [false])
                let topic = InboxBroadcaster.topic(of: agent.id)
                let frames = heard.all.filter { $0.hasPrefix(topic) && $0.contains("\"mention\"") }
                #expect(frames.count == 1 && frames.allSatisfy { $0.contains("\"kind\":\"whisper\"") })
            }
            #expect(try await mentions.marks(of: sofia.id).mentions.isEmpty)
            #expect(try await drafts.all(of: sofia.id) == [kept])

            // Who has it whispers to nobody.
            _ = try await scenario.timeline.assign(
                chat.id,
                to: .agent(sofia.id),
                by: sofia,
                expecting: .some(ada.id)
            )
            _ = try await scenario.timeline.whisper(.init(body: "hm"), on: chat.id, by: sofia)
            #expect(try await mentions.marks(of: ada.id).mentions.count == 1)
        }
    }

    @Test("a note tells whom it names until they have looked", arguments: TestDatabase.engines)
    func told(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let bo = try await scenario.agent("Bo", presence: .away)
            let mentions = Mentions(scenario.database, bus: scenario.bus, clock: scenario.clock)
            let heard = Recorder()
            scenario.bus.listen { news in
                if case .event(let event) = news { heard.add("\(event.topic) \(event.frame)") }
            }
            let chat = try await scenario.chat(of: try await scenario.guest())
            let draft = Timeline.Draft(clientID: UUID(), body: "@Bo and @Ada, what is this?")

            let note = try await scenario.timeline.note(draft, on: chat.id, by: ada)
            _ = try await scenario.timeline.note(draft, on: chat.id, by: ada)

            let told = try await mentions.marks(of: bo.id).mentions
            #expect(
                told == [
                    Mention(
                        conversation: chat.id,
                        noteSeq: note.seq,
                        createdAt: note.createdAt,
                        isRead: false
                    )
                ]
            )
            #expect(try await mentions.marks(of: ada.id).mentions.isEmpty)
            let frames = heard.all.filter { $0.hasPrefix("inbox:\(bo.id)") }
            #expect(frames.count == 1 && frames[0].contains(#""op":"mention""#))
            let view = try await scenario.desk.list(
                .mentions,
                for: bo.id,
                InboxFilter(),
                after: nil,
                limit: 10
            )
            #expect(view.rows.map(\.id) == [chat.id.description])

            try await mentions.markRead(chat.id, by: bo.id)
            #expect(try await mentions.marks(of: bo.id).mentions.map(\.isRead) == [true])
        }
    }

    @Test("what is followed is listed until it is not", arguments: TestDatabase.engines)
    func followed(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let mentions = Mentions(scenario.database, bus: scenario.bus, clock: scenario.clock)
            let chat = try await scenario.chat(of: try await scenario.guest())
            try await mentions.follow(chat.id, true, by: ada.id)
            try await mentions.follow(chat.id, true, by: ada.id)
            #expect(try await mentions.marks(of: ada.id).followed == [chat.id])
            let view = try await scenario.desk.list(
                .following,
                for: ada.id,
                InboxFilter(),
                after: nil,
                limit: 10
            )
            #expect(view.rows.map(\.id) == [chat.id.description])
            try await mentions.follow(chat.id, false, by: ada.id)
            #expect(try await mentions.marks(of: ada.id).followed.isEmpty)
            await #expect(throws: ConversationError.notFound) {
                try await mentions.follow(ID(at: scenario.clock.now), true, by: ada.id)
            }
        }
    }
}
