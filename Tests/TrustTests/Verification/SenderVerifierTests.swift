import Base
import People
import Testing
@testable import Trust

/// Mail, telephones, accounts, apps, badges and whole messages.
@Suite struct SenderVerifierTests {
    private func expect(
        _ reason: Verification.Reason,
        _ kind: Verification.Kind,
        _ texts: [String],
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        for text in texts {
            let found = try ChannelVerifierTests.verify(text)
            #expect(found.reason == reason, "\(text) → \(found)", sourceLocation: location)
            #expect(found.kind == kind, "\(text)", sourceLocation: location)
        }
    }

    @Test func sendersAreComparedAsAWhole() throws {
        try expect(
            .exactMatch,
            .email,
            [
                "support@demo-exchange.com", "SUPPORT@Demo-Exchange.com.",
                "mailto:support@demo-exchange.com?subject=x",
                "Demo Exchange <support@demo-exchange.com>", "\"Demo, Exchange\" <support@demo-exchange.com>",
                "From: Support <support@demo-exchange.com>", "发件人：客服 <support@demo-exchange.com>",
                "<support@demo-exchange.com>", "support＠demo-exchange.com",
            ]
        )
        try expect(.senderDomain, .email, ["news@mail.demo-exchange.com", "a.b-c@MAIL.demo-exchange.com"])
        try expect(
            .unlistedSender,
            .email,
            [
                "ceo@demo-exchange.com", "supp0rt@demo-exchange.com", "support@help.demo-exchange.com",
                "us!er@mail.demo-exchange.com",
            ]
        )
        try expect(
            .plusAddress,
            .email,
            ["support+x@demo-exchange.com", "news+1@mail.demo-exchange.com", "any+thing@demo-exchange.com"]
        )
        try expect(.expired, .email, ["gone@demo-exchange.com"])
        try expect(.severalThings, .email, ["\"ming@evil.example\" <support@demo-exchange.com>"])
    }

    @Test func sendersThatLookAlikeAreFakes() throws {
        try expect(
            .displayName,
            .email,
            [
                "\"support@demo-exchange.com\" <x@evil.example>", "Demo Exchange Support <help@evil.example>",
                "<support@demo-exchange.com> <x@evil.example>", "DEMO EXCHANGE <a@b.example>",
                "D\u{435}mo-Exchange <a@b.example>",
            ]
        )
        try expect(
            .nameInAddress,
            .email,
            [
                "demo.exchange.support@mail.example", "demo-exchange.com@evil.example",
                "demoexchange@freemail.example",
            ]
        )
        try expect(.addedWords, .email, ["support@demo-exchange-help.com", "x@mail-demo-exchange.com"])
        try expect(.digitsForLetters, .email, ["support@dem0-exchange.com"])
        try expect(.lookalikeCharacters, .email, ["support@dеmo-exchange.com"])
        try expect(.nameInSubdomain, .email, ["support@demo-exchange.com.evil.example"])
        try expect(.otherEnding, .email, ["support@demo-exchange.org"])
        try expect(.notListed, .email, ["ming@example.org", "Ming <ming@example.org>"])
    }

    @Test func numbersAreComparedWithTheirCountry() throws {
        try expect(
            .exactMatch,
            .phone,
            [
                "+44 20 7946 0958", "+442079460958", "0044 20 7946 0958", "+44 (0)20 7946-0958",
                "tel:+44-20-7946-0958",
                "＋４４ ２０ ７９４６ ０９５８", "\u{202a}+44 20 7946 0958\u{202c}", "+44.20.7946.0958",
                "电话：+44 20 7946 0958",
                "+٤٤٢٠٧٩٤٦٠٩٥٨", "+852 5550 1234",
            ]
        )
        try expect(
            .countryCodeMissing,
            .phone,
            ["020 7946 0958", "(020) 7946 0958", "442079460958", "5550 1234"]
        )
        try expect(.otherCountryCode, .phone, ["+1 20 7946 0958", "+86 5550 1234"])
        try expect(.notListed, .phone, ["+44 20 7946 0959", "+1 202 555 0199", "010 1234 5678"])
        // Bare digits may be a badge; a number of ours is told all the same.
        try expect(.countryCodeMissing, .phone, ["55501234"])
    }

