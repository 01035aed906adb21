import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// Queues, teams and hours, on both engines.
@Suite struct QueueRoutingTests {
    @Test(arguments: TestDatabase.engines)
    func theHigherPriorityIsServedFirstWhenRoomComes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let security = try await scenario.queues.create(
                .init(name: "Security", scope: .init(topic: .security), priority: 9)
            )
            let early = try await scenario.waitingChat()
            let urgent = try await scenario.waitingChat(.security)
            #expect(urgent.queue == security.id)
            #expect(early.queue == .general)
            #expect(try await scenario.timeline.view(of: urgent).queue?.position == 1, "its own queue")

            let ming = try await scenario.agent("Ming", capacity: 1)
            #expect(try await scenario.now(urgent).agent == ming.id)
            #expect(try await scenario.now(early).status == .queued)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func requiredSkillsRelaxAfterTheirTime(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let fraud = try #require(Skill(rawValue: "fraud"))
            _ = try await scenario.queues.create(
                .init(
                    name: "Fraud",
                    scope: .init(topic: .accountCompromised),
                    skills: .init(required: [fraud], relaxAfter: .seconds(90))
                )
            )
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.waitingChat(.accountCompromised)
            #expect(conversation.status == .queued)
            scenario.clock.advance(by: .seconds(60))
            try await scenario.timeline.assignForgotten()
            #expect(try await scenario.now(conversation).status == .queued)
            scenario.clock.advance(by: .seconds(31))
            try await scenario.timeline.assignForgotten()
            #expect(try await scenario.now(conversation).agent == ming.id)

            let second = try await scenario.waitingChat(.accountCompromised)
            #expect(second.status == .queued)
            try await scenario.timeline.setAbilities(.init(skills: [fraud]), capacity: 6, of: ming.id)
            #expect(try await scenario.now(second).agent == ming.id, "at once, without a sweep")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func ticketsTakeLessAndNoneWhileTheyWait(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming", capacity: 1)
            var tickets: [Conversation] = []
            for _ in 0..<3 {
                let customer = try await scenario.guest()
                tickets.append(
                    try await scenario.timeline.open(
                        .init(
                            kind: .ticket,
                            topic: .fees,
                            locale: .english,
                            first: .init(body: "the fee of June")
                        ),
                        by: customer,
                        greeting: nil
                    )
                )
                scenario.clock.advance(by: .seconds(1))
            }
            #expect(tickets.map(\.status) == [.assigned, .assigned, .queued])
            #expect(try await scenario.load(of: ming) == 2)

            _ = try await scenario.timeline.reply(.init(body: "done?"), to: tickets[0].id, by: ming)
            #expect(try await scenario.now(tickets[2]).agent == ming.id, "an answered ticket makes room")
            #expect(try await scenario.load(of: ming) == 2)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aChatLeftAsATicketKeepsItsPlace(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let first = try await scenario.waitingChat(of: customer)
            let second = try await scenario.waitingChat()
            _ = try await scenario.timeline.turnIntoTicket(first.id, by: customer)
            let ming = try await scenario.agent("Ming", capacity: 1)
            #expect(try await scenario.now(first).agent == ming.id)
            #expect(try await scenario.now(second).status == .queued)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoComesBackGetsTheSameAgent(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let customer = try await scenario.guest()
            let first = try await scenario.waitingChat(of: customer)
            #expect(first.agent == ming.id)
            let ana = try await scenario.agent("Ana")
            _ = try await scenario.waitingChat()
            _ = try await scenario.timeline.finish(first.id, .resolved)

            // Ana has one and Ming none; then Ming has one as well, and is asked all the same.
            _ = try await scenario.timeline.write(.init(body: "again"), to: first.id, by: customer)
            #expect(try await scenario.now(first).agent == ming.id, "the same conversation")
            _ = try await scenario.waitingChat()
            _ = try await scenario.timeline.finish(first.id, .resolved)
            _ = try await scenario.waitingChat()
            _ = try await scenario.waitingChat()
            let another = try await scenario.waitingChat(of: customer)
            #expect(another.agent == ming.id, "a new conversation of the same customer")

