import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Who gets what waits, on both engines.
@Suite struct RoutingTests {
    @Test(arguments: TestDatabase.engines)
    func itGoesToWhoeverHasFewestBelowCapacity(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", capacity: 2)
            let ana = try await scenario.agent("Ana", capacity: 1)
            let away = try await scenario.agent("Away", presence: .away)
            var got: [ID<Agent>?] = []
            for _ in 0..<4 { got.append(try await scenario.waitingChat().agent) }
            #expect(got.compactMap { $0 }.filter { $0 == ming.id }.count == 2)
            #expect(got.compactMap { $0 }.filter { $0 == ana.id }.count == 1)
            #expect(!got.contains(away.id))
            #expect(got.last == .some(nil), "everybody is full")
            let loads = try await scenario.desk.loads()
            #expect(loads[ming.id] == 2)
            #expect(loads[ana.id] == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoComesGetsWhatHasWaitedLongest(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let first = try await scenario.waitingChat()
            let second = try await scenario.waitingChat()
            let third = try await scenario.waitingChat()
            let place = try await scenario.timeline.view(of: third).queue
            #expect(place?.position == 3)
            #expect(place?.etaSeconds == nil)
            let ming = try await scenario.agent("Ming", capacity: 1)
            #expect(try await scenario.timeline.conversation(first.id).agent == ming.id)
            #expect(try await scenario.timeline.conversation(second.id).status == .queued)
            #expect(
                try await scenario.timeline.view(of: scenario.timeline.conversation(third.id)).queue?.position
                    == 2
            )
            _ = try await scenario.timeline.finish(first.id, .resolved)
            #expect(try await scenario.timeline.conversation(second.id).agent == ming.id)
            #expect(try await scenario.timeline.conversation(third.id).status == .queued)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func twoAgentsCannotTakeTheSameConversation(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let conversation = try await scenario.waitingChat()
            let ming = try await scenario.agent("Ming", presence: .away)
            let ana = try await scenario.agent("Ana", presence: .away)
            let winners = await withTaskGroup(of: Bool.self) { group in
                for agent in [ming, ana] {
                    group.addTask {
                        do {
                            _ = try await scenario.timeline.assign(
                                conversation.id,
                                to: .agent(agent.id),
                                by: agent,
                                expecting: .some(nil)
                            )
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
            let loads = try await scenario.desk.loads()
            #expect(loads.values.reduce(0, +) == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatAColleagueHasIsTakenOnlyKnowingly(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let ana = try await scenario.agent("Ana", presence: .away)
            let conversation = try await scenario.waitingChat()
            #expect(conversation.agent == ming.id)

            await #expect(throws: ConversationError.changedMeanwhile(.assigned)) {
                try await scenario.timeline.assign(conversation.id, to: .agent(ana.id), by: ana)
            }
            let taken = try await scenario.timeline.assign(
                conversation.id,
                to: .agent(ana.id),
                by: ana,
                expecting: .some(ming.id)
            )
            #expect(taken.agent == ana.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func nobodyIsGivenAConversationWhoCannotAnswerIt(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let conversation = try await scenario.waitingChat()
            let auditor = try await scenario.agent("Li", role: .auditor)

            await #expect(throws: AgentError.notFound(auditor.id)) {
                try await scenario.timeline.assign(conversation.id, to: .agent(auditor.id), by: auditor)
            }
            #expect(try await scenario.timeline.conversation(conversation.id).status == .queued)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatNoEventGaveAwayIsFoundByTheSweep(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", presence: .offline)
            let conversation = try await scenario.waitingChat()
            // As if the two transactions had not seen each other.
            let now = scenario.clock.now
            try await scenario.database.write { db in
                try Agents.setPresence(.online, of: ming.id, at: now, in: db)
            }

            try await scenario.timeline.assignForgotten()
            #expect(try await scenario.timeline.conversation(conversation.id).agent == nil)
            scenario.clock.advance(by: QueueSweep.patience + .milliseconds(1))
            try await scenario.timeline.assignForgotten()
            #expect(try await scenario.timeline.conversation(conversation.id).agent == ming.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func manyAtOnceNeverExceedCapacity(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", capacity: 5)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let customer = try await scenario.guest()
                        let conversation = try await scenario.chat(of: customer)
                        _ = try await scenario.timeline.askForPerson(conversation.id, by: customer)
                    }
                }
                try await group.waitForAll()
            }
            let counts = try await scenario.desk.counts(for: ming.id)
            #expect(counts.mine == 5)
            #expect(counts.unassigned == 15)
            #expect(try await scenario.desk.loads()[ming.id] == 5)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoGivesBackDoesNotGetItStraightBack(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.waitingChat()
            #expect(conversation.agent == ming.id)
            let returned = try await scenario.timeline.assign(
                conversation.id,
                to: .back,
                by: ming
            )
            #expect(returned.status == .queued)
            let ana = try await scenario.agent("Ana")
            #expect(try await scenario.timeline.conversation(conversation.id).agent == ana.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theWaitIsToldOnceTheQueueMoves(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", capacity: 1)
            for _ in 0..<4 {
                let conversation = try await scenario.waitingChat()
                scenario.clock.advance(by: .seconds(60))
                _ = try await scenario.timeline.finish(conversation.id, .resolved)
            }
            _ = try await scenario.waitingChat()
            let last = try await scenario.waitingChat()
            let place = try #require(try await scenario.timeline.view(of: last).queue)
            #expect(place.position == 1)
            let eta = try #require(place.etaSeconds)
            #expect(eta.count == 2 && eta[0] > 0 && eta[1] > eta[0])
            #expect(try await scenario.desk.counts(for: ming.id).mine == 1)
        }
    }
}
