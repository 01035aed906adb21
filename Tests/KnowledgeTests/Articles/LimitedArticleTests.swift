import Base
@testable import Knowledge
import Safeguard
import Storage
import TestSupport
import Testing

private typealias Room = AuthoringRoom
private typealias Some = SomeAudiences

@Suite("Limited articles")
struct LimitedArticleTests {
    /// Publishes the room's article and says who may read it.
    private static func limit(_ room: Room, to audience: Audience) async throws {
        var settings = try await room.authoring.article(room.id).settings
        settings.audience = audience
        _ = try await room.authoring.change(room.id, to: settings, by: room.editor, from: "10.0.0.1")
    }

    @Test("limits are stored, read back by every way, and lifted again", arguments: Engine.allCases)
    func stored(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            let steps: [Audience] = [
                .signedIn(Some.both), .signedIn(Some.vip1), .signedIn(), .staff, .everybody,
            ]
            for audience in steps {
                try await Self.limit(room, to: audience)
                #expect(try await room.authoring.article(room.id).settings.audience == audience)
                #expect(try await room.articles.article(Room.slug, for: .staff).audience == audience)
                #expect(try await room.articles.written().map(\.audience) == [audience])
                #expect(try await room.articles.all(for: .staff).map(\.audience) == [audience])
            }
            let limits = try await room.scenario.database.read { db in
                try db.values(String.self, "SELECT limits FROM article WHERE limits IS NOT NULL")
            }
            #expect(limits.isEmpty)
        }
    }

    @Test(
        "each reader is shown what is for them and nothing else, by whichever door",
        arguments: Engine.allCases
    )
    func doors(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            let catalogues = CatalogueKeeper(room.articles, search: room.search, clock: room.scenario.clock)
            for (audience, _) in Some.audiences {
                try await Self.limit(room, to: audience)
                for reader in Some.readers {
                    let sees = reader.sees(audience)
                    #expect(await room.seen(by: reader) == (sees ? "Wait for it." : nil))
                    #expect(room.found("late deposit", by: reader).isEmpty == !sees)
                    #expect(try await room.articles.all(for: reader).count == (sees ? 1 : 0))
                    #expect(try await room.articles.names(for: reader).count == (sees ? 1 : 0))
                    let catalogue = try await catalogues.current(for: reader)
                    #expect(catalogue.all.count == (sees ? 1 : 0))
                    #expect(catalogue.topQuestions(for: .english, limit: 5).count == (sees ? 1 : 0))
                    #expect(catalogue.filledCategories.count == (sees ? 1 : 0))
                    #expect(await Self.votes(reader, in: room) == sees)
                }
            }
        }
    }

    /// Whether somebody may say what they think of it.
    private static func votes(_ reader: Reader, in room: Room) async -> Bool {
        do {
            try await room.articles.put(
                ArticleFeedback(isHelpful: true),
                of: .browser("sbr_1"),
                as: reader,
                on: Room.slug,
                .english,
                key: nil
            )
            return true
        } catch {
            #expect(error as? ArticleError == .notFound(Room.slug.rawValue))
            return false
        }
    }

    @Test("an address that it had once leads nowhere for whom it is not", arguments: Engine.allCases)
    func formerAddress(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            var settings = try await room.authoring.article(room.id).settings
            settings.slug = SmallHelpCentre.slug("elsewhere")
            settings.audience = .signedIn(Some.both)
            _ = try await room.authoring.change(room.id, to: settings, by: room.editor)
            for reader in Some.readers {
                // That there is none for them is an answer here.
                let found = try? await room.articles.article(Room.slug, for: reader)
                #expect((found?.slug.rawValue == "elsewhere") == reader.sees(settings.audience))
            }
        }
    }

    @Test("who set which limits is in the audit trail", arguments: Engine.allCases)
    func audited(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            for audience in [Audience.signedIn(Some.both), .signedIn(Some.vip1), .everybody] {
                room.scenario.clock.advance(by: .seconds(1))
                try await Self.limit(room, to: audience)
            }
            let trail = AuditTrail(room.scenario.database, clock: room.scenario.clock)
            while try await trail.chainPending() > 0 {}
            let told = try await trail.entries(after: 0, limit: 100).filter { $0.action == "article.changed" }
            #expect(
                told.map(\.details) == [
                    #"{"regions":"HK, SG","tiers":"vip1, vip2","visibility":"signed_in"}"#,
                    #"{"regions":"","tiers":"vip1"}"#,
                    #"{"tiers":"","visibility":"public"}"#,
                ]
            )
            #expect(Set(told.map(\.address)) == ["10.0.0.1"])
        }
    }

    @Test(
        "an import limits an article, and leaves it as it is where it says nothing",
        arguments: Engine.allCases
    )
    func imported(on engine: Engine) async throws {
        try await Room.with(engine) { room in
            func bring(_ audience: Audience?) async throws -> Audience {
                let draft = Articles.Draft(
                    slug: Room.slug,
                    locale: .english,
                    kind: .article,
                    category: Room.shelf,
                    title: "Late",
                    summary: "",
                    keywords: [],
                    body: "Wait.",
                    audience: audience
                )
                try await room.articles.save([draft])
                return try await room.articles.article(Room.slug, for: .staff).audience
            }
            let limited = try await bring(.signedIn(Some.both))
            #expect(limited == .signedIn(Some.both))
            #expect(room.found("late", by: Some.reader("vip1", "HK")) == ["late-deposit"])
            #expect(room.found("late", by: .customer()).isEmpty)
            let kept = try await bring(nil)
            #expect(kept == limited)
            let opened = try await bring(.everybody)
            #expect(opened == .everybody)
        }
    }
}