            _ = try await scenario.timeline.finish(another.id, .resolved)
            try await scenario.timeline.setPresence(.away, of: ming.id)
            scenario.clock.advance(by: .seconds(1))
            _ = try await scenario.timeline.write(.init(body: "once more"), to: another.id, by: customer)
            #expect(try await scenario.now(another).agent == ana.id, "who is not there is not waited for")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itIsPassedOnToAQueueOrATeamWithANote(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let ana = try await scenario.agent("Ana", presence: .away)
            let team = try await scenario.teams.create(.init(name: "Compliance", members: [ana.id]))
            let conversation = try await scenario.waitingChat()
            let passed = try await scenario.timeline.assign(
                conversation.id,
                to: .team(team.id),
                note: .init(body: "needs a source of funds"),
                by: ming
            )
            #expect(passed.status == .queued)
            #expect(try await scenario.load(of: ming) == 0)
            let notes = try await scenario.timeline.notes(conversation.id, after: 0, limit: 10)
            #expect(notes.map(\.body) == ["needs a source of funds", "Compliance"])
            let queue = try #require(try await scenario.queues.all().first { $0.team == team.id })
            #expect(passed.queue == queue.id && queue.scope == nil)
            scenario.clock.advance(by: .seconds(60))
            try await scenario.timeline.assignForgotten()
            #expect(try await scenario.now(conversation).status == .queued, "not for Ming")

            try await scenario.timeline.setPresence(.online, of: ana.id)
            #expect(try await scenario.now(conversation).agent == ana.id)
            let back = try await scenario.timeline.assign(conversation.id, to: .queue(.general), by: ana)
            #expect(back.agent == ming.id)

