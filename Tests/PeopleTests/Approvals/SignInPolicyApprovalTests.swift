import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

/// An approved change of the sign-in rules locks out neither who asked for it nor who agrees to it.
@Suite struct SignInPolicyApprovalTests {
    private struct Bench: Sendable {
        let scenario: Scenario
        let policies: SignInPolicies
        let approvals: Approvals
        let ada: Agent
        let bo: Agent

        static func with(_ engine: Engine, _ body: (Bench) async throws -> Void) async throws {
            try await Scenario.with(engine) { scenario in
                let policies = SignInPolicies(scenario.database, clock: scenario.clock, ended: WorkSignal())
                try await body(
                    Bench(
                        scenario: scenario,
                        policies: policies,
                        approvals: Approvals(
                            scenario.database,
                            actions: [policies.approvable],
                            gate: SecretsGate(),
                            clock: scenario.clock
                        ),
                        ada: try await scenario.agent("Ada", role: .admin),
                        bo: try await scenario.agent("Bo", role: .admin)
                    )
                )
            }
        }

        /// Asks, from inside, that the desk be open to 10.0.0.0/8 alone.
        func ask() async throws -> ID<Approval> {
            let policy = try policies.check(SignInPolicy(addresses: ["10.0.0.0/8"]), from: "10.1.2.3")
            let asked = try await approvals.ask(
                SignInPolicies.changing,
                policy,
                about: ["addresses": "10.0.0.0/8"],
                by: ada,
                as: ada.acting(from: "10.1.2.3")
            )
            return try #require(ID<Approval>(asked.id))
        }

        func approve(_ id: ID<Approval>, from address: String) async throws -> Approval.Status {
            try await approvals.approve(id, note: "", by: bo, as: bo.acting(from: address)).status
        }

        func signIn(_ agent: Agent, from address: String) async throws {
            _ = try await scenario.agents.signIn(
                email: agent.email,
                password: Redacted(Scenario.password),
                from: SignInOrigin(address: address, userAgent: nil)
            )
        }

        func status(_ id: ID<Approval>) async throws -> Approval.Status {
            try await approvals.approval(id, for: bo).status
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoeverAgreesStaysIn(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let id = try await bench.ask()
            await #expect(throws: ApprovalError.wouldLockApproverOut) {
                try await bench.approve(id, from: "203.0.113.7")
            }
            // It waits on, for somebody whom it does not lock out.
            #expect(try await bench.status(id) == .waiting)
            #expect(try await bench.policies.policy() == SignInPolicy())
            #expect(try await bench.approve(id, from: "10.4.4.4") == .approved)
            #expect(try await bench.policies.policy().addresses == ["10.0.0.0/8"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoeverAskedStaysIn(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let id = try await bench.ask()
            // They have moved since.
            try await bench.signIn(bench.ada, from: "203.0.113.7")
            let overtaken = ApprovalError.overtaken(reason: "would_lock_requester_out")
            await #expect(throws: overtaken) { try await bench.approve(id, from: "10.4.4.4") }
            #expect(try await bench.status(id) == .overtaken)
            #expect(try await bench.policies.policy() == SignInPolicy())
        }
    }

    @Test(arguments: TestDatabase.engines)
    func oneSessionFromWithinIsEnough(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            let id = try await bench.ask()
            try await bench.signIn(bench.ada, from: "10.9.9.9")
            try await bench.signIn(bench.ada, from: "203.0.113.7")
            #expect(try await bench.approve(id, from: "10.4.4.4") == .approved)
        }
    }
}
