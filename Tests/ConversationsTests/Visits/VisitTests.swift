import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// With what and from which page a conversation was opened.
@Suite struct VisitTests {
    private static let safari =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1"

    @Test(
        "a user agent in words",
        arguments: [
            (safari, "Safari 17", "iOS 17", .phone),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome 131", "Windows", .computer
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge 131", "Windows", .computer
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox 128", "macOS", .computer
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49",
                "WeChat 8", "Android 14", .phone
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36",
                "Samsung Internet 25", "Android 13", .tablet
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36",
                "Chrome 129", "ChromeOS", .computer
            ),
            ("curl/8.5.0", nil, nil, nil), ("", nil, nil, nil), ("Chrome/", "Chrome", nil, nil),
            ("Firefox/1\u{301}2", "Firefox 1", nil, nil),
        ] as [(String, String?, String?, Visit.Device?)]
    )
    func words(_ header: String, _ browser: String?, _ system: String?, _ device: Visit.Device?) {
        let visit = Visit(userAgent: header, page: nil)
        #expect(visit.browser == browser && visit.system == system && visit.device == device)
    }

    @Test(
        "a page's path without what may be secret",
        arguments: [
            ("/trade/BTC?token=abc", "/trade/BTC"), ("/a#key", "/a"), ("/", "/"),
            ("https://x.example/a", nil),
            ("//evil.example", nil), ("", nil), ("/a\u{0}b", nil),
            ("/" + String(repeating: "x", count: 500), "/" + String(repeating: "x", count: 199)),
            // What combines with a sign makes another character of it.
            ("/account?\u{301}token=1", "/account"), ("/account#\u{FE0F}token", "/account"),
        ] as [(String, String?)]
    )
    func path(_ address: String, _ page: String?) {
        #expect(Visit(userAgent: nil, page: address).page == page)
    }

    @Test("it stands beside the case, with secrets hidden", arguments: TestDatabase.engines)
    func kept(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let key = "/k/5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss"
            var opening = Timeline.Opening(kind: .chat, topic: .other, locale: .english)
            opening.visit = Visit(userAgent: Self.safari, page: key)
            let customer = try await scenario.guest()

            let chat = try await scenario.timeline.open(opening, by: customer, greeting: nil)

            let visit = try #require(try await scenario.desk.details(of: chat.id).visit)
            #expect(visit.browser == "Safari 17" && visit.device == .phone)
            #expect(visit.page?.contains("5KYZ") == false && visit.page?.hasPrefix("/k/") == true)
            opening.visit = Visit(userAgent: "curl/8", page: nil)
            let other = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            #expect(try await scenario.desk.details(of: other.id).visit == nil)
        }
    }
}
