import Base
@testable import People
import Safeguard
import Storage
import Testing
import TestSupport

@Suite struct AgentSessionsTests {
    private static let firefox = SignInOrigin(
        address: "203.0.113.7",
        userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
    )
    private static let phone = SignInOrigin(
        address: "2001:db8::7",
        userAgent: """
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
            Version/18.1 Mobile/15E148 Safari/604.1
            """
    )

    private static func signIn(
        _ agent: Agent,
        _ scenario: Scenario,
        from origin: SignInOrigin
    ) async throws -> OpaqueToken {
        try await scenario.agents.signIn(
            email: agent.email,
            password: Redacted(Scenario.password),
            from: origin
        ).token
    }

    @Test(
        "browsers and systems are told by what they say of themselves",
        arguments: [
            ("", "", ""), ("curl/8.5.0", "curl", ""), ("python-httpx/0.28.1", "python-httpx", ""),
            ("<script>alert(1)</script>", "", ""),
            (String(repeating: "x", count: 9000), String(repeating: "x", count: 40), ""),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge", "Windows"
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
                "Chrome", "macOS"
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome", "Android"
            ),
        ]
    )
    func devices(_ userAgent: String, _ browser: String, _ platform: String) {
        #expect(Device(userAgent: userAgent) == Device(browser: browser, platform: platform))
    }

    @Test(arguments: TestDatabase.engines)
    func anAgentSeesTheirSessionsAndEndsThem(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let ana = try await scenario.agent("Ana")
            let ended = WorkSignal()
            let sessions = AgentSessions(scenario.database, clock: scenario.clock, ended: ended)
            let desk = try await Self.signIn(ming, scenario, from: Self.firefox)
            scenario.clock.advance(by: .seconds(5))
            let phone = try await Self.signIn(ming, scenario, from: Self.phone)
            let others = try await Self.signIn(ana, scenario, from: Self.firefox)

            let found = try await sessions.sessions(of: ming.id)
            #expect(found.map(\.digest) == [phone.digest, desk.digest])
            #expect(found.map(\.device.browser) == ["Safari", "Firefox"])
            #expect(found.map(\.device.platform) == ["iOS", "Linux"])
            #expect(found.map(\.address) == ["2001:db8::7", "203.0.113.7"])
            #expect(found.allSatisfy { $0.method == .password && $0.id.count == 36 })

            let foreign = AgentSession.id(of: others.digest)
            await #expect(throws: SignInError.sessionNotFound) {
                try await sessions.end(foreign, of: ming, by: ming.acting())
            }
            try await sessions.end(AgentSession.id(of: phone.digest), of: ming, by: ming.acting())
            await #expect(throws: SignInError.sessionNotFound) {
                try await sessions.end(AgentSession.id(of: phone.digest), of: ming, by: ming.acting())
            }
            #expect(try await scenario.agents.holding([desk.digest, phone.digest]) == [desk.digest: .agent])

            _ = try await Self.signIn(ming, scenario, from: Self.phone)
            #expect(try await sessions.endAll(of: ming, except: desk.digest, by: ming.acting()) == 1)
            #expect(try await sessions.sessions(of: ming.id).map(\.digest) == [desk.digest])
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .online)
            #expect(try await sessions.endAll(of: ming, by: .system) == 1)
            #expect(try await scenario.agents.presence(of: ming.id)?.state == .offline)
            #expect(try await sessions.sessions(of: ana.id).count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func useIsNotedByTheMinuteAndANewAddressAtOnce(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let sessions = AgentSessions(scenario.database, clock: scenario.clock, ended: WorkSignal())
            let token = try await Self.signIn(ming, scenario, from: Self.firefox)
            let began = scenario.clock.now
            func use(from address: String) async throws -> AgentSession? {
                _ = try await scenario.agents.principal(withSession: token.text, from: address)
                return try await sessions.sessions(of: ming.id).first
            }
            scenario.clock.advance(by: .seconds(59))
            #expect(try await use(from: "203.0.113.7")?.seenAt == began)
            scenario.clock.advance(by: .seconds(1))
            #expect(try await use(from: "203.0.113.7")?.seenAt == scenario.clock.now)
            scenario.clock.advance(by: .seconds(1))
            let moved = try await use(from: "198.51.100.1")
            #expect(moved?.address == "198.51.100.1")
            #expect(moved?.seenAt == scenario.clock.now)
            #expect(moved?.createdAt == began)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func theHistoryIsListedBackwardsAndForgotten(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let sessions = AgentSessions(scenario.database, clock: scenario.clock, ended: WorkSignal())
            _ = try await Self.signIn(ming, scenario, from: Self.firefox)
            scenario.clock.advance(by: .seconds(1))
            await #expect(throws: AgentError.signInFailed) {
                try await scenario.agents.signIn(email: ming.email, password: Redacted("x"), from: Self.phone)
            }
            let all = try await sessions.history(of: ming.id, limit: 10)
            #expect(all.map(\.outcome) == [.passwordWrong, .succeeded])
            #expect(all.map(\.address) == ["2001:db8::7", "203.0.113.7"])
            #expect(try await sessions.history(of: ming.id, before: all[0].id, limit: 10) == [all[1]])
            let plan = try await scenario.plan { db in
                _ = try SignInRecordSQL(db: db).records(of: ming.id, before: all[0].id, limit: 10)
            }
            #expect(plan.uses("agent_sign_in_by_agent"))

            scenario.clock.advance(by: SignInRecordSQL.kept)
            try await scenario.agents.deleteExpired()
            #expect(try await sessions.history(of: ming.id, limit: 10).map(\.outcome) == [.passwordWrong])
            try await scenario.database.write { db in
                for _ in 0..<SignInRecordSQL.mostOfAgent {
                    try SignInRecordSQL(db: db).insert(
                        .codeWrong,
                        by: .authenticator,
                        of: ming.id,
                        from: .unknown,
                        at: scenario.clock.now
                    )
                }
            }
            try await scenario.agents.deleteExpired()
            let count = try await scenario.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM agent_sign_in")
            }
            #expect(count == SignInRecordSQL.mostOfAgent)
        }
    }
}