            let none = ID<Queue>(at: scenario.clock.now)
            await #expect(throws: QueueError.notFound(none)) {
                try await scenario.timeline.assign(conversation.id, to: .queue(none), by: ming)
            }
        }
    }

    @Test("a team goes only when no queue in use belongs to it", arguments: TestDatabase.engines)
    func aTeamOfAQueueStays(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let team = try await scenario.teams.create(.init(name: "VIP", members: [ming.id]))
            let queue = try await scenario.queues.create(.init(name: "VIP", scope: nil, team: team.id))
            await #expect(throws: TeamError.inUse(team.id)) { try await scenario.teams.delete(team.id) }
            #expect(try await scenario.teams.all() == [team], "its members too")
            try await scenario.queues.retire(queue.id)
            try await scenario.teams.delete(team.id)
            #expect(try await scenario.teams.all() == [])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func outsideTheHoursItIsAsTheTeamSays(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            // The scenario's clock stands at Thursday 2026-01-01, 00:00 UTC: 08:00 in Shanghai.
            let span = try #require(BusinessHours.Span("09:00-18:00"))
            let hours = try BusinessHours(timeZone: "Asia/Shanghai", week: [.thu: [span], .fri: [span]])
            let ming = try await scenario.agent("Ming")
            func ask(_ policy: Team.OutsideHours, _ topic: Topic) async throws -> Conversation {
                let team = try await scenario.teams.create(
                    .init(name: policy.rawValue, hours: hours, outsideHours: policy, members: [ming.id])
                )
                _ = try await scenario.queues.create(
                    .init(name: policy.rawValue, scope: .init(topic: topic), team: team.id)
                )
                return try await scenario.waitingChat(topic)
            }
            let kept = try await ask(.assistant, .api)
            #expect(kept.status == .assistant)
            let opening = try #require(Instant(rfc3339: "2026-01-01T01:00:00Z"))
            #expect(try await scenario.messages(of: kept).last?.event?.at == opening)

            let ticket = try await ask(.ticket, .fees)
            #expect(ticket.kind == .ticket && ticket.agent == ming.id)
            let event = try await scenario.messages(of: ticket).compactMap(\.event).first {
                $0.type == .becameTicket
            }
            #expect(event?.at == opening + .seconds(4 * 3600))

            #expect(try await ask(.queue, .trading).agent == ming.id)
            scenario.clock.advance(by: .seconds(3600))
            #expect(try await scenario.waitingChat(.api).agent == ming.id, "in the hours")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aRetiredQueueLosesNobody(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let queue = try await scenario.queues.create(.init(name: "API", scope: .init(topic: .api)))
            let conversation = try await scenario.waitingChat(.api)
            #expect(conversation.queue == queue.id)
            await #expect(throws: QueueError.nameTaken("API")) {
                try await scenario.queues.create(.init(name: "API", scope: nil))
            }
            await #expect(throws: QueueError.isGeneral) { try await scenario.queues.retire(.general) }
            try await scenario.queues.retire(queue.id)
            #expect(try await scenario.queues.all().map(\.id) == [.general])
            _ = try await scenario.queues.create(.init(name: "API", scope: nil))
            let ming = try await scenario.agent("Ming")
            #expect(try await scenario.now(conversation).agent == ming.id)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatHappensInAQueueIsCounted(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let customer = try await scenario.guest()
            let lost = try await scenario.waitingChat(of: customer)
            _ = try await scenario.timeline.resolve(lost.id, by: customer)
            _ = try await scenario.waitingChat()
            scenario.clock.advance(by: .seconds(299))
            let ming = try await scenario.agent("Ming", capacity: 2)
            let quick = try await scenario.waitingChat()
            #expect(quick.agent == ming.id)
            _ = try await scenario.timeline.finish(quick.id, .resolved)

            let now = scenario.clock.now
            let numbers = try await scenario.database.read { db in
                try QueueTallySQL(db: db).numbers(since: now - .seconds(3600))[.general]
            }
            var expected = QueueNumbers()
            expected.entered = 3
            expected.handedOver = 2
            expected.waitedMilliseconds = 299_000
            expected.inTarget = 1
            expected.abandoned = 1
            expected.resolved = 1
            #expect(numbers == expected)
            #expect(numbers?.averageWaitSeconds == 149)
            let hours = try await QueueOutlook(scenario.database, clock: scenario.clock).hoursOfTheDay()
            #expect(hours.map(\.entered).reduce(0, +) == 3)
            #expect(hours.last?.hour == Int(now.milliseconds / 3_600_000 % 24))
            #expect(hours.last?.averageWaitSeconds == 149)
        }
    }

    /// Two nodes at once: every conversation has one agent, and the loads are what they have.
    @Test(arguments: TestDatabase.engines)
    func loadsAreTrueAfterMuchAtOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let agents = [
                try await scenario.agent("Ming", capacity: 3), try await scenario.agent("Ana", capacity: 2),
            ]
            let conversations = try await withThrowingTaskGroup(of: Conversation.self) { group in
                for _ in 0..<16 { group.addTask { try await scenario.waitingChat() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await withTaskGroup(of: Void.self) { group in
                for (index, conversation) in conversations.enumerated() {
                    group.addTask {
                        let agent = agents[index % 2]
                        let timeline = scenario.timeline
                        do {
                            switch index % 4 {
                            case 0: _ = try await timeline.finish(conversation.id, .resolved)
                            case 1: _ = try await timeline.assign(conversation.id, to: .back, by: agent)
                            case 2:
                                _ = try await timeline.assign(
                                    conversation.id,
                                    to: .agent(agent.id),
                                    by: agent
                                )
                            default:
                                _ = try await timeline.reply(
                                    .init(body: "hello"),
                                    to: conversation.id,
                                    by: agent
                                )
                            }
                        } catch {
                            // Whoever loses the race is told so; what counts is what is left.
                            #expect(error is ConversationError)
                        }
                    }
                }
            }
            let counts = try await scenario.desk.loads()
            for agent in agents {
                let own = try await scenario.desk.counts(for: agent.id).mine
                #expect(counts[agent.id] ?? 0 == own)
            }
        }
    }
}
