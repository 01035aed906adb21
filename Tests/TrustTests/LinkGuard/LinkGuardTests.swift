import Base
import Testing
import TestSupport
@testable import Trust

/// What is known of the links in a message.
@Suite struct LinkGuardTests {
    private static func guarding(fakes: Set<String> = []) -> LinkGuard {
        let clock = FixedClock()
        let channels = [
            OfficialChannel(
                id: ID(at: clock.now),
                draft: .init(.domain, "demo-exchange.com", userContent: ["/community"])
            )
        ]
        let guarding = LinkGuard(clock: clock)
        _ = guarding.use(channels, fakes: fakes)
        return guarding
    }

    private static func said(_ text: String, fakes: Set<String> = []) -> [String] {
        guarding(fakes: fakes).links(in: text).map {
            "\($0.verdict.rawValue) \($0.reason.rawValue) \($0.text) → \($0.host)"
        }
    }

    @Test(arguments: [
        (
            "See https://demo-exchange.com/help.",
            ["official exact_match https://demo-exchange.com/help → demo-exchange.com"]
        ),
        (
            "请看https://help.demo-exchange.com/a，谢谢",
            ["official subdomain https://help.demo-exchange.com/a → help.demo-exchange.com"]
        ),
        (
            "https://example.org/a_(b) and (https://example.net)",
            [
                "unknown not_listed https://example.org/a_(b) → example.org",
                "unknown not_listed https://example.net → example.net",
            ]
        ),
        (
            "https://demo-exchange.com/redirect?url=https://evil.example",
            [
                "unknown redirector https://demo-exchange.com/redirect?url=https://evil.example → demo-exchange.com"
            ]
        ),
        (
            "https://demo-exchange.com/community/t/1",
            [
                "unknown user_content https://demo-exchange.com/community/t/1 → demo-exchange.com"
            ]
        ),
        (
            "HTTPS://dеmo-exchange.com",
            [
                "impersonation lookalike_characters HTTPS://dеmo-exchange.com → dеmo-exchange.com (xn--dmo-exchange-sck.com)"
            ]
        ),
        (
            "https://demo-exchange.com@evil.example/",
            [
                "impersonation name_before_at https://demo-exchange.com@evil.example/ → evil.example"
            ]
        ),
        (
            "go to demo-exchange-login.com/kyc!",
            ["impersonation added_words demo-exchange-login.com/kyc → demo-exchange-login.com"]
        ),
        (
            "请登录demo-exchange-support.com处理",
            ["impersonation added_words demo-exchange-support.com → demo-exchange-support.com"]
        ),
        (
            "mail help@demo-exchange-help.com",
            ["impersonation added_words help@demo-exchange-help.com → demo-exchange-help.com"]
        ),
        ("see example.org or me@example.org", []), ("fee is 0.5 USDT. Ok", []), ("a.b.c 1.2.3.4 v2.0.1", []),
        ("javascript://alert(1) and data:text/html,x", []), ("", []), ("你好。谢谢", []),
    ])
    func links(_ text: String, _ expected: [String]) {
        #expect(Self.said(text) == expected)
    }

    @Test("what is on the blocklist is a fake, and only that")
    func blocklist() {
        let fakes: Set<String> = ["host:evil.example", "page:bit.ly/3abc"]
        let text =
            "https://evil.example/x https://login.evil.example https://bit.ly/3abc https://bit.ly/other evil.example"
        #expect(
            Self.said(text, fakes: fakes) == [
                "impersonation reported_before https://evil.example/x → evil.example",
                "impersonation reported_before https://login.evil.example → login.evil.example",
                "impersonation reported_before https://bit.ly/3abc → bit.ly",
                "unknown not_listed https://bit.ly/other → bit.ly",
                "impersonation reported_before evil.example → evil.example",
            ]
        )
        // No entry takes an official host away.
        #expect(
            Self.said("https://demo-exchange.com/", fakes: ["host:demo-exchange.com"]) == [
                "official exact_match https://demo-exchange.com/ → demo-exchange.com"
            ]
        )
    }

    @Test("a change tells which links it is about, and what was known is judged anew")
    func changes() {
        let guarding = Self.guarding(fakes: ["host:a.example", "email:x@a.example"])
        #expect(guarding.links(in: "https://b.example").map(\.verdict) == [.unknown])
        let change = guarding.use([], fakes: ["host:b.example", "page:bit.ly/1", "phone:+1"])
        #expect(change == LinkGuard.Change(reported: ["b.example", "bit.ly/1"], cleared: ["a.example"]))
        #expect(guarding.links(in: "https://b.example").map(\.verdict) == [.impersonation])
        #expect(guarding.use([], fakes: ["host:b.example", "page:bit.ly/1", "phone:+2"]).isEmpty)
    }

    @Test("a text is not searched without end")
    func bounded() {
        let many = String(repeating: "https://a.example ", count: 500)
        #expect(Self.guarding().links(in: many).count == LinkFinder.most)
        for text in [
            String(repeating: "a.", count: 5000), String(repeating: "https://", count: 1200),
            "https://" + String(repeating: "a", count: 9000), String(repeating: ".a@", count: 3000),
            String(repeating: "x。", count: 5000) + ".a",
        ] {
            #expect(Self.guarding().links(in: text).allSatisfy { $0.verdict != .official })
        }
    }

    @Test("an official channel that ends is not official any more, though its link was known")
    func remembered() {
        let clock = FixedClock()
        let guarding = LinkGuard(clock: clock)
        let end = clock.now + .seconds(90)
        _ = guarding.use(
            [
                OfficialChannel(
                    id: ID(at: clock.now),
                    draft: .init(.domain, "demo-exchange.com", validUntil: end)
                )
            ],
            fakes: []
        )
        #expect(guarding.links(in: "https://demo-exchange.com").map(\.verdict) == [.official])
        clock.advance(by: .seconds(150))
        #expect(guarding.links(in: "https://demo-exchange.com").map(\.reason) == [.expired])
    }
}
