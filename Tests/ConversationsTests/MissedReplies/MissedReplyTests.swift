import Base
import Conversations
import Foundation
import Logging
import People
import Safeguard
import Storage
import Synchronization
import TestSupport
import Testing
import Trust

@Suite("Replies that a customer missed")
struct MissedReplyTests {
    private static let after = Duration.seconds(600)
    private static let notice = Duration.seconds(15)

    /// A chat that an agent has answered, in a scenario that watches for missed replies.
    private struct Answered: Sendable {
        let scenario: Scenario
        let timeline: Timeline
        let customer: Customer
        let agent: Agent
        let chat: Conversation

        func reply(_ words: String) async throws -> Message {
            try await timeline.reply(.init(clientID: UUID(), body: words), to: chat.id, by: agent)
        }

        func read(_ seq: Int) async throws {
            try await timeline.markRead(chat.id, upTo: seq, by: .customer(customer))
        }

        /// What the watch tells now: the numbers of replies.
        func told(connected: Set<ID<Customer>> = []) async throws -> [Int] {
            try await timeline.tellMissedReplies(notice: notice) { connected.intersection($0) }
            let heard = Mutex<[Int]>([])
            let dispatcher = OutboxDispatcher(
                scenario.database,
                subscriptions: [
                    OutboxSubscription(CustomerMissedReply.self) { event in
                        heard.withLock { $0.append(event.seq) }
                    }
                ],
                signal: scenario.outboxSignal,
                clock: scenario.clock,
                logger: Logger(label: "test")
            )
            while try await dispatcher.deliverDue() > 0 {}
            return heard.withLock { $0 }
        }
    }

    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Answered) async throws -> Void
    ) async throws {
        try await Scenario.with(engine, missedAfter: after) { scenario in
            let customer = try await scenario.verified(uid: "u1")
            let agent = try await scenario.agent("Ada")
            let chat = try await scenario.chat(of: customer)
            try await body(
                Answered(
                    scenario: scenario,
                    timeline: scenario.timeline,
                    customer: customer,
                    agent: agent,
                    chat: chat
                )
            )
        }
    }

    @Test(
        "the first unread reply is told once, when its customer has been away",
        arguments: TestDatabase.engines
    )
    func once(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            let first = try await desk.reply("Which network?")
            desk.scenario.clock.advance(by: .seconds(300))
            _ = try await desk.reply("And which address?")
            #expect(try await desk.told() == [])
            desk.scenario.clock.advance(by: .seconds(301))
            #expect(try await desk.told() == [first.seq])
            desk.scenario.clock.advance(by: .seconds(6000))
            _ = try await desk.reply("Are you there?")
            desk.scenario.clock.advance(by: .seconds(6000))
            #expect(try await desk.told() == [])
        }
    }

    @Test("what was read, answered or read elsewhere in time is not told", arguments: TestDatabase.engines)
    func inTime(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            let read = try await desk.reply("Which network?")
            try await desk.read(read.seq)
            desk.scenario.clock.advance(by: .seconds(601))
            #expect(try await desk.told() == [])

            _ = try await desk.reply("And which address?")
            try await desk.scenario.write("this one", to: desk.chat, by: desk.customer)
            desk.scenario.clock.advance(by: .seconds(601))
            #expect(try await desk.told() == [])

            // Read only up to the first of two: the second waits from then on.
            let first = try await desk.reply("Thank you.")
            let second = try await desk.reply("It is on its way.")
            desk.scenario.clock.advance(by: .seconds(500))
            try await desk.read(first.seq)
            desk.scenario.clock.advance(by: .seconds(500))
            #expect(try await desk.told() == [])
            desk.scenario.clock.advance(by: .seconds(101))
            #expect(try await desk.told() == [second.seq])
        }
    }

    @Test(
        "a customer who is connected is given more time, and told once they are gone",
        arguments: TestDatabase.engines
    )
    func connected(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            let reply = try await desk.reply("Which network?")
            desk.scenario.clock.advance(by: Self.after - .seconds(10))
            #expect(try await desk.told(connected: [desk.customer.id]) == [])
            desk.scenario.clock.advance(by: .seconds(20))
            #expect(try await desk.told() == [])
            desk.scenario.clock.advance(by: Self.after + Self.notice)
            #expect(try await desk.told() == [reply.seq])
        }
    }

    @Test(
        "what is told names the case, the customer and the reply; what was read is not told",
        arguments: TestDatabase.engines
    )
    func contents(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            let reply = try await desk.reply("Which network?")
            let event = CustomerMissedReply(conversation: desk.chat.id, seq: reply.seq)
            let told = try #require(try await desk.timeline.missedReply(event))
            let json = String(decoding: try WireJSON.encode(told), as: UTF8.self)
            for part in [
                #""uid":"u1""#, #""verified":true"#, #""excerpt":"Which network?""#, #""unread":1"#,
                #""path":"\/conversations\/\#(desk.chat.id)""#,
            ] {
                #expect(
                    json.contains(part) || json.contains(part.replacing("\\/", with: "/")),
                    "\(part) in \(json)"
                )
            }
            try await desk.read(reply.seq)
            #expect(try await desk.timeline.missedReply(event) == nil)
        }
    }

    @Test("two nodes that look at once tell once", arguments: TestDatabase.engines)
    func twoNodes(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            let reply = try await desk.reply("Which network?")
            desk.scenario.clock.advance(by: .seconds(601))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await desk.timeline.tellMissedReplies(notice: .zero) { _ in [] } }
                }
                try await group.waitForAll()
            }
            #expect(try await desk.told() == [reply.seq])
        }
    }

    @Test(
        "what is told of a verified customer says what they know us by; of others nothing",
        arguments: TestDatabase.engines
    )
    func antiPhishing(on engine: Engine) async throws {
        try await Self.with(engine) { desk in
            func told(_ chat: Conversation) async throws -> String {
                let reply = try await desk.timeline.reply(
                    .init(clientID: UUID(), body: "Which network?"),
                    to: chat.id,
                    by: desk.agent
                )
                let event = CustomerMissedReply(conversation: chat.id, seq: reply.seq)
                let told = try #require(try await desk.timeline.missedReply(event))
                return String(decoding: try WireJSON.encode(told), as: UTF8.self)
            }
            let before = try await told(desk.chat)
            #expect(!before.contains("anti_phishing"))
            let codes = AntiPhishingCodes(
                desk.scenario.database,
                gate: SecretsGate(),
                clock: desk.scenario.clock
            )
            try await codes.choose("blue heron", for: desk.customer)
            let said = try await told(desk.chat)
            let line = "Your anti-phishing code: blue heron. What comes in our name without it is not ours."
            #expect(said.contains(#""anti_phishing":{"code":"blue heron","line":"\#(line)"}"#), "\(said)")
            let guest = try await told(try await desk.scenario.chat(of: try await desk.scenario.guest()))
            #expect(!guest.contains("anti_phishing"))
            try await codes.remove(for: desk.customer)
            let after = try await told(desk.chat)
            #expect(!after.contains("anti_phishing"))
        }
    }
}
