import Base
import Foundation
import HTTPTypes
import Knowledge
@testable import Server
import Storage
import Testing
import TestSupport

/// What everybody is told: found, suggested, shown on the front page.
@Suite("Announcements")
struct AnnouncementTests {
    private static func announcement(
        _ address: String,
        _ kind: Announcement.Kind,
        _ english: String,
        _ chinese: String,
        startsAt: Instant,
        expectedEndAt: Instant? = nil,
        endedAt: Instant? = nil
    ) throws -> Announcement {
        let texts = [(LocaleCode.english, english), (.simplifiedChinese, chinese)]
        return Announcement(
            id: ID(at: startsAt),
            slug: try #require(Slug(rawValue: address)),
            kind: kind,
            startsAt: startsAt,
            expectedEndAt: expectedEndAt,
            endedAt: endedAt,
            translations: texts.map { locale, title in
                .init(locale: locale, title: title, summary: "", body: "\(title).", updatedAt: startsAt)
            }
        )
    }

    private func titles(
        _ server: TestServer,
        _ path: String,
        _ member: String = "title"
    ) async throws -> [String] {
        let data = try await server.send(.get, path).json["data"] as? [[String: Any]] ?? []
        return data.compactMap { $0[member] as? String }
    }

    @Test("an incident is found and suggested from the moment it is announced until it is over")
    func found() async throws {
        try await TestServer.with { server in
            let now = server.clock.now
            func delay(endedAt: Instant?) throws -> Announcement {
                try Self.announcement(
                    "btc-delay",
                    .incident,
                    "Bitcoin withdrawals are delayed",
                    "比特币提币延迟",
                    startsAt: now + .seconds(-3600),
                    endedAt: endedAt
                )
            }
            try await server.wiring.announcements.save([try delay(endedAt: nil)])

            let found = try await titles(server, "/api/v1/help/search?q=bitcoin+withdrawals&locale=en")
            #expect(found == ["Bitcoin withdrawals are delayed"])
            let hits = try await server.send(.get, "/api/v1/help/search?q=bitcoin&locale=zh-CN")
            let hit = try #require((hits.json["data"] as? [[String: Any]])?.first)
            #expect(hit["title"] as? String == "比特币提币延迟")
            #expect(hit["kind"] as? String == "incident")
            #expect(hit["url"] as? String == "/announcements/btc-delay")
            let suggested = try await titles(server, "/api/v1/help/suggest?q=bitcoin+wi&locale=en", "text")
            #expect(suggested == ["Bitcoin withdrawals are delayed"])

            try await server.wiring.announcements.save([try delay(endedAt: now)])
            let after = try await titles(server, "/api/v1/help/search?q=bitcoin+withdrawals&locale=en")
            #expect(after.isEmpty)
        }
    }

    @Test("the front page tells what is under way, and the latest news")
    func frontPage() async throws {
        try await TestServer.with { server in
            let now = server.clock.now
            let news = try (1...5).map { number in
                try Self.announcement(
                    "news-\(number)",
                    .product,
                    "News number \(number)",
                    "新闻 \(number)",
                    startsAt: now + .seconds(-3600 * number)
                )
            }
            let delay = try Self.announcement(
                "btc-delay",
                .incident,
                "Bitcoin withdrawals are delayed",
                "比特币提币延迟",
                startsAt: now + .seconds(-60),
                expectedEndAt: now + .seconds(3600)
            )
            try await server.wiring.announcements.save(news + [delay])

            let page = try await server.send(.get, "/").text

            #expect(page.contains("Bitcoin withdrawals are delayed"))
            #expect(page.contains((now + .seconds(3600)).rfc3339))
            #expect(page.contains("News number 1") && page.contains("News number 3"))
            #expect(!page.contains("News number 4"))
            #expect(page.contains("href=\"/announcements\""))
        }
    }

    @Test(
        "an incident says what it affects and how it goes on, in the reader's language",
        arguments: TestDatabase.engines
    )
    func updates(_ engine: Engine) async throws {
        try await TestServer.with(engine) { server in
            func matter(_ locale: String, _ title: String, _ affects: String, _ updates: [String]) -> String {
                let lines = updates.map { "update: \($0)" }.joined(separator: "\n")
                return """
                    ---
                    title: \(title)
                    slug: btc-delay
                    locale: \(locale)
                    kind: announcement
                    announcement_kind: incident
                    starts_at: -2h
                    ended_at: -10m
                    affects: \(affects)
                    \(lines)
                    ---
                    Text.
                    """
            }
            func store(_ english: [String], _ chinese: [String]) async throws {
                var content = ContentImport(defaultLocale: .english, now: server.clock.now)
                let texts = [
                    matter("en", "Bitcoin is late", "Deposits, Withdrawals", english),
                    matter("zh-CN", "比特币延迟", "充币、提币", chinese),
                ]
                for text in texts { try content.add(markdown: text, path: "btc-delay.md") }
                try await server.wiring.announcements.save(content.announcements)
            }
            try await store(["-1h Cause found.", "-2h We are looking."], ["-1h 已找到原因。"])
            try await store(["-1h Cause found.", "-90m We are looking: at nodes."], ["-1h 已找到原因。"])

            let list = try await server.send(.get, "/api/v1/announcements?locale=en").json["data"]
            let incident = try #require((list as? [[String: Any]])?.first)
            #expect(incident["affects"] as? [String] == ["Deposits", "Withdrawals"])
            #expect(incident["ended_at"] as? String == (server.clock.now + .seconds(-600)).rfc3339)
            let told = incident["updates"] as? [[String: Any]] ?? []
            #expect(
                told.compactMap { $0["text"] as? String } == ["Cause found.", "We are looking: at nodes."]
            )
            #expect(told.first?["created_at"] as? String == (server.clock.now + .seconds(-3600)).rfc3339)

            let page = try await server.send(.get, "/announcements/btc-delay?lang=zh-CN").text
            #expect(page.contains("充币") && page.contains("已找到原因。"))
        }
    }
}
