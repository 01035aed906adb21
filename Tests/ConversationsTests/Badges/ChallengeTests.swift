import Base
@testable import Conversations
import Foundation
import Logging
import People
import Realtime
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// Nobody is warned here.
private struct NoWarnings: PublicWarnings {
    func publish(_ warning: PublicWarning, in db: Connection) -> String { "/announcements/x" }
    func withdraw(_ report: ID<PhishingReport>, at now: Instant, in db: Connection) {}
    func changed() async throws {}
}

/// "Is this really you?", asked in a conversation and answered by the official page, on both engines.
@Suite struct ChallengeTests {
    private struct Rooms {
        let scenario: Scenario
        let verifications: Verifications
        let challenges: BadgeChallenges
        let agent: Agent
        let customer: Customer
        let chat: Conversation
        /// The agent's message that is doubted.
        let seq: Int
    }

    private func with(_ engine: Engine, _ body: @escaping @Sendable (Rooms) async throws -> Void) async throws
    {
        try await Scenario.with(engine) { scenario in
            let challenges = BadgeChallenges(
                scenario.database,
                outbox: Outbox(clock: scenario.clock, signal: scenario.outboxSignal),
                clock: scenario.clock
            )
            let channels = OfficialChannels(scenario.database, gate: SecretsGate(), clock: scenario.clock)
            let verifications = Verifications(
                channels: channels,
                agents: scenario.agents,
                challenges: challenges,
                reports: PhishingReports(
                    scenario.database,
                    channels: channels,
                    warnings: NoWarnings(),
                    pictures: FileInspection(gate: SecretsGate(), reader: NoFileReading()),
                    gate: SecretsGate(),
                    clock: scenario.clock
                ),
                gate: SecretsGate(),
                clock: scenario.clock
            )
            let agent = try await scenario.agent("Ming")
            let customer = try await scenario.verified(uid: "20260001")
            let chat = try await scenario.chat(of: customer)
            let message = try await scenario.timeline.reply(.init(body: "Hello"), to: chat.id, by: agent)
            try await body(
                Rooms(
                    scenario: scenario,
                    verifications: verifications,
                    challenges: challenges,
                    agent: agent,
                    customer: customer,
                    chat: chat,
                    seq: message.seq
                )
            )
        }
    }

    private func code(_ rooms: Rooms) async throws -> String {
        let (issued, _) = try await rooms.scenario.timeline.challenge(
            rooms.chat.id,
            message: rooms.seq,
            by: rooms.customer
        )
        return issued.code.description
    }