    @Test func accountsAreOursOnTheirPlatformOnly() throws {
        try expect(
            .exactMatch,
            .handle,
            [
                "https://x.com/DemoExchange", "twitter.com/demoexchange/", "x: @demoexchange",
                "X @demoexchange",
                "https://mobile.twitter.com/demoexchange?s=20", "t.me/demo_exchange",
                "https://t.me/s/demo_exchange",
                "Telegram：@Demo_Exchange", "demo_exchange.t.me".replacing("_", with: "_"), "微信：demo_wx",
                "微信公众号 demo_wx",
            ]
        )
        try expect(.whichPlatform, .handle, ["@demoexchange", "DemoExchange", "@demo_exchange", "demo_wx"])
        try expect(
            .unlistedAccount,
            .handle,
            [
                "t.me/demoexchange", "https://instagram.com/demoexchange", "x.com/demo_exchange",
                "discord.gg/demoexchange",
            ]
        )
        try expect(
            .addedWords,
            .handle,
            [
                "@demoexchange_support", "t.me/demo_exchange_help", "https://x.com/DemoExchangeCS",
                "https://t.me/demo_exchange_vip/12",
            ]
        )
        try expect(
            .misspelling,
            .handle,
            [
                "@demoexchangee", "facebook.com/demo.exchange", "github.com/demo-exchange",
                "t.me/demo__exchange",
            ]
        )
        try expect(.digitsForLetters, .handle, ["@dem0exchange", "x.com/dem0exchange"])
        try expect(
            .lookalikeCharacters,
            .handle,
            ["@dеmoexchange", "x.com/derноexchange".replacing("но", with: "no")]
        )
        try expect(
            .notProfile,
            .link,
            ["https://x.com/demoexchange/status/1", "https://t.me/demo_exchange/5"]
        )
        try expect(.notListed, .handle, ["@binance", "t.me/somebody", "hello"])
        try expect(
            .notListed,
            .link,
            ["https://t.me/+AbCdEf/x", "https://x.com/i/status/1", "https://x.com"]
        )
        try expect(
            .unusualAddress,
            .handle,
            ["https://demo@x.com/demoexchange", "https://x.com:444/demoexchange"]
        )
    }

    @Test func appsAreThoseOfTheirStore() throws {
        try expect(
            .exactMatch,
            .app,
            [
                "https://play.google.com/store/apps/details?id=com.demoexchange.app&hl=zh",
                "https://apps.apple.com/hk/app/demo-exchange/id1600000001",
                "apps.apple.com/app/id1600000001?mt=8",
            ]
        )
        try expect(
            .notListed,
            .app,
            [
                "https://apps.apple.com/app/demo-exchange/id1600000002",
                "https://play.google.com/store/apps/details?id=org.other",
                "https://play.google.com/store/apps/details?id=com.demoexchange.app&id=org.other",
                "https://apps.apple.com/",
            ]
        )
        try expect(.unlistedAccount, .app, ["https://galaxystore.samsung.com/detail/com.demoexchange.app"])
        try expect(
            .addedWords,
            .app,
            [
                "https://play.google.com/store/apps/details?id=com.demoexchange.app.pro",
                "https://play.google.com/store/apps/details?id=org.demo.exchange.wallet",
            ]
        )
    }

    @Test func badgesAreThoseOfWhoWorksHere() throws {
        for text in ["4471", "SB-4471", "sb 4471", "#4471", "Badge 4471", "工号：4471", "客服4471", "４４７１"] {
            let value = try PastedValue(text)
            #expect(value.badge == Badge(rawValue: "4471"), "\(text)")
            let known = ChannelVerifierTests.verifier.verify(
                value,
                isActiveBadge: true,
                at: ChannelVerifierTests.now
            )
            #expect(known.reason == .activeBadge)
            #expect(known.matched == "4471")
            let unknown = ChannelVerifierTests.verifier.verify(
                value,
                isActiveBadge: false,
                at: ChannelVerifierTests.now
            )
            #expect(unknown.reason == .unlistedBadge)
        }
        for text in ["447", "123456789", "SB-", "4471a", "44 71"] {
            #expect(try PastedValue(text).badge == nil, "\(text)")
        }
    }

    @Test func aMessageIsNoTruerThanItsWorstPart() throws {
        try expect(
            .nameInSubdomain,
            .link,
            [
                "Your account is locked. Visit https://demo-exchange.com.evil.example now or https://demo-exchange.com"
            ]
        )
        try expect(
            .addedWords,
            .link,
            [
                "【Demo】您的账户异常，请登录demo-exchange-support.com处理，退订回T",
                "请访问 https://demo-exchange-support.com/kyc。",
            ]
        )
        try expect(.addedWords, .handle, ["联系客服 @demoexchange_support 解冻"])
        try expect(
            .severalThings,
            .text,
            [
                "Visit https://demo-exchange.com today", "mail support@demo-exchange.com or call us",
                "https://demo-exchange.com https://example.org",
            ]
        )
        try expect(.notListed, .text, ["is this you?", "。。。?", "你好，我是客服"])
    }

    @Test func whatCannotBeReadIsRefusedOrUnknown() throws {
        #expect(throws: VerificationError.empty) { try PastedValue("") }
        #expect(throws: VerificationError.empty) { try PastedValue(" \n\t\u{200b}\u{0}\u{feff}") }
        #expect(throws: VerificationError.tooLong(limit: 2000)) {
            try PastedValue(String(repeating: "a", count: 2001))
        }
        let longest = [
            String(repeating: "a", count: 2000), String(repeating: "a.", count: 1000),
            String(repeating: "%25", count: 666),
            String(repeating: "@", count: 2000), String(repeating: "<", count: 2000),
            "https://" + String(repeating: "/", count: 1992),
            String(repeating: "e\u{301}\u{301}", count: 600),
            String(repeating: "demo-exchange.com ", count: 111),
            "https://demo-exchange.com/?" + String(repeating: "a=b&", count: 490),
            String(repeating: "1", count: 2000),
            String(repeating: "\u{fdfa}", count: 200), String(repeating: "x\u{202e}", count: 1000),
        ]
        for text in longest {
            #expect(
                try ChannelVerifierTests.verify(text).verdict != .official
                    || text.hasPrefix("https://demo-exchange.com/?")
            )
        }
    }
}
