import Base
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
