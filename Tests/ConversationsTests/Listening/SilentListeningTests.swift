import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Who looks without being seen is on record, on both engines.
@Suite struct SilentListeningTests {
    private func record(_ scenario: Scenario, _ chat: Conversation) async throws -> [SilentListeningView] {
        try #require(try await scenario.desk.details(of: chat.id, for: .auditor).listening)
    }

    @Test("one entry for each time, whoever had it then, the newest first", arguments: TestDatabase.engines)
    func entries(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let sun = try await scenario.agent("Sun", role: .supervisor, presence: .away)
            let lee = try await scenario.agent("Lee", role: .admin, presence: .away)
            let chat = try await scenario.waitingChat()
            let first = scenario.clock.now
            try await scenario.timeline.listen(silentlyTo: chat.id, by: sun)
            _ = try await scenario.timeline.perform([.take], on: [chat.id], by: ada)
            scenario.clock.advance(by: .seconds(14 * 60))
            // The same listening: the connection was away for a moment.
            try await scenario.timeline.listen(silentlyTo: chat.id, by: sun)
            try await scenario.timeline.listen(silentlyTo: chat.id, by: lee)
            scenario.clock.advance(by: .seconds(60))
            try await scenario.timeline.listen(silentlyTo: chat.id, by: sun)

            let record = try await record(scenario, chat)

            #expect(record.map(\.agent.name) == ["Sun", "Lee", "Sun"])
            #expect(record.map { $0.holder?.name } == ["Ada", "Ada", nil])
            #expect(record.last?.beganAt == first)
            #expect(record.map(\.agent.badge) == [sun, lee, sun].map(\.badge.rawValue))
        }
    }

    @Test("it is in no timeline and counts as no change", arguments: TestDatabase.engines)
    func unseen(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sun = try await scenario.agent("Sun", role: .supervisor, presence: .away)
            let chat = try await scenario.waitingChat()
            let before = try await scenario.now(chat)
            let notes = try await scenario.timeline.notes(chat.id, after: 0, limit: 10).count

            try await scenario.timeline.listen(silentlyTo: chat.id, by: sun)

            let after = try await scenario.now(chat)
            #expect(after.lastSeq == before.lastSeq && after.lastNoteSeq == before.lastNoteSeq)
            #expect(after.updatedAt == before.updatedAt)
            #expect(try await scenario.timeline.notes(chat.id, after: 0, limit: 10).count == notes)
            #expect(try await scenario.desk.details(of: chat.id, for: .agent).listening == nil)
            #expect(try await scenario.desk.details(of: chat.id).listening == nil)
        }
    }

    @Test("one's own conversation is no listening", arguments: TestDatabase.engines)
    func own(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let sun = try await scenario.agent("Sun", role: .supervisor, presence: .away)
            let chat = try await scenario.waitingChat()
            _ = try await scenario.timeline.perform([.take], on: [chat.id], by: sun)
            try await scenario.timeline.listen(silentlyTo: chat.id, by: sun)
            #expect(try await record(scenario, chat) == [])
        }
    }

    @Test("only who supervises may, and a refusal leaves nothing", arguments: TestDatabase.engines)
    func refused(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let chat = try await scenario.waitingChat()
            for role in [Role.agent, .auditor] {
                let other = try await scenario.agent(role.rawValue, role: role, presence: .offline)
                await #expect(throws: AgentError.self) {
                    try await scenario.timeline.listen(silentlyTo: chat.id, by: other)
                }
            }
            let sun = try await scenario.agent("Sun", role: .supervisor, presence: .away)
            await #expect(throws: ConversationError.self) {
                try await scenario.timeline.listen(
                    silentlyTo: ID<Conversation>(at: scenario.clock.now),
                    by: sun
                )
            }
            #expect(try await record(scenario, chat) == [])
        }
    }
}
