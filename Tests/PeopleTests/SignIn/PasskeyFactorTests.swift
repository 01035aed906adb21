import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

/// A passkey is a second factor: whoever has the password of somebody with one has nothing.
@Suite struct PasskeyFactorTests {
    private static let password = Redacted(Scenario.password)

    /// An agent who came in by the password before they had a passkey, or by a weak proof of their provider.
    private struct Bench: Sendable {
        let scenario: Scenario
        let agent: Agent
        let factors: SecondFactors
        let passkeys: Passkeys
        let policies: SignInPolicies
        let before: OpaqueToken

        static func with(_ engine: Engine, _ body: (Bench) async throws -> Void) async throws {
            try await Scenario.with(engine) { scenario in
                let agent = try await scenario.agent("Ming")
                let before = try await scenario.agents.signIn(
                    email: agent.email,
                    password: PasskeyFactorTests.password
                )
                try await body(
                    Bench(
                        scenario: scenario,
                        agent: agent,
                        factors: SecondFactors(agents: scenario.agents, issuer: "Demo Exchange"),
                        passkeys: Passkeys(agents: scenario.agents),
                        policies: SignInPolicies(
                            scenario.database,
                            clock: scenario.clock,
                            ended: WorkSignal()
                        ),
                        before: before.token
                    )
                )
            }
        }

        func add(_ number: UInt8 = 1) async throws {
            let passkey = Passkey(
                credentialID: [number],
                agent: agent.id,
                name: "Laptop \(number)",
                relyingParty: "desk.example",
                algorithm: -7,
                publicKey: [1],
                signCount: 0,
                createdAt: scenario.clock.now,
                usedAt: nil
            )
            try await scenario.database.write { db in try PasskeySQL(db: db).insert(passkey) }
        }

        func signIn() async throws -> OpaqueToken {
            try await scenario.agents.signIn(email: agent.email, password: PasskeyFactorTests.password).token
        }

        /// As one who signs in by a passkey, or confirms an authenticator app.
        func prove(_ token: OpaqueToken) async throws {
            let now = scenario.clock.now
            try await scenario.database.write { db in
                try AgentSessionSQL(db: db).setProven(token.digest, at: now)
            }
        }

        func principal(_ token: OpaqueToken) async throws -> (any AgentStanding)? {
            try await scenario.agents.principal(withSession: token.text, from: nil)
        }

        func isWhole(_ token: OpaqueToken) async throws -> Bool {
            let holds = try await scenario.agents.holding([token.digest]).count == 1
            let isAgent = try await principal(token) is AgentPrincipal
            #expect(holds == isAgent)
            return isAgent
        }
    }

