import Base
import Testing
@testable import Trust

/// What is ours and what only looks like it.
@Suite struct ChannelVerifierTests {
    typealias Reason = Verification.Reason

    static let now = Instant(milliseconds: 1_767_225_600_000)

    static let verifier: ChannelVerifier = {
        let drafts: [OfficialChannel.Draft] = [
            .init(
                .domain,
                "demo-exchange.com",
                userContent: ["/community", "/uploads", "forum.demo-exchange.com"]
            ),
            .init(.domain, "Börse-Demo.example"), .init(.domain, "gate.example"),
            .init(.domain, "old-demo.example", validUntil: now),
            .init(.domain, "new-demo.example", validFrom: now + .seconds(1)),
            .init(.page, "https://status.host.example/Demo/?a=1"), .init(.email, "Support@Demo-Exchange.com"),
            .init(.email, "@mail.demo-exchange.com"),
            .init(.email, "gone@demo-exchange.com", validUntil: now),
            .init(.phone, "+44 20 7946 0958"), .init(.phone, "+852 5550 1234"),
            .init(.social, "@DemoExchange", platform: "x"),
            .init(.social, "https://t.me/demo_exchange", platform: "telegram"),
            .init(.social, "demo_wx", platform: "wechat"),
            .init(
                .app,
                "https://play.google.com/store/apps/details?id=com.demoexchange.app",
                platform: "google_play"
            ),
            .init(.app, "id1600000001", platform: "apple"),
        ]
        let channels = drafts.map { draft in
            // A draft that is not acceptable would fail every test of the suite.
            let checked = try? draft.validated()
            return OfficialChannel(id: ID(at: now), draft: checked ?? .init(.domain, "broken.invalid"))
        }
        return ChannelVerifier(channels)
    }()

    static func verify(_ text: String) throws -> Verification {
        verifier.verify(try PastedValue(text), at: now)
    }

    private func expect(
        _ reason: Reason,
        _ texts: [String],
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        for text in texts {
            let found = try Self.verify(text)
            #expect(found.reason == reason, "\(text) → \(found)", sourceLocation: location)
        }
    }

    // MARK: Links

    @Test func whatIsListedIsOfficialInAnyWriting() throws {
        try expect(
            .exactMatch,
            [
                "demo-exchange.com", "DEMO-Exchange.COM", "demo-exchange.com.", "https://demo-exchange.com",
                "http://demo-exchange.com:80/", "https://demo-exchange.com:443/help?q=fees#top",
                "https:\\\\demo-exchange.com/help", "  https://demo-exchange.com/a/b?lang=zh-CN \n",
                "\u{feff}https://demo-exchange.com\u{200b}", "ｄｅｍｏ－ｅｘｃｈａｎｇｅ．ｃｏｍ", "demo-exchange。com",
                "https://demo-exchange%2ecom/", "《demo-exchange.com》", "//demo-exchange.com/x",
                "demo-exchange.com/login", "https://demo-exchange.com/?next=/account",
                "https://demo-exchange.com/?next=https://demo-exchange.com/account",
                "https://demo-exchange.com/?next=https%3A%2F%2Fwww.demo-exchange.com%2Fx",
                "https://demo-exchange.com/?utm_source=mail&pair=btc_usdt",
                "https://status.host.example/Demo?a=1", "https://status.host.example/Demo/?a=1#now",
            ]
        )
        try expect(
            .subdomain,
            ["www.demo-exchange.com", "https://help.Demo-Exchange.com/x", "a.b.demo-exchange.com"]
        )
    }

    @Test func namesOfOtherLettersAreTheSameBothWays() throws {
        try expect(
            .exactMatch,
            [
                "börse-demo.example", "BÖRSE-DEMO.example", "xn--brse-demo-07a.example",
                "bo\u{308}rse-demo.example",
            ]
        )
        let found = try Self.verify("xn--brse-demo-07a.example")
        #expect(found.matched == "börse-demo.example")
        #expect(found.subject == "börse-demo.example (xn--brse-demo-07a.example)")
    }

