import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Agents who vanish, come back, or do not answer, on both engines.
@Suite struct AbsenceTests {
    @Test(arguments: TestDatabase.engines)
    func whoVanishesLosesWhatTheyHaveNotAnswered(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let fresh = try await scenario.waitingChat()
            let customer = try await scenario.guest()
            let answered = try await scenario.waitingChat(of: customer)
            _ = try await scenario.timeline.reply(.init(body: "looking"), to: answered.id, by: ming)
            let late = try await scenario.waitingChat()
            try await scenario.timeline.setPresence(.away, of: ming.id)
            let behind = try await scenario.waitingChat()

            scenario.clock.advance(by: .seconds(59))
            try await scenario.timeline.dropIfSilent(ming.id)
            #expect(try await scenario.now(fresh).agent == ming.id, "a minute has not passed")
            scenario.clock.advance(by: .seconds(2))
            #expect(try await scenario.agents.silent(since: scenario.clock.now - .seconds(60)) == [ming.id])
            try await scenario.timeline.dropIfSilent(ming.id)
            for conversation in [fresh, late] {
                #expect(try await scenario.now(conversation).status == .queued)
            }
            #expect(try await scenario.now(answered).agent == ming.id)
            #expect(try await scenario.timeline.view(of: scenario.now(fresh)).queue?.position == 1)
            #expect(try await scenario.timeline.view(of: scenario.now(late)).queue?.position == 2)
            #expect(try await scenario.timeline.view(of: scenario.now(behind)).queue?.position == 3)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .offline)
            #expect(try await scenario.load(of: ming) == 1)

            // The customer writes; ten minutes later it goes to somebody else.
            _ = try await scenario.timeline.write(.init(body: "hello?"), to: answered.id, by: customer)
            try await scenario.timeline.takeBackFromAbsent()
            #expect(try await scenario.now(answered).agent == ming.id)
            scenario.clock.advance(by: .seconds(601))
            try await scenario.timeline.takeBackFromAbsent()
            #expect(try await scenario.now(answered).status == .queued)
            #expect(try await scenario.load(of: ming) == 0)
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
            let conversation = try await scenario.waitingChat()
            #expect(conversation.status == .queued)
            #expect(try await scenario.agents.noteSeen([ming.id]) == [ming.id])
            try await scenario.timeline.restore(ming.id)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .online)
            #expect(try await scenario.now(conversation).agent == ming.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aChatThatIsNotAnsweredGoesToSomebodyElse(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.waitingChat()
            scenario.clock.advance(by: .seconds(200))
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await scenario.now(conversation).agent == ming.id, "there is nobody else")

            let ana = try await scenario.agent("Ana")
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await scenario.now(conversation).agent == ana.id)
            #expect(try await scenario.load(of: ming) == 0)
            _ = try await scenario.timeline.reply(.init(body: "hello"), to: conversation.id, by: ana)
            scenario.clock.advance(by: .seconds(200))
            try await scenario.timeline.takeBackUnanswered()
            #expect(try await scenario.now(conversation).agent == ana.id, "it was answered")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aTicketHasTimeWhenItsAgentVanishes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let customer = try await scenario.guest()
            let ticket = try await scenario.timeline.open(
                .init(kind: .ticket, topic: .fees, locale: .english, first: .init(body: "the fee of June")),
                by: customer,
                greeting: nil
            )
            let chat = try await scenario.waitingChat()
            #expect(try await scenario.load(of: ming) == 2)
            scenario.clock.advance(by: .seconds(61))
            try await scenario.timeline.dropIfSilent(ming.id)
            #expect(try await scenario.now(chat).status == .queued)
            #expect(try await scenario.now(ticket).agent == ming.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoKeepsCustomersWaitingIsFoundByAnIndex(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let now = scenario.clock.now
            let agents = [ID<Agent>(at: now), ID<Agent>(at: now)]
            let byQueue = try await scenario.plan { db in
                _ = try RoutingSQL(db: db).unansweredChats(of: .general, assignedBy: now)
            }
            #expect(byQueue.uses("conversation_unanswered") && !byQueue.scans("conversation"))
            let byAgent = try await scenario.plan { db in
                _ = try RoutingSQL(db: db).unansweredChats(of: agents[0])
                _ = try RoutingSQL(db: db).held(by: agents, waitingSinceBefore: now)
            }
            #expect(!byAgent.scans("conversation"), "\(byAgent.lines)")
            if engine == .sqlite {
                // PostgreSQL holds every index of an empty table for equally good.
                #expect(byAgent.uses("conversation_by_agent"), "\(byAgent.lines)")
            }
        }
    }
}