    @Test("every entry of an agent carries the badge", arguments: TestDatabase.engines)
    func badges(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let timeline = rooms.scenario.timeline
            let badge = rooms.agent.badge.rawValue
            _ = try await timeline.reply(
                .init(body: "Choose", quickReplies: ["Yes", "No"]),
                to: rooms.chat.id,
                by: rooms.agent
            )
            _ = try await timeline.note(.init(body: "Inner"), on: rooms.chat.id, by: rooms.agent)
            let messages = try await timeline.messages(rooms.chat.id, after: 0, limit: 100)
            let notes = try await timeline.notes(rooms.chat.id, after: 0, limit: 100)
            let written = (messages + notes).filter { $0.author.type == .agent }
            #expect(written.count == 3)
            #expect(written.allSatisfy { $0.author.badge == badge })
            // On the wire as well, whether the encoder or the short way wrote it.
            for entry in written {
                let frame = try entry.realtimeEvent().frame
                #expect(frame.contains("\"badge\":\"\(badge)\""), "\(frame)")
            }
            #expect(messages.filter { $0.author.type != .agent }.allSatisfy { $0.author.badge == nil })
        }
    }

    @Test(
        "the official page confirms a code once, for this agent and conversation",
        arguments: TestDatabase.engines
    )
    func confirmed(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let code = try await code(rooms)
            let first = try await rooms.verifications.verify(code.lowercased().replacing("-", with: " "))
            #expect(first.reason == .challengeConfirmed && first.verdict == .official)
            let expected = BadgeChallenge.Answer(
                outcome: .confirmed,
                reference: rooms.chat.reference.rawValue,
                agentName: "Ming",
                badge: rooms.agent.badge,
                askedAt: rooms.scenario.clock.now
            )
            #expect(first.challenge == expected)

            let moment = rooms.scenario.clock.now
            rooms.scenario.clock.advance(by: .seconds(20))
            let second = try await rooms.verifications.verify("code: \(code)")
            #expect(second.reason == .challengeUsed && second.verdict == .unknown)
            #expect(second.challenge?.outcome == .usedBefore(moment))
        }
    }

    @Test("of many who type a code at once it is confirmed to one", arguments: TestDatabase.engines)
    func race(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let code = try await code(rooms)
            let reasons = try await withThrowingTaskGroup(of: Verification.Reason.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await rooms.verifications.verify(code).reason }
                }
                return try await group.reduce(into: [Verification.Reason]()) { $0.append($1) }
            }
            #expect(reasons.count(where: { $0 == .challengeConfirmed }) == 1)
            #expect(reasons.count(where: { $0 == .challengeUsed }) == 11)
        }
    }

    @Test(
        "a code counts five minutes, for its customer, while the agent works here",
        arguments: TestDatabase.engines
    )
    func limits(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let clock = rooms.scenario.clock
            let late = try await code(rooms)
            clock.advance(by: BadgeChallenge.lifetime)
            #expect(try await rooms.verifications.verify(late).reason == .challengeExpired)

            let code = try await code(rooms)
            let other = try await rooms.scenario.verified(uid: "20260002", name: "Emma")
            let handed = try await rooms.verifications.verify(code, by: other)
            #expect(handed == Verification(.challenge, .challengeOfAnother))
            // A guest of the same browser may be the customer, and what another one typed used nothing up.
            let guest = try await rooms.scenario.guest()
            #expect(try await rooms.verifications.verify(code, by: guest).reason == .challengeConfirmed)

            clock.advance(by: BadgeChallenge.remembered + .seconds(1))
            _ = try await self.code(rooms)
            #expect(
                try await rooms.verifications.verify(code) == Verification(.challenge, .unlistedChallenge)
            )
        }
    }

    @Test("what only looks like a code is told as one, and a name as a name")
    func looksLikeACode() async throws {
        try await with(.sqlite) { rooms in
            for text in ["K7M4-P2QX", "k7m4 p2qx", "code: 2222-2223", "ABCD-EFGC"] {
                let reason = try await rooms.verifications.verify(text).reason
                #expect(reason == .unlistedChallenge, "\(text)")
            }
            for text in ["demo-gate", "somebody", "k7m4p2qx", "K7M4-P2QX-A", "ABCD-EFGA", "abcd-efgc"] {
                let reason = try await rooms.verifications.verify(text).reason
                #expect(reason == .notListed, "\(text)")
            }
        }
    }

    @Test(
        "the agents see that it was asked and what the page said, the customer does not",
        arguments: TestDatabase.engines
    )
    func inner(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let timeline = rooms.scenario.timeline
            let code = try await code(rooms)
            _ = try await rooms.verifications.verify(code)
            let dispatcher = OutboxDispatcher(
                rooms.scenario.database,
                // It comes at least once: the second time it is told already.
                subscriptions: [timeline.confirmations, timeline.confirmations],
                signal: rooms.scenario.outboxSignal,
                clock: rooms.scenario.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            while try await dispatcher.deliverDue() > 0 {}

            let notes = try await timeline.notes(rooms.chat.id, after: 0, limit: 10)
            let person = TimelineEvent.Person(name: "Ming", badge: rooms.agent.badge.rawValue)
            let expected = [
                TimelineEvent(.challenged, agent: person), .init(.challengeConfirmed, agent: person),
            ]
            #expect(notes.map(\.event) == expected)
            #expect(notes.allSatisfy { !$0.body.contains(code) && $0.body.contains("Ming") })
            let seen = try await rooms.scenario.messages(of: rooms.chat)
            #expect(
                seen.allSatisfy { $0.event?.type != .challenged && $0.event?.type != .challengeConfirmed }
            )
        }
    }

    @Test("only an agent's message of one's own conversation is doubted", arguments: TestDatabase.engines)
    func refused(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let timeline = rooms.scenario.timeline
            let (_, person) = try await timeline.challenge(rooms.chat.id, message: nil, by: rooms.customer)
            #expect(person.badge == rooms.agent.badge.rawValue)
            for seq in [1, 99] {
                await #expect(throws: BadgeError.noAgentsMessage(seq)) {
                    _ = try await timeline.challenge(rooms.chat.id, message: seq, by: rooms.customer)
                }
            }
            let other = try await rooms.scenario.guest()
            await #expect(throws: ConversationError.notFound) {
                _ = try await timeline.challenge(rooms.chat.id, message: rooms.seq, by: other)
            }
            let alone = try await rooms.scenario.chat(of: rooms.customer)
            await #expect(throws: BadgeError.nobodyHere) {
                _ = try await timeline.challenge(alone.id, message: nil, by: rooms.customer)
            }
        }
    }

    @Test("a conversation gets so many codes and no more until some are old", arguments: TestDatabase.engines)
    func limited(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            for _ in 0..<BadgeChallenge.most {
                _ = try await code(rooms)
                rooms.scenario.clock.advance(by: .seconds(60))
            }
            await #expect(throws: BadgeError.tooMany(retryAfter: .seconds(300))) { _ = try await code(rooms) }
            rooms.scenario.clock.advance(by: .seconds(300))
            _ = try await code(rooms)
        }
    }

    @Test("the code itself is not in the database", arguments: TestDatabase.engines)
    func hashed(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let code = try await code(rooms)
            let kept = try await rooms.scenario.database.read { db in
                try db.values([UInt8].self, "SELECT digest FROM badge_challenge")
            }
            #expect(kept.count == 1 && kept[0].count == 32)
            #expect(!String(decoding: kept[0], as: UTF8.self).contains(code))
            let notes = try await rooms.scenario.timeline.notes(rooms.chat.id, after: 0, limit: 10)
            #expect(notes.allSatisfy { !$0.body.contains(code) })
        }
    }
}
