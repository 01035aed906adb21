import Base
import People
import Storage
import Testing
import TestSupport
@testable import Trust

/// What an admin marked passes only while the customer has proved who they are, on both engines.
@Suite struct VerificationRulesTests {
    private struct Bench {
        let stepUp: StepUpBench
        let rules: VerificationRules

        func mark(_ deeds: AccountDeed...) async throws {
            try await rules.set(.init(Set(deeds)), by: stepUp.agent, as: stepUp.agent.acting())
        }

        func standing(
            _ deed: AccountDeed,
            of customer: Customer? = nil,
            in place: ID<ConversationPlace>?
        ) async throws -> AccountStanding {
            let (rules, id) = (rules, (customer ?? stepUp.customer).id)
            return try await stepUp.database.read { db in
                let customer = try #require(try Customers.customer(id, in: db))
                return try rules.standing(of: deed, on: customer, in: place, db)
            }
        }

        /// The customer verifies for withdrawals.
        func verify() async throws -> StepUpView {
            try await stepUp.answer(try await stepUp.ask(.totp).id, StepUpBench.rightCode)
        }
    }

    private static func with(_ engine: Engine, _ body: (Bench) async throws -> Void) async throws {
        try await StepUpBench.with(engine) { stepUp in
            try await body(
                Bench(stepUp: stepUp, rules: VerificationRules(stepUp.database, clock: stepUp.clock))
            )
        }
    }

    @Test(arguments: TestDatabase.engines)
    func nothingIsMarkedUntilAnAdminDoes(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            let marks = try await bench.rules.marks()
            #expect(marks.deeds.isEmpty)
            for deed in AccountDeed.allCases {
                #expect(try await bench.standing(deed, in: bench.stepUp.place) == .open)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func itPassesInTheConversationAndForAsLongAsItHolds(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            try await bench.mark(.accountView, .contactReveal)
            let place = bench.stepUp.place
            let purposes = ["account_access", "withdrawals", "security_settings", "personal_details"]
            #expect(try await bench.standing(.accountView, in: place) == .unproved(purposes: purposes))

            let passed = try await bench.verify()

            #expect(try await bench.standing(.accountView, in: place) == .proved(by: passed.id))
            #expect(
                try await bench.standing(.contactReveal, in: place)
                    == .unproved(purposes: ["personal_details", "security_settings"]),
                "what withdrawals need is not enough"
            )
            let other = ID<ConversationPlace>(at: bench.stepUp.clock.now)
            #expect(try await bench.standing(.accountView, in: other) == .unproved(purposes: purposes))
            #expect(try await bench.standing(.accountView, in: nil) == .unproved(purposes: purposes))
            bench.stepUp.clock.advance(by: StepUp.validity)
            #expect(try await bench.standing(.accountView, in: place) == .unproved(purposes: purposes))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func somebodyElsesProofIsNone(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            try await bench.mark(.accountView)
            let place = bench.stepUp.place
            _ = try await bench.verify()
            let other = try await bench.stepUp.newCustomer(uid: "20260002")
            let standing = try await bench.standing(.accountView, of: other, in: place)
            #expect(standing != .open && standing.isUnproved)
            try await bench.stepUp.rename(email: "new@demo.example")
            #expect(try await bench.standing(.accountView, in: place).isUnproved, "another person by now")
        }
    }

    @Test(arguments: TestDatabase.engines)
    func personalDataIsOfTheAccountAndGuestsHaveNone(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            try await bench.mark(.dataExport, .accountView)
            #expect(try await bench.standing(.dataExport, in: nil).isUnproved)
            let draft = StepUps.Draft(.personalDetails, by: .totp)
            let asked = try await bench.stepUp.stepUps.ask(
                draft,
                in: bench.stepUp.place,
                by: bench.stepUp.agent
            )
            let passed = try await bench.stepUp.answer(asked.id, StepUpBench.rightCode)
            #expect(try await bench.standing(.dataExport, in: nil) == .proved(by: passed.id))
            let guest = try await bench.stepUp.newCustomer(uid: nil)
            #expect(try await bench.standing(.accountView, of: guest, in: nil) == .open)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoMarksStandsOnRecord(_ engine: Engine) async throws {
        try await Self.with(engine) { bench in
            try await bench.mark(.contactReveal, .accountView)
            // What happens later is told later.
            bench.stepUp.clock.advance(by: .milliseconds(1))
            try await bench.mark(.contactReveal)
            #expect(try await bench.rules.marks().deeds == [.contactReveal])
            let trail = AuditTrail(bench.stepUp.database, clock: bench.stepUp.clock)
            while try await trail.chainPending() > 0 {}
            let changes = try await trail.entries(after: 0, limit: 100).filter {
                $0.action == AuditAction.verificationRulesChanged.rawValue
            }
            #expect(
                changes.map(\.details) == [
                    #"{"deeds":"account.view contact.reveal"}"#, #"{"deeds":"contact.reveal"}"#,
                ]
            )
        }
    }
}

extension AccountStanding {
    fileprivate var isUnproved: Bool { if case .unproved = self { true } else { false } }
}
