import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

/// An agent with a second factor, and their app.
struct Phone {
    static let password = Redacted(Scenario.password)

    let scenario: Scenario
    let agent: Agent
    let factors: SecondFactors
    let session: Agents.Session
    let secret: AuthenticatorSecret
    let recovery: [RecoveryCode]

    /// The code that the app shows, some steps from now.
    func code(_ offset: Int = 0) -> String {
        secret.code(of: AuthenticatorSecret.step(at: scenario.clock.now) + offset)
    }

    func signIn(_ code: String?) async throws -> Agents.Session {
        try await scenario.agents.signIn(email: agent.email, password: Self.password, code: code)
    }

    func outcomes() async throws -> [SignInRecord.Outcome] {
        try await scenario.database.read { db in
            try SignInRecordSQL(db: db).records(of: agent.id, before: nil, limit: 200).map(\.outcome)
        }
    }

    static func with(_ engine: Engine, _ body: (Phone) async throws -> Void) async throws {
        try await Scenario.with(engine) { scenario in
            let agent = try await scenario.agent("Ming")
            let factors = SecondFactors(agents: scenario.agents, issuer: "Demo Exchange")
            let session = try await scenario.agents.signIn(email: agent.email, password: password)
            let secret = try await enrol(agent, factors, scenario, code: nil)
            let digest = session.token.digest
            let code = secret.code(of: AuthenticatorSecret.step(at: scenario.clock.now))
            let recovery = try await factors.confirm(agent, code: code, keeping: digest, by: agent.acting())
            scenario.clock.advance(by: .seconds(60))
            let phone = Phone(
                scenario: scenario,
                agent: agent,
                factors: factors,
                session: session,
                secret: secret,
                recovery: recovery
            )
            try await body(phone)
        }
    }

    /// Begins to set one up; reads the key from the database, as the app does from the drawing.
    static func enrol(
        _ agent: Agent,
        _ factors: SecondFactors,
        _ scenario: Scenario,
        code: String?
    ) async throws -> AuthenticatorSecret {
        let enrolment = try await factors.begin(agent, proof: .init(password: password, code: code))
        let factor = try await scenario.database.read { db in
            try SecondFactorSQL(db: db).factor(of: agent.id)
        }
        let secret = try #require(factor?.pending)
        #expect(enrolment.key == secret.text)
        #expect(enrolment.address.exposed.contains("secret=\(secret.text.exposed)&issuer=Demo%20Exchange"))
        #expect(enrolment.drawing.exposed.hasPrefix("<svg "))
        return secret
    }
}