    @Test(arguments: TestDatabase.engines)
    func thePasswordAloneLetsNobodyIn(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            #expect(try await bench.isWhole(bench.before))
            try await bench.add()
            for roles in [[], [Role.agent]] as [Set<Role>] {
                _ = try await bench.policies.set(
                    SignInPolicy(secondFactorRoles: roles),
                    from: nil,
                    by: .system
                )
                await #expect(throws: SignInError.passkeyRequired) { try await bench.signIn() }
                // Also not with what began before: it has proved the password alone.
                #expect(try await bench.principal(bench.before) == nil)
                #expect(try await bench.scenario.agents.agent(withSession: bench.before.text) == nil)
                #expect(try await bench.scenario.agents.holding([bench.before.digest]).isEmpty)
            }
            try await bench.prove(bench.before)
            #expect(try await bench.isWhole(bench.before))
            // A wrong password tells nothing about the passkey.
            await #expect(throws: AgentError.signInFailed) {
                try await bench.scenario.agents.signIn(email: bench.agent.email, password: Redacted("x"))
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func thePasswordAloneConfirmsNoImportantStep(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.add()
            let proof = SecondFactors.Proof(password: Self.password, code: "123456")
            await #expect(throws: SignInError.passkeyRequired) {
                try await bench.factors.begin(bench.agent, proof: proof)
            }
            await #expect(throws: SignInError.passkeyRequired) {
                try await bench.passkeys.challenge(for: bench.agent, proof: proof)
            }
            await #expect(throws: SignInError.passkeyRequired) {
                try await bench.passkeys.remove([1], of: bench.agent, proof: proof, keeping: [], by: .system)
            }
            await #expect(throws: SignInError.passkeyRequired) {
                try await bench.scenario.agents.changePassword(
                    of: bench.agent,
                    proof: proof,
                    to: Redacted("kauri plinth violet"),
                    keeping: [],
                    by: .system
                )
            }
            let wrong = SecondFactors.Proof(password: Redacted("wrong"), code: nil)
            await #expect(throws: SignInError.passwordWrong) {
                try await bench.passkeys.remove([1], of: bench.agent, proof: wrong, keeping: [], by: .system)
            }
            #expect(try await bench.passkeys.passkeys(of: bench.agent.id).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anAdminsResetIsTheWayBack(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.add()
            await #expect(throws: SignInError.passkeyRequired) { try await bench.signIn() }
            try await bench.factors.reset(bench.agent.id, by: .system)
            #expect(try await bench.isWhole(try await bench.signIn()))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func withAnAuthenticatorAppItsCodeIsAskedForAndRecoveryCodesStandIn(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let passkey = Passkey(
                credentialID: [1],
                agent: phone.agent.id,
                name: "Laptop",
                relyingParty: "desk.example",
                algorithm: -7,
                publicKey: [1],
                signCount: 0,
                createdAt: phone.scenario.clock.now,
                usedAt: nil
            )
            try await phone.scenario.database.write { db in try PasskeySQL(db: db).insert(passkey) }
            await #expect(throws: SignInError.codeRequired) { try await phone.signIn(nil) }
            for code in [phone.code(), phone.recovery[0].text] {
                let session = try await phone.signIn(code)
                let principal = try await phone.scenario.agents.principal(
                    withSession: session.token.text,
                    from: nil
                )
                #expect(principal is AgentPrincipal)
            }
            let proof = SecondFactors.Proof(password: Phone.password, code: nil)
            let passkeys = Passkeys(agents: phone.scenario.agents)
            await #expect(throws: SignInError.codeRequired) {
                try await passkeys.remove([1], of: phone.agent, proof: proof, keeping: [], by: .system)
            }
            let right = SecondFactors.Proof(password: Phone.password, code: phone.code(1))
            try await passkeys.remove([1], of: phone.agent, proof: right, keeping: [], by: .system)
            #expect(try await passkeys.passkeys(of: phone.agent.id).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aRoleThatMustHaveOneKeepsTheLast(_ engine: Engine) async throws {
        try await Bench.with(engine) { bench in
            try await bench.add(1)
            _ = try await bench.policies.set(
                SignInPolicy(secondFactorRoles: [.agent]),
                from: nil,
                by: .system
            )
            #expect(try await bench.factors.enrolled() == [bench.agent.id])
            let proof = SecondFactors.Proof(password: Self.password, code: nil)
            await #expect(throws: SignInError.secondFactorNotRemovable) {
                try await bench.passkeys.remove([1], of: bench.agent, proof: proof, keeping: [], by: .system)
            }
            // Of two, one may go: it asks for a passkey as every such step.
            try await bench.add(2)
            await #expect(throws: SignInError.passkeyRequired) {
                try await bench.passkeys.remove([1], of: bench.agent, proof: proof, keeping: [], by: .system)
            }
            await #expect(throws: SignInError.passkeyNotFound) {
                try await bench.passkeys.remove([9], of: bench.agent, proof: proof, keeping: [], by: .system)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatWasProvedIsForgottenWithTheLastFactor(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let policies = SignInPolicies(
                phone.scenario.database,
                clock: phone.scenario.clock,
                ended: WorkSignal()
            )
            let session = phone.session.token
            let proof = SecondFactors.Proof(password: Phone.password, code: phone.code())
            try await phone.factors.remove(
                phone.agent,
                proof: proof,
                keeping: session.digest,
                by: .system
            )
            _ = try await policies.set(SignInPolicy(secondFactorRoles: [.agent]), from: nil, by: .system)
            let principal = try await phone.scenario.agents.principal(withSession: session.text, from: nil)
            #expect((principal as? LimitedAgentPrincipal)?.limit == .secondFactorMissing)
            #expect(try await phone.scenario.agents.holding([session.digest]).isEmpty)
        }
    }
}