    @Test func aPageOfSomebodyElsesSiteIsThatPageAlone() throws {
        try expect(
            .notListed,
            [
                "https://status.host.example", "https://status.host.example/Demo",
                "https://status.host.example/demo?a=1",
                "https://status.host.example/Demo?a=1&next=x", "https://status.host.example/Demo/x?a=1",
                "https://a@status.host.example/Demo?a=1", "https://status.host.example:8443/Demo?a=1",
            ]
        )
    }

    @Test func whatLooksAlikeIsAFake() throws {
        try expect(
            .lookalikeCharacters,
            [
                "dеmo-exchange.com", "https://www.dеmо-exchange.com/login", "demo-exchange.cоm",
                "ԁemo-exchange.com",
                "xn--dmo-exchange-sck.com", "derno-exchange.com", "demo‐exchange.com", "clemo-exchange.com",
                "demo-exсhange.net",
            ]
        )
        try expect(
            .digitsForLetters,
            ["dem0-exchange.com", "demo-3xchange.com", "d3m0-exch4nge.com", "https://dem0-exchange.net/x"]
        )
        try expect(
            .misspelling,
            [
                "demo-exchage.com", "demo-exchnage.com", "deemo-exchange.com", "demoexchange.com",
                "demo-exchangee.com",
                "demo-exchance.io", "www.demo-exchangs.co.uk",
            ]
        )
        try expect(
            .addedWords,
            [
                "demo-exchange-support.com", "login-demo-exchange.com", "https://demoexchangesupport.com/kyc",
                "secure.my-demo-exchange-login.example", "gate-login.example", "gatesupport.com",
                "my-gate.com",
                "demo.exchange-help.com", "demo-exchange-com.evil.example", "dem0-exchange-support.com",
            ]
        )
        try expect(
            .otherEnding,
            ["demo-exchange.net", "www.demo-exchange.co.uk", "gate.com", "DEMO-EXCHANGE.top"]
        )
        try expect(
            .nameInSubdomain,
            [
                "demo-exchange.com.evil.example", "https://www.demo-exchange.com.evil.example/login",
                "demo-exchange.evil.example", "dem0-exchange.evil.example", "gate.evil.example",
            ]
        )
        try expect(
            .nameBeforeAt,
            [
                "https://demo-exchange.com@evil.example", "https://demo-exchange.com:443@evil.example/x",
                "https://demo-exchange.com%2f@evil.example", "https://dem0-exchange.com@evil.example",
                "//demo-exchange.com@evil.example",
            ]
        )
        try expect(
            .hiddenCharacters,
            [
                "demo-ex\u{200b}change.com", "https://demo-exchange\u{ad}.com", "demo\u{202e}-exchange.com",
                "support\u{2060}@demo-exchange.com", "dem0-ex\u{200d}change.com", "demo-exchange\u{0}.com",
            ]
        )
    }

