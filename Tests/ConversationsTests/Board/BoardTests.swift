import Base
@testable import Conversations
import People
import Storage
import Testing
import TestSupport

/// What a supervisor sees and says, on both engines.
@Suite struct BoardTests {
    @Test(arguments: TestDatabase.engines)
    func theBoardTellsWhoWaitsAndWhoIsThere(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let api = try await scenario.queues.create(
                .init(name: "API", scope: .init(topic: .api), priority: 8, targetWait: .seconds(60))
            )
            let long = try await scenario.waitingChat(.fees)
            scenario.clock.advance(by: .seconds(100))
            let short = try await scenario.waitingChat(.api)
            let ming = try await scenario.agent("Ming", capacity: 2)
            let third = try await scenario.waitingChat(.api)
            try await scenario.timeline.setPresence(.away, because: .meal, of: ming.id)
            let rules = scenario.timeline.rules
            let boards = Boards(scenario.database, desk: scenario.desk, rules: rules, clock: scenario.clock)
            var board = try await boards.board()

            #expect(board.queues.map(\.name) == ["API", "General"])
            #expect(board.queues.map(\.waiting) == [1, 0])
            #expect(board.waiting.map(\.id) == [third.id.description])
            #expect(board.today.entered == 3 && board.today.handedOver == 2)
            #expect(board.today.inTarget == 2, "100 seconds are within the general queue's target of 120")
            let agent = try #require(board.agents.first)
            #expect(agent.presence == .away && agent.reason == .meal && agent.since == scenario.clock.now)
            #expect(agent.load[.chat] == 2 && agent.takenPercent == 100)
            #expect(!board.queues[0].isOverdue)
            #expect([long.id, short.id].allSatisfy { !board.waiting.map(\.id).contains($0.description) })

            scenario.clock.advance(by: .seconds(61))
            board = try await boards.board(since: scenario.clock.now)
            #expect(board.queues[0].isOverdue)
            #expect(board.queues[0].oldestSince == third.queuedAt)
            #expect(board.queues[0].id == api.id.description)
            #expect(board.today.entered == 0, "since a moment ago")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatOneAgentHasIsListed(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let his = try await scenario.waitingChat(.fees)
            let sofia = try await scenario.agent("Sofia", role: .supervisor, presence: .offline)
            let hers = try await scenario.waitingChat(.fees)
            _ = try await scenario.timeline.assign(
                hers.id,
                to: .agent(sofia.id),
                by: sofia,
                expecting: .some(ming.id)
            )
            let filter = InboxFilter(agent: ming.id)
            let page = try await scenario.desk.list(.all, for: sofia.id, filter, after: nil, limit: 10)
            #expect(page.rows.map(\.id) == [his.id.description])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aWhisperIsANoteThatOnlySupervisorsWrite(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let sofia = try await scenario.agent("Sofia", role: .supervisor, presence: .offline)
            let conversation = try await scenario.waitingChat(.fees)
            let seq = try await scenario.timeline.conversation(conversation.id).lastSeq

            await #expect(throws: AgentError.notPermitted(.conversationsSupervise)) {
                try await scenario.timeline.whisper(.init(body: "psst"), on: conversation.id, by: ming)
            }
            let whisper = try await scenario.timeline.whisper(
                .init(body: "offer the fee back"),
                on: conversation.id,
                by: sofia
            )
            #expect(whisper.isNote && whisper.kind == .whisper && whisper.seq == 1)
            let after = try await scenario.timeline.conversation(conversation.id)
            #expect(after.lastSeq == seq && after.agent == ming.id && after.answeredAt == nil)
        }
    }
}
