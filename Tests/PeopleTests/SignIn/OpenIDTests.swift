import Base
import Crypto
import Foundation
@testable import People
import Safeguard
import Storage
import TestSupport
import Testing

@Suite struct OpenIDTests {
    private static let provider = OpenIDProvider(
        name: " Example SSO ",
        issuer: "https://sso.example.com",
        clientID: "switchboard",
        clientSecret: Redacted("a secret of the client"),
        roleClaim: "groups",
        roles: [.init(value: "admins", role: .admin), .init(value: "agents", role: .agent)]
    )

    @Test(arguments: TestDatabase.engines)
    func anAttemptIsGoodForTenMinutesAndOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (clock, agents) = (scenario.clock, scenario.agents)
            let (late, good) = (OpenIDAttempt(), OpenIDAttempt())
            let begun = clock.now
            try await agents.database.write { db in
                try OpenIDSQL(db: db).begin(late, at: begun)
                try OpenIDSQL(db: db).begin(good, at: begun + .seconds(1))
            }
            clock.advance(by: OpenIDAttempt.life)
            let now = clock.now
            func finish(_ browser: OpaqueToken, _ state: OpaqueToken) async throws -> Bool {
                try await agents.database.write { db in
                    try OpenIDSQL(db: db).finish(browser: browser.digest, state: state.digest, at: now)
                }
            }
            #expect(try await !finish(late.browser, late.state))
            #expect(try await !finish(good.browser, late.state))
            #expect(try await !finish(late.browser, good.state))
            #expect(try await finish(good.browser, good.state))
            #expect(try await !finish(good.browser, good.state))
            try await agents.deleteExpired()
            let left = try await agents.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM openid_attempt")
            }
            #expect(left == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theSecretIsSealedAndTheRestIsKept(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (clock, agents) = (scenario.clock, scenario.agents)
            let (now, provider) = (clock.now, try Self.provider.validated())
            try await agents.database.write { db in try OpenIDSQL(db: db).set(provider, at: now) }
            let kept = try #require(try await agents.database.read { db in try OpenIDSQL(db: db).provider() })
            #expect(kept.name == "Example SSO")
            #expect(kept.clientSecret == provider.clientSecret)
            #expect(kept.roles == provider.roles)
            let sealed = try await agents.database.read { db in
                try db.value([UInt8].self, "SELECT client_secret FROM openid_provider")
            }
            #expect(sealed.map { !String(decoding: $0, as: UTF8.self).contains("secret") } == true)
            #expect(try await agents.database.write { db in try OpenIDSQL(db: db).removeProvider() })
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whoIsVouchedForIsWaitedForInTheirBrowserAlone(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let (clock, agents) = (scenario.clock, scenario.agents)
            let agent = try await agents.create(
                .init(
                    name: "Lin",
                    email: "lin@corp.example",
                    role: .agent,
                    password: Redacted("three words apart")
                )
            )
            let (now, browser) = (clock.now, OpenIDAttempt().browser)
            try await agents.database.write { db in
                let sql = OpenIDSQL(db: db)
                try sql.link(agent.id, issuer: "https://sso.example.com", subject: "u-1", at: now)
                try sql.wait(browser: browser.digest, for: agent.id, at: now)
            }
            let found = try await agents.database.read { db in
                let sql = OpenIDSQL(db: db)
                return [
                    try sql.agent(issuer: "https://sso.example.com", subject: "u-1")?.id,
                    try sql.agent(issuer: "https://other.example", subject: "u-1")?.id,
                    try sql.waiting(browser: browser.digest, at: now)?.id,
                    try sql.waiting(browser: browser.digest, at: now + OpenIDAttempt.life)?.id,
                    try sql.waiting(browser: OpenIDAttempt().browser.digest, at: now)?.id,
                ]
            }
            #expect(found == [agent.id, nil, agent.id, nil, nil])
            // What waits for a second factor is no attempt that a state could end.
            let ended = try await agents.database.write { db in
                try OpenIDSQL(db: db).finish(browser: browser.digest, state: [], at: now)
            }
            #expect(!ended)
        }
    }

    @Test func whatIsDrawnFromTheCookieTellsNothingOfIt() throws {
        let attempt = OpenIDAttempt()
        let verifier = OpenIDAttempt.verifier(attempt.browser.text)
        #expect(verifier.utf8.count == 43)
        #expect(OpenIDAttempt.nonce(attempt.browser.text) != verifier)
        let digest = Array(SHA256.hash(data: Data(verifier.utf8)))
        #expect(OpenIDAttempt.challenge(attempt.browser.text) == digest.base64URL)
        #expect(!attempt.browser.text.contains(verifier))
    }

    @Test func theFirstRuleThatFitsCounts() {
        #expect(Self.provider.role(of: ["agents", "admins"]) == .admin)
        #expect(Self.provider.role(of: ["agents"]) == .agent)
        #expect(Self.provider.role(of: ["Agents", "x"]) == nil)
        #expect(Self.provider.role(of: []) == nil)
    }

    @Test func claimsAreFoundByNameAndByPath() throws {
        let text = #"{"https://a.example/roles": ["x", 1], "realm": {"roles": "y", "n": null}, "n": 1}"#
        let claims = OpenIDClaims(
            values: try JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))
        )
        #expect(claims.texts(at: "https://a.example/roles") == ["x"])
        #expect(claims.texts(at: "realm.roles") == ["y"])
        #expect(claims.texts(at: "realm.none") == nil)
        #expect(claims.texts(at: "n.roles") == nil)
        #expect(claims.texts(at: "n") == [])
    }

    @Test func whatIsToldBesideCompletesWhatIsSigned() {
        let further = OpenIDClaims(values: [
            "email": .text("other@corp.example"), "email_verified": .flag(true), "amr": .text("mfa"),
            "groups": .text("admins"), "name": .text("Lin"), "realm": .object(["roles": .text("x")]),
        ])
        let signed = OpenIDClaims(values: ["email": .text("lin@corp.example"), "groups": .text("agents")])
        let completed = signed.completed(by: further, roleClaim: "groups")
        #expect(completed.email == "lin@corp.example")
        #expect(!completed.isEmailVerified)
        #expect(completed.methods.isEmpty)
        #expect(completed.texts(at: "groups") == ["agents"])
        #expect(completed.text("name") == "Lin")
        let bare = OpenIDClaims(values: ["email_verified": .flag(false)])
        let filled = bare.completed(by: further, roleClaim: "realm.roles")
        #expect(filled.email == "other@corp.example")
        #expect(filled.isEmailVerified)
        #expect(filled.texts(at: "realm.roles") == ["x"])
        #expect(filled.values["groups"] == nil)
    }

    @Test(arguments: ["", "a b", String(repeating: "a", count: 301)])
    func clientsThatAreNone(_ client: String) {
        var provider = Self.provider
        provider.clientID = client
        #expect(throws: AgentError.self) { try provider.validated() }
    }

    @Test func formsHideWhatTheyHold() {
        #expect(
            OpenIDClient.form([("a", "x y+&=%/é"), ("b", "-._~")]) == "a=x%20y%2B%26%3D%25%2F%C3%A9&b=-._%7E"
        )
    }
}