    @Test func aFakeNamesWhatItImitatesAndWhereItLeads() throws {
        let found = try Self.verify("https://demo-exchange.com@www.evil.example/login")
        #expect(found.verdict == .impersonation)
        #expect(found.kind == .link)
        #expect(found.matched == "demo-exchange.com")
        #expect(found.subject == "www.evil.example")
        #expect(
            try Self.verify("dеmo-exchange.com").subject == "dеmo-exchange.com (xn--dmo-exchange-sck.com)"
        )
    }

    @Test func ourHostsWithThingsThatOursDoNotHaveAreNotConfirmed() throws {
        try expect(
            .redirector,
            [
                "https://demo-exchange.com/redirect?url=https://evil.example",
                "https://demo-exchange.com/redirect",
                "https://demo-exchange.com/?next=https://evil.example",
                "https://demo-exchange.com/?next=//evil.example",
                "https://demo-exchange.com/?next=%2f%2fevil.example",
                "https://demo-exchange.com/?next=/\\evil.example",
                "https://demo-exchange.com/?next=https%253A%252F%252Fevil.example",
                "https://demo-exchange.com/?NEXT=evil.example/x",
                "https://demo-exchange.com/?x=https:evil.example",
                "https://demo-exchange.com/?x=javascript:alert(1)", "https://demo-exchange.com//evil.example",
                "https://demo-exchange.com/https://evil.example",
                "https://demo-exchange.com/#/go?to=https://evil.example",
                "https://demo-exchange.com/?https://evil.example",
                "https://demo-exchange.com/en/%72edirect?x=1",
                "https://demo-exchange.com/?next=https://demo-exchange.com@evil.example",
                "https://demo-exchange.com/?next=https://demo-exchange.com.evil.example",
                "https://demo-exchange.com/?next=h%09ttps://evil.example",
                "https://demo-exchange.com/?url=@evil.example",
                "https://demo-exchange.com/?next=https://old-demo.example",
                "https://demo-exchange.com/?a=1;next=//evil.example",
            ]
        )
        try expect(
            .userContent,
            [
                "https://demo-exchange.com/community/t/1", "https://demo-exchange.com/Uploads/a.pdf",
                "https://demo-exchange.com/zh-CN/community/x", "https://demo-exchange.com/%63ommunity/x",
                "https://demo-exchange.com/help/../community/x",
                "https://demo-exchange.com/help/..%2fcommunity",
                "https://forum.demo-exchange.com/", "https://a.forum.demo-exchange.com",
                "https://demo-exchange.com/~ming",
                "https://demo-exchange.com/community;a=b/x", "https://demo-exchange.com\\community\\x",
                "https://demo-exchange.com/@ming",
            ]
        )
        try expect(
            .exactMatch,
            ["https://demo-exchange.com/communityguidelines", "https://demo-exchange.com/help/uploads-faq"]
        )
        try expect(
            .unusualAddress,
            [
                "https://demo-exchange.com:8443/", "https://ming@demo-exchange.com/",
                "https://a:b@demo-exchange.com",
            ]
        )
        try expect(.expired, ["https://old-demo.example/", "www.old-demo.example"])
        try expect(.notYetValid, ["https://new-demo.example/"])
    }

    @Test func whatHasNothingToDoWithUsIsUnknown() throws {
        try expect(
            .notListed,
            [
                "https://example.org", "investigate.com", "https://127.0.0.1/demo",
                "https://en.wikipedia.org/wiki/Exchange",
                "exchange.com", "demo.org", "https://xn--fiqs8s", "https://1.1.1.1",
            ]
        )
        try expect(
            .malformed,
            [
                "https://", "http:///", "https://exa mple.com".replacing(" ", with: "%20"),
                "ftp://demo.example/x",
            ]
        )
        try expect(.malformed, ["javascript://%0aalert(1)", "https://[::1]/"])
    }

    @Test(
        "nothing that is put behind, before or into a true address makes another host official",
        arguments: 0..<40
    )
    func neverOfficialElsewhere(_ seed: Int) throws {
        var random = SplitMix(state: UInt64(seed) &+ 1)
        let pieces = [
            "demo-exchange.com", "evil.example", "@", ":", "/", "\\", "?", "#", ".", "-", "%2e", "%40", "//",
            "https:",
            "www", "\u{200b}", "。", "＠", "／", "x", "&next=", "+", "%00", " ", "com", "\t", "é", "0",
        ]
        for _ in 0..<250 {
            let count = Int.random(in: 1...9, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let value = try? PastedValue(text) else { continue }  // the empty ones are refused
            let found = Self.verifier.verify(value, at: Self.now)
            guard found.verdict == .official, found.kind == .link else { continue }
            // The name on the wire: alone, or in brackets behind the readable one.
            let host = try #require(found.subject).split(separator: "(").last?.filter { $0 != ")" } ?? ""
            #expect(
                host == "demo-exchange.com" || host.hasSuffix(".demo-exchange.com"),
                "\(text.debugDescription)"
            )
        }
    }

    @Test("no single change of an official host is official", arguments: Array("demo-exchange.com").indices)
    func everyChangedLetter(_ place: Int) throws {
        let host = Array("demo-exchange.com")
        for other in "abcdefghijklmnopqrstuvwxyz0123456789-аеосрх" where other != host[place] {
            var changed = host
            changed[place] = other
            #expect(try Self.verify(String(changed)).verdict != .official, "\(String(changed))")
        }
    }

    struct SplitMix: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }
}