@Suite struct SignInPolicyTests {
    private static func origin(_ address: String) -> SignInOrigin {
        SignInOrigin(address: address, userAgent: nil)
    }

    @Test(
        "an address is let in by the ranges that hold it",
        arguments: [
            ([], "203.0.113.7", true), ([], nil, true), (["203.0.113.0/24"], "203.0.113.7", true),
            (["203.0.113.0/24"], "203.0.114.7", false), (["203.0.113.7"], "203.0.113.7", true),
            (["2001:db8::/32", "10.0.0.0/8"], "2001:db8:1::5", true),
            (["2001:db8::/32"], "2001:db9::5", false),
            (["10.0.0.0/8"], "::ffff:10.1.2.3", true), (["10.0.0.0/8"], "unknown", false),
            (["10.0.0.0/8"], nil, false),
        ] as [([String], String?, Bool)]
    )
    func ranges(_ addresses: [String], _ address: String?, _ isAllowed: Bool) {
        #expect(SignInPolicy(addresses: addresses).allows(address) == isAllowed)
    }

    @Test(arguments: TestDatabase.engines)
    func theDeskIsClosedToOtherAddressesAndNobodyLocksThemselvesOut(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let policies = SignInPolicies(scenario.database, clock: scenario.clock, ended: WorkSignal())
            let ming = try await scenario.agent("Ming", role: .admin)
            let password = Redacted(Scenario.password)
            let inside = try await scenario.agents.signIn(
                email: ming.email,
                password: password,
                from: Self.origin("10.1.2.3")
            )
            let outside = try await scenario.agents.signIn(
                email: ming.email,
                password: password,
                from: Self.origin("203.0.113.7")
            )
            let policy = SignInPolicy(addresses: [" 10.0.0.0/8 "])
            await #expect(throws: SignInError.wouldLockYouOut) {
                try await policies.set(policy, from: "203.0.113.7", by: ming.acting())
            }
            for wrong in ["", "10.0.0.0/33", "example.org", "10.0.0"] {
                await #expect(throws: AgentError.self) {
                    try await policies.set(SignInPolicy(addresses: [wrong]), from: "10.1.2.3", by: .system)
                }
            }
            #expect(try await policies.set(policy, from: "10.1.2.3", by: .system).addresses == ["10.0.0.0/8"])

            // Sessions from elsewhere are over, and one from here is not good elsewhere.
            #expect(try await scenario.agents.agent(withSession: outside.token.text) == nil)
            let here = try await scenario.agents.principal(withSession: inside.token.text, from: "10.9.9.9")
            #expect(here is AgentPrincipal)
            let there = try await scenario.agents.principal(
                withSession: inside.token.text,
                from: "203.0.113.7"
            )
            #expect((there as? LimitedAgentPrincipal)?.limit == .addressNotAllowed)
            for (email, password) in [
                (ming.email, password), (ming.email, Redacted("x")), ("no@b.example", password),
            ] {
                await #expect(throws: SignInError.addressNotAllowed) {
                    try await scenario.agents.signIn(
                        email: email,
                        password: password,
                        from: Self.origin("203.0.113.7")
                    )
                }
            }
            try await policies.clearAddresses(by: .system)
            _ = try await scenario.agents.signIn(
                email: ming.email,
                password: password,
                from: Self.origin("203.0.113.7")
            )
        }
    }
}
