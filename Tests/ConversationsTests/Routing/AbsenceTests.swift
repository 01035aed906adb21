import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Agents who vanish, come back, or do not answer, on both engines.
@Suite struct AbsenceTests {
    private func waiting(
        _ scenario: Scenario,
        _ topic: Topic = .depositWithdrawal,
        of customer: Customer? = nil
    ) async throws -> Conversation {
        let asker = if let customer { customer } else { try await scenario.guest() }
        let conversation = try await scenario.chat(of: asker, topic: topic)
        scenario.clock.advance(by: .seconds(1))
        return try await scenario.timeline.askForPerson(conversation.id, by: asker)
    }

    private func state(_ scenario: Scenario, _ conversation: Conversation) async throws -> Conversation {
        try await scenario.timeline.conversation(conversation.id)
    }

    private func loads(_ scenario: Scenario, _ agent: Agent) async throws -> Int {
        try await scenario.desk.loads()[agent.id] ?? 0
    }

    @Test(arguments: TestDatabase.engines)
    func whoVanishesLosesWhatTheyHaveNotAnswered(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let fresh = try await waiting(scenario)
            let customer = try await scenario.guest()
            let answered = try await waiting(scenario, of: customer)
            _ = try await scenario.timeline.reply(.init(body: "looking"), to: answered.id, by: ming)
            let late = try await waiting(scenario)
            try await scenario.timeline.setPresence(.away, of: ming.id)
            let behind = try await waiting(scenario)

            scenario.clock.advance(by: .seconds(59))
            try await scenario.timeline.dropIfSilent(ming.id)
            #expect(try await state(scenario, fresh).agent == ming.id, "a minute has not passed")
            scenario.clock.advance(by: .seconds(2))
            #expect(try await scenario.agents.silent(since: scenario.clock.now - .seconds(60)) == [ming.id])
            try await scenario.timeline.dropIfSilent(ming.id)
            for conversation in [fresh, late] {
                #expect(try await state(scenario, conversation).status == .queued)
            }
            #expect(try await state(scenario, answered).agent == ming.id)
            #expect(try await scenario.timeline.view(of: state(scenario, fresh)).queue?.position == 1)
            #expect(try await scenario.timeline.view(of: state(scenario, late)).queue?.position == 2)
            #expect(try await scenario.timeline.view(of: state(scenario, behind)).queue?.position == 3)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .offline)
            #expect(try await loads(scenario, ming) == 1)

            // The customer writes; ten minutes later it goes to somebody else.
            _ = try await scenario.timeline.write(.init(body: "hello?"), to: answered.id, by: customer)
            try await scenario.timeline.takeBackFromAbsent()
            #expect(try await state(scenario, answered).agent == ming.id)
            scenario.clock.advance(by: .seconds(601))
            try await scenario.timeline.takeBackFromAbsent()
            #expect(try await state(scenario, answered).status == .queued)
            #expect(try await loads(scenario, ming) == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoGivesASignOfLifeAgainIsThereAsBefore(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            scenario.clock.advance(by: .seconds(61))
            #expect(try await scenario.agents.noteSeen([ming.id]) == [])
            try await scenario.timeline.dropIfSilent(ming.id)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .online, "they were seen")

            scenario.clock.advance(by: .seconds(61))
            try await scenario.timeline.dropIfSilent(ming.id)
            let conversation = try await waiting(scenario)
            #expect(conversation.status == .queued)
            #expect(try await scenario.agents.noteSeen([ming.id]) == [ming.id])
            try await scenario.timeline.restore(ming.id)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .online)
            #expect(try await state(scenario, conversation).agent == ming.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aChatThatIsNotAnsweredGoesToSomebodyElse(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let conversation = try await waiting(scenario)
            scenario.clock.advance(by: .seconds(200))
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await state(scenario, conversation).agent == ming.id, "there is nobody else")

            let ana = try await scenario.agent("Ana")
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await state(scenario, conversation).agent == ana.id)
            #expect(try await loads(scenario, ming) == 0)
            _ = try await scenario.timeline.reply(.init(body: "hello"), to: conversation.id, by: ana)
            scenario.clock.advance(by: .seconds(200))
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await state(scenario, conversation).agent == ana.id, "it was answered")
        }
    }
}
