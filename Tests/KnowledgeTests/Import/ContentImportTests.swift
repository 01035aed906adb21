import Base
@testable import Knowledge
import Testing
import TestSupport

@Suite("Import")
struct ContentImportTests {
    private let now = FixedClock().now

    private func read(
        _ matter: String,
        path: String = "help/withdrawals/Late Deposit.md"
    ) throws -> ContentImport {
        var content = ContentImport(defaultLocale: .english, now: now)
        try content.add(markdown: "---\n\(matter)\n---\n## Body", path: path)
        return content
    }

    private func readLines(_ text: String) throws -> [Articles.Draft] {
        var content = ContentImport(defaultLocale: .english, now: now)
        try content.add(jsonLines: text, category: try #require(Slug(rawValue: "imported")))
        return content.articles
    }

    @Test("an article takes what its front matter says")
    func article() throws {
        let content = try read(
            """
            title: 提币未到账
            slug: withdrawal-not-arrived
            locale: zh-CN
            category: deposits-withdrawals
            kind: faq
            keywords: 提币，未到账、TXID, pending
            summary: 先查交易哈希。
            """
        )

        let expected = Articles.Draft(
            slug: try #require(Slug(rawValue: "withdrawal-not-arrived")),
            locale: .simplifiedChinese,
            kind: .faq,
            category: try #require(Slug(rawValue: "deposits-withdrawals")),
            title: "提币未到账",
            summary: "先查交易哈希。",
            keywords: ["提币", "未到账", "TXID", "pending"],
            body: "## Body"
        )
        #expect(content.articles == [expected])
    }

    @Test("a title is enough: the file's name gives the address")
    func defaults() throws {
        let draft = try #require(try read("title: Late").articles.first)

        #expect(draft.slug.rawValue == "late-deposit")
        #expect(draft.locale == .english)
        #expect(draft.kind == .article)
        #expect(draft.category.rawValue == "general")
        #expect(draft.keywords.isEmpty)
    }

    @Test(
        "limits alone say that it is for signed-in customers, and empty ones say nothing",
        arguments: [
            ("visibility: signed_in", Audience.signedIn()),
            ("tiers: VIP1，vip2、vip1", .signedIn(SomeAudiences.limits(["vip1", "vip2"]))),
            ("regions: hk; SG", .signedIn(SomeAudiences.limits([], ["HK", "SG"]))),
            (
                "visibility: signed_in\ntiers: vip1\nregions: HK",
                .signedIn(SomeAudiences.limits(["vip1"], ["HK"]))
            ),
            ("tiers:\nregions: ,", nil), ("visibility: public\ntiers:", .everybody),
        ] as [(String, Audience?)]
    )
    func limits(_ matter: String, _ audience: Audience?) throws {
        #expect(try read("title: Late\n\(matter)").articles.map(\.audience) == [audience])
    }

    private static let mistakes: [(String, ImportError)] = [
        ("slug: x", .missing(key: "title")),
        ("title:", .missing(key: "title")),
        ("title: x\nslug: 。。。", .invalid(key: "slug", value: "。。。")),
        ("title: x\nlocale: e", .invalid(key: "locale", value: "e")),
        ("title: x\nkind: poem", .invalid(key: "kind", value: "poem")),
        ("title: x\ncategory: Not One", .invalid(key: "category", value: "Not One")),
        (
            "title: x\nkind: announcement\nannouncement_kind: party",
            .invalid(key: "announcement_kind", value: "party")
        ),
        ("title: x\nkind: announcement\nstarts_at: soon", .invalid(key: "starts_at", value: "soon")),
        (
            "title: x\nkind: announcement\nstarts_at: 200000000000000d",
            .invalid(key: "starts_at", value: "200000000000000d")
        ),
        (
            "title: x\nkind: announcement\nexpected_end_at: 5 pm",
            .invalid(key: "expected_end_at", value: "5 pm")
        ),
        ("title: x\nvisibility: vip", .invalid(key: "visibility", value: "vip")),
        ("title: x\nregions: HK, Mars", .invalid(key: "regions", value: "HK, Mars")),
        ("title: x\nvisibility: public\ntiers: vip1", .invalid(key: "tiers", value: "vip1")),
        ("title: x\nvisibility: staff\nregions: HK", .invalid(key: "regions", value: "HK")),
        ("title: x\npin: first", .invalid(key: "pin", value: "first")),
        ("title: x\npin: 0", .invalid(key: "pin", value: "0")),
        (
            "title: x\nkind: announcement\nupdate: -1h",
            .invalid(key: "update", value: "-1h")
        ),
        (
            "title: x\nkind: announcement\nupdate: -1h Fine\nupdate: soon We look",
            .invalid(key: "update", value: "soon")
        ),
        ("title: x\nkeywords", .malformedFrontMatter(line: 3)),
    ]

    @Test("a mistake is told with file, key and value", arguments: mistakes)
    func mistake(_ matter: String, error: ImportError) {
        #expect(throws: ImportError.inFile("a.md", error)) { try read(matter, path: "a.md") }
    }

    @Test("two languages of an announcement are one, and times may count from now")
    func announcement() throws {
        var content = try read(
            """
            title: BTC withdrawals delayed
            slug: btc-delay
            kind: announcement
            announcement_kind: incident
            starts_at: -2h
            expected_end_at: 2026-01-02T00:00:00Z
            """
        )
        try content.add(
            markdown: "---\ntitle: BTC 提币延迟\nslug: btc-delay\nlocale: zh-CN\nkind: announcement\n"
                + "announcement_kind: incident\nstarts_at: -2h\nexpected_end_at: +1d\n---\n",
            path: "b.md"
        )

        #expect(content.articles.isEmpty)
        #expect(content.announcements.count == 1)
        let announcement = try #require(content.announcements.first)
        #expect(announcement.kind == .incident)
        #expect(announcement.startsAt == now - .seconds(7200))
        #expect(announcement.expectedEndAt == now + .seconds(86_400))
        #expect(announcement.translations.map(\.title) == ["BTC withdrawals delayed", "BTC 提币延迟"])
    }

    @Test("lines of JSON become articles, empty lines are passed over")
    func jsonLines() throws {
        let drafts = try readLines(
            """
            {"id":"a1","lang":"en","title":"One","body":"x"}

            {"id":"文章 B","lang":"zh","title":"二","body":"y","category":"fees","kind":"faq","keywords":["费"]}
            """
        )

        #expect(drafts.map(\.slug.rawValue) == ["a1", "b"])
        #expect(drafts.map(\.locale) == [.english, .simplifiedChinese])
        #expect(drafts.map(\.category.rawValue) == ["imported", "fees"])
        #expect(drafts.map(\.kind) == [.article, .faq])
        #expect(drafts.map(\.keywords) == [[], ["费"]])
        let others = try readLines(
            "{\"id\":\"a\",\"title\":\"A\u{2028}B\",\"body\":\"x\"}\r\n{\"id\":\"b\",\"title\":\"C\",\"body\":\"\"}\r\n"
        )
        #expect(others.map(\.slug.rawValue) == ["a", "b"])
    }

    @Test(
        "a malformed line is told by its number",
        arguments: [
            "not json", "[]", "{\"id\":\"a\",\"title\":\"no body\"}",
            "{\"id\":\"。\",\"title\":\"t\",\"body\":\"b\"}",
            "{\"id\":\"a\",\"lang\":\"?\",\"title\":\"t\",\"body\":\"b\"}",
        ]
    )
    func malformedLine(_ line: String) {
        let error = #expect(throws: ImportError.self) {
            try readLines("{\"id\":\"a\",\"title\":\"t\",\"body\":\"b\"}\n\(line)")
        }
        guard case .malformedLine(2, _) = error else {
            Issue.record("expected line 2, got \(String(describing: error))")
            return
        }
    }
}
