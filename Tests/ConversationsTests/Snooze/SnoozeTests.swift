import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// What is put aside comes back, on both engines.
@Suite struct SnoozeTests {
    private func mine(
        _ agent: Agent,
        _ scenario: Scenario,
        _ view: InboxView = .mine
    ) async throws -> [String] {
        try await scenario.desk.list(view, for: agent.id, InboxFilter(), after: nil, limit: 10).rows.map(\.id)
    }

    /// A chat that an agent has, put aside until then.
    private func snoozed(
        _ scenario: Scenario,
        until: Instant?
    ) async throws -> (chat: Conversation, agent: Agent, customer: Customer) {
        let agent = try await scenario.agent("Ada", presence: .away)
        let customer = try await scenario.guest()
        let chat = try await scenario.chat(of: customer)
        let results = try await scenario.timeline.perform(
            [.take, .snooze(until: until)],
            on: [chat.id],
            by: agent
        )
        #expect(results.map { $0.problem?.code } == [nil])
        return (try await scenario.timeline.conversation(chat.id), agent, customer)
    }

    @Test("it leaves the list until its time, and comes back on top", arguments: TestDatabase.engines)
    func untilATime(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let until = scenario.clock.now + .seconds(3600)
            let (chat, agent, _) = try await snoozed(scenario, until: until)
            let snooze = try #require(chat.activeSnooze)
            #expect(chat.status == .assigned)
            #expect(try await mine(agent, scenario) == [])
            #expect(try await mine(agent, scenario, .snoozed) == [chat.id.description])
            #expect(try await scenario.desk.counts(for: agent.id).mine == 0)
            #expect(try await scenario.desk.counts(for: agent.id).snoozed == 1)

            scenario.clock.advance(by: .seconds(3599))
            try await scenario.timeline.wakeIfDue(chat.id, since: snooze.since)
            #expect(try await mine(agent, scenario) == [])
            scenario.clock.advance(by: .seconds(1))
            try await scenario.timeline.wakeIfDue(chat.id, since: snooze.since + .seconds(5))
            #expect(try await mine(agent, scenario) == [])
            try await scenario.timeline.wakeIfDue(chat.id, since: snooze.since)
            try await scenario.timeline.wakeIfDue(chat.id, since: snooze.since)

            #expect(try await mine(agent, scenario) == [chat.id.description])
            let woken = try await scenario.timeline.conversation(chat.id)
            #expect(woken.updatedAt == scenario.clock.now && woken.activeSnooze == nil)
            let notes = try await scenario.timeline.notes(chat.id, after: 0, limit: 10)
            #expect(notes.compactMap { $0.event?.type } == [.snoozed, .woken])
            #expect(notes.first?.event?.at == until)
            // The customer sees nothing of it.
            #expect(try await scenario.messages(of: chat).allSatisfy { $0.event?.type != .snoozed })
        }
    }

    @Test("the customer's message brings it back", arguments: TestDatabase.engines)
    func untilAReply(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (chat, agent, customer) = try await snoozed(scenario, until: nil)
            #expect(try await mine(agent, scenario, .snoozed) == [chat.id.description])
            try await scenario.write("Any news?", to: chat, by: customer)
            #expect(try await mine(agent, scenario) == [chat.id.description])
        }
    }

    @Test("who gets it from somebody has it before them", arguments: TestDatabase.engines)
    func passedOn(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (chat, _, _) = try await snoozed(scenario, until: nil)
            let bo = try await scenario.agent("Bo", presence: .away)
            _ = try await scenario.timeline.perform([.assign(bo.id)], on: [chat.id], by: bo)
            #expect(try await mine(bo, scenario) == [chat.id.description])
        }
    }

    @Test("a time that is over, or far away, is refused, and what is resolved stays so")
    func refused() async throws {
        try await Scenario.with(.sqlite) { scenario in
            let (chat, agent, _) = try await snoozed(scenario, until: nil)
            let now = scenario.clock.now
            for until in [now, now - .seconds(1), now + Snooze.longest + .seconds(1)] {
                let result = try await scenario.timeline.perform(
                    [.snooze(until: until)],
                    on: [chat.id],
                    by: agent
                )
                #expect(result.first?.problem?.code == "invalid_field")
            }
            let result = try await scenario.timeline.perform(
                [.resolve, .snooze(until: nil)],
                on: [chat.id],
                by: agent
            )
            #expect(result.first?.problem?.code == "not_allowed_now")
            #expect(try await scenario.timeline.conversation(chat.id).status == .assigned)
        }
    }
}
