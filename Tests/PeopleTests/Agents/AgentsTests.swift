import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport

@Suite struct AgentsTests {
    @Test(arguments: TestDatabase.engines)
    func signInTellsNothingAboutWhatWasWrong(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            _ = try await scenario.agent("Ming")
            let session = try await scenario.agents.signIn(
                email: " MING@desk.example ",
                password: Redacted("ming@desk.example")
            )
            #expect(try await scenario.agents.agent(withSession: session.token.text)?.name == "Ming")
            for (email, password) in [
                ("ming@desk.example", "wrong"), ("nobody@desk.example", "ming@desk.example"),
            ] {
                await #expect(throws: AgentError.signInFailed) {
                    try await scenario.agents.signIn(email: email, password: Redacted(password))
                }
            }
            try await scenario.agents.signOut(session.token.text)
            #expect(try await scenario.agents.agent(withSession: session.token.text) == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func twoAgentsShareNeitherAddressNorBadge(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            await #expect(throws: AgentError.emailTaken("ming@desk.example")) {
                try await scenario.agent("Ming")
            }
            await #expect(throws: AgentError.invalid(field: "badge", "it is taken")) {
                try await scenario.agents.create(
                    .init(
                        name: "B",
                        email: "b@b.example",
                        role: .agent,
                        password: Redacted("long enough"),
                        badge: ming.badge
                    )
                )
            }
            await #expect(throws: AgentError.self) {
                try await scenario.agents.create(
                    .init(name: "", email: "c@c.example", role: .agent, password: Redacted("long enough"))
                )
            }
        }
    }
}
