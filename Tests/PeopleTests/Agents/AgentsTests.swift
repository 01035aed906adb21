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
                password: Redacted(Scenario.password)
            )
            #expect(try await scenario.agents.agent(withSession: session.token.text)?.name == "Ming")
            for (email, password) in [
                ("ming@desk.example", "wrong"), ("nobody@desk.example", Scenario.password),
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
                        password: Redacted("long enough to be taken"),
                        badge: ming.badge
                    )
                )
            }
            await #expect(throws: AgentError.self) {
                try await scenario.agents.create(
                    .init(
                        name: "",
                        email: "c@c.example",
                        role: .agent,
                        password: Redacted("long enough to be taken")
                    )
                )
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aPasswordThatIsTriedFirstIsRefusedWhereverOneIsSet(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming Zhao")
            for (password, error) in [
                ("short words", PasswordError.tooShort(least: 12)), ("Sunshine2024!", .common),
                ("xk9!xk9!xk9!", .predictable), ("ming-zhao-2026", .expected),
            ] {
                await #expect(throws: error) {
                    try await scenario.agents.create(
                        .init(
                            name: "Ming Zhao",
                            email: "m@b.example",
                            role: .agent,
                            password: Redacted(password)
                        )
                    )
                }
                await #expect(throws: error) {
                    try await scenario.agents.setPassword(Redacted(password), of: ming.email, by: .system)
                }
            }
            #expect(try await scenario.agents.activeAgents().map(\.id) == [ming.id])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aNewPasswordEndsEverySession(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let session = try await scenario.agents.signIn(
                email: ming.email,
                password: Redacted(Scenario.password)
            )

            try await scenario.agents.setPassword(
                Redacted("kauri plinth violet"),
                of: " MING@desk.example",
                by: .system
            )

            #expect(try await scenario.agents.agent(withSession: session.token.text) == nil)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .offline)
            await #expect(throws: AgentError.signInFailed) {
                try await scenario.agents.signIn(email: ming.email, password: Redacted(Scenario.password))
            }
            _ = try await scenario.agents.signIn(email: ming.email, password: Redacted("kauri plinth violet"))
            await #expect(throws: AgentError.addressUnknown) {
                try await scenario.agents.setPassword(
                    Redacted("kauri plinth violet"),
                    of: "nobody@desk.example",
                    by: .system
                )
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func signingInRenewsAHashWithWeakerParameters(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            // "password" with ln=10 and p=16: RFC 7914, section 12, the second vector cut to 32 bytes.
            let weak = "$scrypt$ln=10,r=8,p=16$TmFDbA==$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI="
            _ = try await scenario.database.write { db in
                try db.run("UPDATE agent SET password_hash = \(weak) WHERE id = \(ming.id)")
            }

            _ = try await scenario.agents.signIn(email: ming.email, password: Redacted("password"))

            let stored = try await scenario.database.read { db in
                try db.value(String.self, "SELECT password_hash FROM agent WHERE id = \(ming.id)")
            }
            #expect(stored?.hasPrefix("$scrypt$ln=15,r=8,p=1$") == true)
            _ = try await scenario.agents.signIn(email: ming.email, password: Redacted("password"))
        }
    }
}
