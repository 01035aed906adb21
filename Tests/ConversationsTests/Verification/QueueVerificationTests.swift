import Base
@testable import Conversations
import People
import Storage
import Testing
import TestSupport
import Trust

/// A queue that wants its customers verified: the assistant asks as they come in, in the same transaction.
@Suite struct QueueVerificationTests {
    private static let wanted = StepUps.Draft(.withdrawals, by: .totp)

    private static func with(
        _ engine: Engine,
        methods: [StepUp.Method] = [.totp],
        _ body: @escaping @Sendable (Scenario, Queue) async throws -> Void
    ) async throws {
        try await Scenario.with(engine, verificationMethods: methods) { scenario in
            let queue = try await scenario.queues.create(
                .init(name: "Withdrawals", scope: .init(topic: .depositWithdrawal), verification: wanted)
            )
            #expect(try await scenario.queues.all().first { $0.id == queue.id } == queue, "as it was made")
            try await body(scenario, queue)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aSignedInCustomerIsAskedAsTheyComeIn(_ engine: Engine) async throws {
        try await Self.with(engine) { scenario, _ in
            let customer = try await scenario.verified(uid: "1")
            let waiting = try await scenario.waitingChat(of: customer)

            let last = try #require(try await scenario.messages(of: waiting).last)
            #expect(last.author == .assistant)
            #expect(last.card?.verification?.purpose == "withdrawals")
            #expect(waiting.status == .queued, "nobody has taken it by that")
            let asked = try await scenario.stepUps(of: waiting)
            #expect(asked.map(\.askedBy) == [nil])
            #expect(asked.first?.id.description == last.card?.verification?.id)
            #expect(try await scenario.verificationDeeds() == ["verification.asked system Assistant"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoeverIsGivenItAtOnceFindsTheCard(_ engine: Engine) async throws {
        try await Self.with(engine) { scenario, _ in
            let ming = try await scenario.agent("Ming")
            let given = try await scenario.waitingChat(of: try await scenario.verified(uid: "1"))
            #expect(given.agent == ming.id)
            #expect(try await scenario.messages(of: given).suffix(2).map(\.kind) == [.event, .card])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itIsAskedOnceAsLongAsItWaitsOrHolds(_ engine: Engine) async throws {
        try await Self.with(engine) { scenario, queue in
            let ming = try await scenario.agent("Ming")
            let customer = try await scenario.verified(uid: "1")
            let conversation = try await scenario.waitingChat(of: customer)

            _ = try await scenario.timeline.assign(conversation.id, to: .back, by: ming)
            #expect(try await scenario.stepUps(of: conversation).count == 1, "it waits")

            try await scenario.passLast(of: conversation)
            _ = try await scenario.timeline.assign(conversation.id, to: .queue(queue.id), by: ming)
            #expect(try await scenario.stepUps(of: conversation).count == 1, "it holds")

            scenario.clock.advance(by: StepUp.validity)
            _ = try await scenario.timeline.assign(conversation.id, to: .queue(queue.id), by: ming)
            #expect(try await scenario.stepUps(of: conversation).count == 2, "it holds no longer")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aTransferAsksToo(_ engine: Engine) async throws {
        try await Self.with(engine) { scenario, queue in
            let ming = try await scenario.agent("Ming")
            let conversation = try await scenario.waitingChat(
                .other,
                of: try await scenario.verified(uid: "1")
            )
            #expect(try await scenario.stepUps(of: conversation).isEmpty, "the general queue wants nothing")
            _ = try await scenario.timeline.assign(conversation.id, to: .queue(queue.id), by: ming)
            #expect(try await scenario.stepUps(of: conversation).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aGuestIsToldToSignInAndAskedOnceTheyHave(_ engine: Engine) async throws {
        try await Self.with(engine) { scenario, _ in
            let guest = try await scenario.guest()
            let conversation = try await scenario.waitingChat(of: guest)
            let told = try #require(try await scenario.messages(of: conversation).last)
            #expect(told.author == .assistant && told.card == nil)
            #expect(told.body.contains("Sign in"))
            #expect(try await scenario.stepUps(of: conversation).isEmpty)

            _ = try await scenario.verified(uid: "1", current: guest)

            let asked = try await scenario.stepUps(of: conversation)
            #expect(asked.count == 1)
            let last = try await scenario.messages(of: conversation).last
            #expect(last?.card?.verification?.id == asked.first?.id.description)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatTheServerCannotDoIsNotAskedFor(_ engine: Engine) async throws {
        try await Self.with(engine, methods: [.smsCode]) { scenario, _ in
            let conversation = try await scenario.waitingChat(of: try await scenario.verified(uid: "1"))
            #expect(try await scenario.stepUps(of: conversation).isEmpty)
            #expect(try await scenario.messages(of: conversation).allSatisfy { $0.card == nil })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aLevelIsNamedWhereOneIsNeeded(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let nameless = StepUps.Draft(.withdrawals, by: .identityLevel)
            await #expect(throws: QueueError.self) {
                try await scenario.queues.create(.init(name: "L", scope: nil, verification: nameless))
            }
            let made = try await scenario.queues.create(
                .init(name: "T", scope: nil, verification: .init(.withdrawals, by: .totp, level: "L2"))
            )
            #expect(made.verification == Self.wanted, "a code has no level")
        }
    }
}

extension Scenario {
    fileprivate func stepUps(
        of conversation: Conversation
    ) async throws -> [(id: ID<StepUp>, askedBy: ID<Agent>?)] {
        try await database.read { db in
            try db.rows(
                "SELECT id, asked_by FROM step_up WHERE conversation_id = \(conversation.id) ORDER BY created_at, id"
            ).map { (try $0.get("id"), try $0.get("asked_by")) }
        }
    }

    /// As if the customer had answered.
    fileprivate func passLast(of conversation: Conversation) async throws {
        let until = clock.now + StepUp.validity
        try await database.write { db in
            _ = try db.run(
                """
                UPDATE step_up SET status = \(StepUp.Status.verified), valid_until = \(until)
                WHERE conversation_id = \(conversation.id)
                """
            )
        }
    }

    fileprivate func verificationDeeds() async throws -> [String] {
        let trail = AuditTrail(database, clock: clock)
        while try await trail.chainPending() > 0 {}
        return try await trail.entries(after: 0, limit: 100).filter { $0.action.hasPrefix("verification.") }
            .map { "\($0.action) \($0.actorKind) \($0.actorName)" }
    }
}
