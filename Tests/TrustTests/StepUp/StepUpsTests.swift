import Base
import Foundation
import Logging
import Mail
import People
import Storage
import Synchronization
import Testing
import TestSupport
@testable import Trust

/// What agents ask, customers answer and the database keeps, on both engines.
@Suite struct StepUpsTests {
    @Test(arguments: TestDatabase.engines)
    func aCodeByMailVerifiesOnceAndLeavesNothing(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.emailCode)
            let sent = try await bench.stepUps.sendCode(asked.id, in: bench.place, for: bench.customer)
            #expect(sent.isSent && sent.sentTo == "l•••@demo.example" && sent.sendsLeft == 2)
            let code = try await bench.mailedCode()

            let passed = try await bench.answer(asked.id, code)

            #expect(passed.status == .verified)
            #expect(passed.validUntil == bench.clock.now + StepUp.validity)
            #expect(
                bench.stage.news.all == ["asked withdrawals email_code", "verified withdrawals email_code"]
            )
            #expect(try await bench.actions() == [.verificationAsked, .verificationPassed])
            await #expect(throws: StepUpError.over(.verified)) { try await bench.answer(asked.id, code) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func ofTwoRightAnswersOneWins(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.emailCode)
            _ = try await bench.stepUps.sendCode(asked.id, in: bench.place, for: bench.customer)
            let code = try await bench.mailedCode()

            let won = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask { await (try? bench.answer(asked.id, code)) != nil }  // losing is expected
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(won == 1)
            #expect(bench.stage.news.all.filter { $0.hasPrefix("verified") }.count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func fiveWrongAnswersEndItAndAreTold(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.totp)
            for left in [4, 3, 2, 1] {
                await #expect(throws: StepUpError.wrong(attemptsLeft: left)) {
                    try await bench.answer(asked.id, "000000")
                }
            }
            await #expect(throws: StepUpError.over(.failed)) { try await bench.answer(asked.id, "000000") }
            await #expect(throws: StepUpError.over(.failed)) {
                try await bench.answer(asked.id, StepUpBench.rightCode)
            }
            #expect(try await bench.actions() == [.verificationAsked, .verificationFailed])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatTheExchangeCannotTellCountsForNothing(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.totp)
            bench.exchange.failure.withLock { $0 = .unavailable }
            for _ in 0..<7 {
                await #expect(throws: StepUpError.cannotBeChecked) {
                    try await bench.answer(asked.id, "000000")
                }
            }
            bench.exchange.failure.withLock { $0 = nil }
            #expect(try await bench.answer(asked.id, StepUpBench.rightCode).status == .verified)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aTextThatCouldNotBeSentMayBeSentAtOnce(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.smsCode)
            bench.exchange.failure.withLock { $0 = .unavailable }
            await #expect(throws: StepUpError.cannotBeSent) {
                try await bench.stepUps.sendCode(asked.id, in: bench.place, for: bench.customer)
            }
            bench.exchange.failure.withLock { $0 = nil }
            let sent = try await bench.stepUps.sendCode(asked.id, in: bench.place, for: bench.customer)
            #expect(sent.sentTo == "•••4471" && sent.sendsLeft == 2)
            let code = try #require(bench.exchange.texts.all.last?.firstMatch(of: /\d{6}/)).output
            #expect(try await bench.answer(asked.id, String(code)).status == .verified)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aLevelIsAskedForUntilItIsThere(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.identityLevel, level: "L3")
            for _ in 0..<7 {
                await #expect(throws: StepUpError.levelTooLow) { try await bench.answer(asked.id, "") }
            }
            bench.exchange.level.withLock { $0 = "L3" }
            #expect(try await bench.answer(asked.id, "").status == .verified)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itIsClearedWhenTheCustomerIsNotTheSame(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.totp)
            _ = try await bench.answer(asked.id, StepUpBench.rightCode)
            #expect(try await bench.stepUps.all(in: bench.place).map(\.status) == [.verified])

            try await bench.rename(email: "somebody.else@demo.example")

            #expect(try await bench.stepUps.all(in: bench.place).map(\.status) == [.cleared])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itIsClearedByAnotherPhoneAndALowerLevel(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            func status() async throws -> StepUp.Status? {
                try await bench.stepUps.all(in: bench.place).first?.status
            }
            try await bench.change(phone: "+86 138 0013 8000", level: "L2")
            let asked = try await bench.ask(.totp)
            _ = try await bench.answer(asked.id, StepUpBench.rightCode)
            #expect(try await status() == .verified)
            // Who proves more of themselves is still who they were.
            try await bench.change(phone: "+86 138 0013 8000", level: "L3")
            #expect(try await status() == .verified)
            try await bench.change(phone: "+86 138 0013 8000", level: "L1")
            #expect(try await status() == .cleared)
            try await bench.change(phone: "+86 138 0013 8000", level: nil)
            #expect(try await status() == .cleared)
            try await bench.change(phone: "+86 138 0013 8001", level: "L2")
            #expect(try await status() == .cleared)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func agentsReadThatItWaitsAndUntilWhenItHolds(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            func members(_ view: some Encodable) throws -> Set<String> {
                let json = try JSONSerialization.jsonObject(with: Data(WireJSON.encode(view)))
                return Set(try #require(json as? [String: Any]).keys)
            }
            let always: Set = [
                "id", "conversation", "purpose", "method", "asked_by", "status", "created_at", "expires_at",
            ]
            let asked = try await bench.ask(.emailCode)
            _ = try await bench.stepUps.sendCode(asked.id, in: bench.place, for: bench.customer)
            #expect(try members(asked) == always)
            let code = try await bench.mailedCode()
            await #expect(throws: StepUpError.self) {
                try await bench.answer(asked.id, code == "000000" ? "000001" : "000000")
            }
            let waiting = try #require(try await bench.stepUps.all(in: bench.place).first)
            #expect(try members(waiting) == always)
            let own = try await bench.answer(asked.id, code)
            let verified = try #require(try await bench.stepUps.all(in: bench.place).first)
            #expect(try members(verified) == always.union(["valid_until"]))
            #expect(try members(own).isSuperset(of: ["attempts_left", "sends_left", "sent_to", "is_sent"]))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func thatSomebodyWasAskedIsKeptForAWhile(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            func apply(_ days: [String: Int]) async throws -> [String: Int] {
                try await Retention(
                    bench.database,
                    rules: [StepUps.retention],
                    days: days,
                    clock: bench.clock,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                ).apply()
            }
            // More than one transaction takes away.
            for _ in 0..<25 { _ = try await bench.ask(.totp) }
            bench.clock.advance(by: .seconds(29 * 86_400))
            let recent = try await bench.ask(.totp)
            #expect(try await apply(["verifications": 30]).isEmpty)

            bench.clock.advance(by: .seconds(2 * 86_400))
            // What is not named is kept for ever.
            #expect(try await apply(["visits": 1]).isEmpty)
            #expect(try await apply(["verifications": 30]) == ["verifications": 25])
            #expect(try await bench.stepUps.all(in: bench.place).map(\.id) == [recent.id])
            #expect(try await apply(["verifications": 30]).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func onlyTheCustomerOfTheConversationAnswers(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.totp)
            let stranger = try await bench.newCustomer(uid: "other")
            let id = try #require(ID<StepUp>(asked.id))
            await #expect(throws: StepUpError.notFound) {
                try await bench.stepUps.answer(id, in: bench.place, with: Redacted("111111"), for: stranger)
            }
            await #expect(throws: StepUpError.notFound) {
                try await bench.stepUps.show(id, in: bench.place, for: stranger)
            }
            let elsewhere = ID<ConversationPlace>(at: bench.clock.now)
            await #expect(throws: StepUpError.notFound) {
                try await bench.stepUps.show(id, in: elsewhere, for: bench.customer)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anotherQuestionTakesTheFirstBack(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let first = try await bench.ask(.totp)
            bench.clock.advance(by: .milliseconds(1))
            _ = try await bench.ask(.emailCode)
            #expect(try await bench.stepUps.all(in: bench.place).map(\.status) == [.waiting, .cancelled])
            await #expect(throws: StepUpError.over(.cancelled)) {
                try await bench.answer(first.id, StepUpBench.rightCode)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anAccountIsLockedForADay(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            for _ in 0..<3 {
                let asked = try await bench.ask(.totp)
                for _ in 0..<StepUp.mostAttempts {
                    await #expect(throws: StepUpError.self) { try await bench.answer(asked.id, "000000") }
                }
            }
            await #expect(throws: StepUpError.accountLocked) { try await bench.ask(.totp) }
            bench.clock.advance(by: StepUps.day)
            _ = try await bench.ask(.totp)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func guestsAndClosedConversationsHaveNothingToVerify(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            bench.stage.isClosed.withLock { $0 = true }
            await #expect(throws: StepUpError.conversationClosed) { try await bench.ask(.totp) }
            bench.stage.isClosed.withLock { $0 = false }
            let guest = try await bench.newCustomer(uid: nil)
            bench.stage.customer.withLock { $0 = guest.id }
            await #expect(throws: StepUpError.guest) { try await bench.ask(.totp) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anAgentTakesItBack(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let asked = try await bench.ask(.totp)
            let id = try #require(ID<StepUp>(asked.id))
            let view = try await bench.stepUps.cancel(id, in: bench.place, by: bench.agent)
            #expect(view.status == .cancelled)
            await #expect(throws: StepUpError.over(.cancelled)) {
                try await bench.answer(asked.id, StepUpBench.rightCode)
            }
        }
    }
}
