import Base
@testable import Knowledge
import People
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// Links of what readers see, on both engines.
@Suite("Broken links")
struct LinkCheckTests {
    private typealias Room = AuthoringRoom

    /// Other sites as the test wants them.
    private final class Sites: Sendable {
        private let statuses: Mutex<[String: Int]>
        private let asked = Recorder()

        init(_ statuses: [String: Int]) {
            self.statuses = Mutex(statuses)
        }

        var all: [String] { asked.all }

        func put(_ status: Int, at address: String) { statuses.withLock { $0[address] = status } }

        func ask(_ request: OutgoingRequest) throws -> OutgoingAnswer {
            if request.method == .head { asked.add(request.address) }
            guard let status = statuses.withLock({ $0[request.address] }) else {
                throw OutgoingError.unreachable
            }
            return OutgoingAnswer(status: status)
        }
    }

    private static func check(_ room: Room, _ sites: Sites = Sites([:])) -> LinkCheck {
        LinkCheck(
            room.articles,
            shelf: APIShelf(),
            site: SiteOrigin("https://help.example"),
            pages: ["/verify"],
            asksOthers: true,
            spacing: .zero
        ) { request in try sites.ask(request) }
    }

    private static func told(_ check: LinkCheck) async throws -> [String] {
        try await check.report(LinkState.told, limit: 100).findings.map { finding in
            let line = finding.line.map(String.init) ?? "?"
            return
                "\(finding.locale) \(line) \(finding.address) \(finding.state.rawValue) \(finding.reason ?? "")"
        }
    }

    private static let body = """
        [other](/help/other#fees) [none](/help/nothing) [here](#nowhere)
        [topic](/help/category/deposits) [no topic](/help/category/none) [page](/verify)
        [news](/announcements/none) [api](/api-docs/none) [mail](mailto:a@b.example)
        ![shown](/media/a.png) ![not shown](https://pictures.example/a.png)
        """

    /// Publishes another article.
    private static func other(_ room: Room, _ audience: Audience = .everybody) async throws -> WorkingArticle
    {
        let settings = WorkingArticle.Settings(
            slug: SmallHelpCentre.slug("other"),
            kind: .article,
            category: Room.shelf,
            audience: audience
        )
        let made = try await room.authoring.create(
            settings,
            in: .english,
            Room.text("Other", "## Fees\n\nNone."),
            by: room.agent
        )
        return try await room.authoring.publish(made.id, in: .english, from: 1, by: room.editor)
    }

    @Test("what this server knows is looked up, and told before it is published", arguments: Engine.allCases)
    func ownPages(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room)
            let other = try await Self.other(room)
            try await room.save(Room.text("Late", Self.body))
            let expected = [
                "/help/nothing": "article_unknown", "#nowhere": "heading_unknown",
                "/help/category/none": "category_unknown", "/announcements/none": "announcement_unknown",
                "/api-docs/none": "api_unknown", "https://pictures.example/a.png": "picture_not_shown",
            ]
            let before = try await check.findings(of: room.id, in: .english).filter { $0.state == .broken }
            #expect(Dictionary(uniqueKeysWithValues: before.map { ($0.address, $0.reason) }) == expected)
            #expect(before.map(\.line) == [1, 1, 2, 3, 3, 4])

