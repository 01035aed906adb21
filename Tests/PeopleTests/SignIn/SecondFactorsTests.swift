import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

@Suite struct SecondFactorsTests {
    @Test(arguments: TestDatabase.engines)
    func aCodeIsAskedForOnceThereIsASecondFactor(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            #expect(phone.recovery.count == 10)
            #expect(Set(phone.recovery).count == 10)
            await #expect(throws: SignInError.codeRequired) { try await phone.signIn(nil) }
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn("000 00") }
            // What happens in the same millisecond has no order.
            phone.scenario.clock.advance(by: .milliseconds(1))
            let session = try await phone.signIn(phone.code())
            #expect(try await phone.scenario.agents.agent(withSession: session.token.text) == phone.agent)
            phone.scenario.clock.advance(by: .milliseconds(1))
            // A wrong password tells nothing about the code.
            await #expect(throws: AgentError.signInFailed) {
                try await phone.scenario.agents.signIn(
                    email: phone.agent.email,
                    password: Redacted("wrong"),
                    code: phone.code(1)
                )
            }
            #expect(try await phone.outcomes() == [.passwordWrong, .succeeded, .codeWrong, .succeeded])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func noCodeIsTakenTwiceAndNoneBeforeOneThatWas(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            _ = try await phone.signIn(phone.code())
            await #expect(throws: SignInError.codeUsed) { try await phone.signIn(phone.code()) }
            await #expect(throws: SignInError.codeUsed) { try await phone.signIn(phone.code(-1)) }
            _ = try await phone.signIn(phone.code(1))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func ofRequestsWithTheSameCodeOneWins(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let step = AuthenticatorSecret.step(at: phone.scenario.clock.now)
            let code = phone.recovery[0]
            for attempt in [
                { (db: Connection) in try SecondFactorSQL(db: db).use(step, of: phone.agent.id) },
                { (db: Connection) in
                    try SecondFactorSQL(db: db).use(code, of: phone.agent.id, at: phone.scenario.clock.now)
                },
            ] as [@Sendable (Connection) throws -> Bool] {
                let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 { group.addTask { try await phone.scenario.database.write(attempt) } }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(wins == 1)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func afterFiveWrongCodesNoneIsTakenForAQuarterOfAnHour(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let wrong = phone.code() == "000000" ? "000001" : "000000"
            for _ in 0..<5 {
                await #expect(throws: SignInError.codeWrong) { try await phone.signIn(wrong) }
            }
            await #expect(throws: SignInError.codeLocked(.seconds(900))) {
                try await phone.signIn(phone.code())
            }
            await #expect(throws: SignInError.codeLocked(.seconds(900))) {
                try await phone.signIn(phone.recovery[0].text)
            }
            phone.scenario.clock.advance(by: .seconds(899))
            await #expect(throws: SignInError.codeLocked(.seconds(1))) {
                try await phone.signIn(phone.code())
            }
            phone.scenario.clock.advance(by: .seconds(1))
            _ = try await phone.signIn(phone.code())
            // A right one clears the count.
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn(wrong) }
            _ = try await phone.signIn(phone.code(1))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aRecoveryCodeStandsInOnce(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let text = phone.recovery[3].text
            _ = try await phone.signIn(text.lowercased())
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn(text) }
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn(RecoveryCode().text) }
            #expect(try await phone.factors.status(of: phone.agent).recoveryCodesLeft == 9)

            let renewed = try await phone.factors.renewRecoveryCodes(
                phone.agent,
                proof: .init(password: Phone.password, code: phone.code()),
                by: phone.agent.acting()
            )
            #expect(Set(renewed).isDisjoint(with: phone.recovery))
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn(phone.recovery[4].text) }
            _ = try await phone.signIn(renewed[0].text)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func importantStepsDemandPasswordAndCode(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            for (password, code, error) in [
                (Redacted("wrong"), phone.code(), SignInError.passwordWrong),
                (Phone.password, nil, .codeRequired),
                (Phone.password, "12", .codeWrong),
            ] {
                let proof = SecondFactors.Proof(password: password, code: code)
                await #expect(throws: error) { try await phone.factors.begin(phone.agent, proof: proof) }
                await #expect(throws: error) {
                    try await phone.factors.renewRecoveryCodes(phone.agent, proof: proof, by: .system)
                }
                await #expect(throws: error) {
                    try await phone.factors.remove(phone.agent, proof: proof, keeping: [], by: .system)
                }
                await #expect(throws: error) {
                    try await phone.scenario.agents.changePassword(
                        of: phone.agent,
                        proof: proof,
                        to: Redacted("kauri plinth violet"),
                        keeping: [],
                        by: .system
                    )
                }
                phone.scenario.clock.advance(by: .seconds(1000))
            }
            let status = try await phone.factors.status(of: phone.agent)
            #expect(status.isOn)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func replacingKeepsTheOldOneUntilTheNewOneIsConfirmed(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let new = try await Phone.enrol(phone.agent, phone.factors, phone.scenario, code: phone.code())
            phone.scenario.clock.advance(by: .seconds(60))
            let other = try await phone.signIn(phone.code())
            let step = AuthenticatorSecret.step(at: phone.scenario.clock.now)
            await #expect(throws: SignInError.codeWrong) {
                try await phone.factors.confirm(phone.agent, code: "1", keeping: [], by: .system)
            }
            _ = try await phone.factors.confirm(
                phone.agent,
                code: new.code(of: step),
                keeping: phone.session.token.digest,
                by: phone.agent.acting()
            )
            #expect(try await phone.scenario.agents.agent(withSession: other.token.text) == nil)
            #expect(try await phone.scenario.agents.agent(withSession: phone.session.token.text) != nil)
            await #expect(throws: SignInError.codeUsed) { try await phone.signIn(new.code(of: step)) }
            await #expect(throws: SignInError.codeWrong) { try await phone.signIn(phone.code(1)) }
            _ = try await phone.signIn(new.code(of: step + 1))
            await #expect(throws: SignInError.enrolmentOver) {
                try await phone.factors.confirm(phone.agent, code: "1", keeping: [], by: .system)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatWaitsTooLongIsNotConfirmed(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let new = try await Phone.enrol(phone.agent, phone.factors, phone.scenario, code: phone.code())
            phone.scenario.clock.advance(by: .seconds(1800))
            let step = AuthenticatorSecret.step(at: phone.scenario.clock.now)
            await #expect(throws: SignInError.enrolmentOver) {
                try await phone.factors.confirm(
                    phone.agent,
                    code: new.code(of: step),
                    keeping: [],
                    by: .system
                )
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func removingAndResetting(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let policies = SignInPolicies(
                phone.scenario.database,
                clock: phone.scenario.clock,
                ended: WorkSignal()
            )
            _ = try await policies.set(
                SignInPolicy(secondFactorRoles: [.agent]),
                from: "203.0.113.7",
                by: .system
            )
            let proof = SecondFactors.Proof(password: Phone.password, code: phone.code())
            await #expect(throws: SignInError.secondFactorNotRemovable) {
                try await phone.factors.remove(phone.agent, proof: proof, keeping: [], by: .system)
            }
            // An admin can: the agent sets up a new one then, before anything else.
            try await phone.factors.reset(phone.agent.id, by: .system)
            await #expect(throws: SignInError.noSecondFactor) {
                try await phone.factors.reset(phone.agent.id, by: .system)
            }
            #expect(try await phone.scenario.agents.agent(withSession: phone.session.token.text) == nil)
            let session = try await phone.signIn(nil)
            let principal = try await phone.scenario.agents.principal(
                withSession: session.token.text,
                from: nil
            )
            #expect((principal as? LimitedAgentPrincipal)?.limit == .secondFactorMissing)
            #expect(try await phone.scenario.agents.holding([session.token.digest]).isEmpty)

            _ = try await policies.set(SignInPolicy(), from: nil, by: .system)
            let now = try await phone.scenario.agents.principal(withSession: session.token.text, from: nil)
            #expect(now is AgentPrincipal)
            #expect(try await phone.scenario.agents.holding([session.token.digest]).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatIsStoredGivesNothingAway(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            _ = try await Phone.enrol(phone.agent, phone.factors, phone.scenario, code: phone.code())
            let (sealed, digests) = try await phone.scenario.database.read { db in
                (
                    try db.values([UInt8].self, "SELECT secret FROM agent_second_factor")
                        + db.values([UInt8].self, "SELECT pending_secret FROM agent_second_factor"),
                    try db.values([UInt8].self, "SELECT digest FROM agent_recovery_code")
                )
            }
            #expect(sealed.count == 2)
            #expect(sealed.allSatisfy { $0.count > 20 && $0.firstRange(of: phone.secret.bytes) == nil })
            #expect(digests.count == 10)
            #expect(digests.allSatisfy { $0.count == 32 })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoeverLostTheirDevicesKeepsNothingOfThem(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            let (database, agent, now) = (phone.scenario.database, phone.agent, phone.scenario.clock.now)
            func add(_ number: UInt8) async throws {
                let passkey = Passkey(
                    credentialID: [number],
                    agent: agent.id,
                    name: "Laptop \(number)",
                    relyingParty: "desk.example",
                    algorithm: -7,
                    publicKey: [1],
                    signCount: 0,
                    createdAt: now,
                    usedAt: nil
                )
                try await database.write { db in try PasskeySQL(db: db).insert(passkey) }
            }
            func passkeys() async throws -> Int {
                try await database.read { db in try PasskeySQL(db: db).passkeys(of: agent.id).count }
            }
            let stranger = try await phone.scenario.agent("Stranger")
            try await add(1)
            try await add(2)
            try await phone.factors.reset(agent.id, by: .system)
            #expect(try await passkeys() == 0)
            #expect(try await !phone.factors.status(of: agent).isOn)
            // One who has nothing but a passkey is no other.
            try await add(3)
            try await phone.factors.reset(agent.id, by: .system)
            #expect(try await passkeys() == 0)
            for nobody in [agent, stranger] {
                await #expect(throws: SignInError.noSecondFactor) {
                    try await phone.factors.reset(nobody.id, by: .system)
                }
            }
            let deeds = try await database.read { db in
                try AuditTrail.deeds(on: agent.subject, limit: 50, in: db).filter {
                    $0.action == AuditAction.passkeyRemoved.rawValue
                }
            }
            #expect(deeds.count == 3)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theTrailTellsWhatHappened(_ engine: Engine) async throws {
        try await Phone.with(engine) { phone in
            _ = try await phone.signIn(phone.recovery[0].text)
            phone.scenario.clock.advance(by: .seconds(1))
            _ = try await phone.factors.renewRecoveryCodes(
                phone.agent,
                proof: .init(password: Phone.password, code: phone.code()),
                by: phone.agent.acting()
            )
            phone.scenario.clock.advance(by: .seconds(1))
            try await phone.factors.reset(phone.agent.id, by: .system)
            let trail = AuditTrail(phone.scenario.database, clock: phone.scenario.clock)
            try await trail.chainPending()
            let actions = try await trail.entries(after: 0, limit: 100).map(\.action)
            #expect(
                actions.filter { $0.hasPrefix("second_factor") || $0.hasPrefix("recovery") } == [
                    "second_factor.enrolled", "recovery_code.used", "recovery_code.renewed",
                    "second_factor.removed",
                ]
            )
        }
    }
}