            try await room.publish()
            #expect(try await check.readSome() == 2)
            let report = try await check.report([.broken], limit: 100)
            #expect(
                Dictionary(uniqueKeysWithValues: report.findings.map { ($0.address, $0.reason) }) == expected
            )
            #expect(report.counts == [.broken: 6, .waiting: 1, .whole: 4])
            #expect(try await check.readSome() == 0)

            // It gets another heading, another address, and goes.
            let mark = try await room.articles.mark()
            var settings = other.settings
            settings.slug = SmallHelpCentre.slug("elsewhere")
            _ = try await room.authoring.change(other.id, to: settings, by: room.editor)
            try await check.readChanges(since: mark)
            let moved = try await check.report([.moved], limit: 100).findings
            #expect(moved.map(\.suggestion) == ["/help/elsewhere#fees"])

            let now = try await room.articles.mark()
            settings.audience = .staff
            _ = try await room.authoring.change(other.id, to: settings, by: room.editor)
            try await check.readChanges(since: now)
            #expect(
                try await Self.told(check).contains("en 1 /help/other#fees broken article_not_for_readers")
            )
        }
    }

    @Test("what a link leads to has to be for all who may read the text", arguments: Engine.allCases)
    func audiences(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room)
            let other = try await Self.other(room)
            try await room.save(Room.text("Late", "[other](/help/other)"))
            let audiences = SomeAudiences.audiences.map(\.audience)
            var (own, others) = (try await room.authoring.article(room.id).settings, other.settings)
            for audience in audiences {
                own.audience = audience
                _ = try await room.authoring.change(room.id, to: own, by: room.editor)
                for target in audiences {
                    others.audience = target
                    _ = try await room.authoring.change(other.id, to: others, by: room.editor)
                    let found = try await check.findings(of: room.id, in: .english)
                    let reason = audience.isWithin(target) ? nil : "article_not_for_readers"
                    #expect(found.map(\.reason) == [reason], "\(audience) to \(target)")
                }
            }
        }
    }

    @Test("a link that led nowhere is whole once somebody publishes there", arguments: Engine.allCases)
    func appears(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room)
            try await room.save(Room.text("Late", "[other](/help/other)"))
            try await room.publish()
            try await check.readSome()
            #expect(try await Self.told(check) == ["en 1 /help/other broken article_unknown"])
            let mark = try await room.articles.mark()
            room.scenario.clock.advance(by: .seconds(60))
            _ = try await Self.other(room)
            try await check.readChanges(since: mark)
            #expect(try await Self.told(check) == [])
        }
    }

    @Test("other sites are asked once a day, and count on the second day", arguments: Engine.allCases)
    func otherSites(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let sites = Sites(["https://a.example/whole": 200, "https://a.example/gone": 404])
            let check = Self.check(room, sites)
            let links = ["whole", "gone"].map { "[x](https://a.example/\($0))" }
            try await room.save(
                Room.text("Late", links.joined(separator: "\n") + "\n[y](https://b.example/)")
            )
            try await room.publish()
            try await check.readSome()
            #expect(try await check.askSome() == 3)
            #expect(try await check.askSome() == 0)
            #expect(
                try await Self.told(check).sorted() == [
                    "en 2 https://a.example/gone failing answered",
                    "en 3 https://b.example/ failing unreachable",
                ]
            )

            room.scenario.clock.advance(by: .seconds(86_400))
            sites.put(200, at: "https://b.example/")
            #expect(try await check.askSome() == 3)
            #expect(try await Self.told(check) == ["en 2 https://a.example/gone broken answered"])

            sites.put(200, at: "https://a.example/gone")
            let now = try await check.checkAgain("https://a.example/gone", of: room.id)
            #expect(now.map(\.state) == [.whole])
            #expect(sites.all.count == 7)

            // Nobody asks what nothing leads to any more.
            try await room.save(Room.text("Late", "Nothing."))
            try await room.publish()
            room.scenario.clock.advance(by: .seconds(86_400))
            try await check.readSome()
            #expect(try await check.askSome() == 0)
            #expect(
                try await check.report(LinkState.allCases, limit: 9) == LinkReport(counts: [:], findings: [])
            )
        }
    }

    @Test("what is archived has no links", arguments: Engine.allCases)
    func archived(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            let check = Self.check(room)
            try await room.save(Room.text("Late", "[x](/help/none)"))
            let published = try await room.publish()
            try await check.readSome()
            #expect(try await Self.told(check).count == 1)
            let mark = try await room.articles.mark()
            let revision = try #require(published.text(in: .english)).revision
            _ = try await room.authoring.archive(room.id, in: .english, from: revision, by: room.editor)
            try await check.readChanges(since: mark)
            #expect(try await Self.told(check) == [])
        }
    }
}
