import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

/// The same change to several articles, on both engines.
@Suite("Several articles at once")
struct BulkEditTests {
    private typealias Room = AuthoringRoom

    private static let fees = SmallHelpCentre.slug("fees")

    /// Three articles: a draft, one that readers see in two languages, and one that waits for its time.
    private static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Room, BulkEdit, [ID<Article>]) async throws -> Void
    ) async throws {
        try await Room.with(engine) { room in
            try await room.articles.save([], categories: [Category(slug: fees, icon: "fees", names: [:])])
            var ids = [room.id]
            for slug in ["shown", "waiting"] {
                let made = try await room.authoring.create(
                    .init(slug: SmallHelpCentre.slug(slug), kind: .faq, category: Room.shelf),
                    in: .english,
                    Room.text("The \(slug) one"),
                    by: room.agent
                )
                ids.append(made.id)
            }
            _ = try await room.authoring.publish(ids[1], in: .english, from: 1, by: room.editor)
            _ = try await room.authoring.save(
                Room.text("已发布", "等。"),
                of: ids[1],
                in: .simplifiedChinese,
                from: 0,
                by: room.agent
            )
            _ = try await room.authoring.publish(ids[1], in: .simplifiedChinese, from: 1, by: room.editor)
            let later = room.scenario.clock.now + .seconds(3600)
            _ = try await room.authoring.publish(ids[2], in: .english, from: 1, at: later, by: room.editor)
            try await body(room, BulkEdit(authoring: room.authoring), ids)
        }
    }

    private static func states(_ outcomes: [BulkEdit.Outcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome.state {
            case .changed: "changed"
            case .same: "same"
            case .failed(let code, _): code
            }
        }
    }

    @Test("they move, and every address that they had still leads to them", arguments: Engine.allCases)
    func moving(on engine: Engine) async throws {
        try await Self.with(engine) { room, bulk, ids in
            let old = SmallHelpCentre.slug("shown")
            var settings = try await room.authoring.article(ids[1]).settings
            settings.slug = SmallHelpCentre.slug("seen")
            _ = try await room.authoring.change(ids[1], to: settings, by: room.editor)
            let change = BulkChange.category(Self.fees)
            let missing = ID<Article>(at: room.scenario.clock.now)

            let before = try await bulk.preview(change, of: ids + [missing])
            #expect(Self.states(before) == ["changed", "changed", "changed", "article_not_found"])
            #expect(try await room.authoring.article(ids[0]).settings.category == Room.shelf)

            let done = try await bulk.perform(change, on: ids + [missing], by: room.editor, from: "10.0.0.1")
            #expect(Self.states(done) == ["changed", "changed", "changed", "article_not_found"])
            for id in ids { #expect(try await room.authoring.article(id).settings.category == Self.fees) }
            let found = try await room.articles.article(old, for: .everybody)
            #expect((found.slug.rawValue, found.category) == ("seen", Self.fees))
            // Again, nothing changes.
            let again = try await bulk.perform(change, on: ids, by: room.editor, from: nil)
            #expect(Self.states(again) == ["same", "same", "same"])
            let trail = AuditTrail(room.scenario.database, clock: room.scenario.clock)
            while try await trail.chainPending() > 0 {}
            let moves = try await trail.entries(after: 0, limit: 100).filter {
                $0.action == "article.changed" && $0.details == #"{"category":"fees"}"#
            }
            #expect(moves.map(\.address) == ["10.0.0.1", "10.0.0.1", "10.0.0.1"])
        }
    }

    @Test("owner, review date and audience are set, and nothing else", arguments: Engine.allCases)
    func settings(on engine: Engine) async throws {
        try await Self.with(engine) { room, bulk, ids in
            let day = room.scenario.clock.now
            let changes: [BulkChange] = [.owner(room.agent.id), .reviewBy(day), .audience(.staff)]
            let before = try await room.authoring.article(ids[1]).settings
            for change in changes { _ = try await bulk.perform(change, on: ids, by: room.editor, from: nil) }
            var expected = before
            (expected.owner, expected.reviewBy, expected.audience) = (room.agent.id, day, .staff)
            #expect(try await room.authoring.article(ids[1]).settings == expected)
            await #expect(throws: ArticleError.self) {
                try await room.articles.article(SmallHelpCentre.slug("shown"), for: .everybody)
            }
            // Whoever sets who may read it sets all of it: limits stay where they are said, and go where they are not.
            for audience in [Audience.signedIn(SomeAudiences.both), .signedIn()] {
                let outcomes = try await bulk.perform(
                    .audience(audience),
                    on: ids,
                    by: room.editor,
                    from: nil
                )
                #expect(outcomes.allSatisfy { $0.state == .changed })
                #expect(try await room.authoring.article(ids[1]).settings.audience == audience)
                let again = try await bulk.preview(.audience(audience), of: ids)
                #expect(again.allSatisfy { $0.state == .same })
            }
            for change in [BulkChange.owner(nil), .reviewBy(nil), .audience(.everybody)] {
                _ = try await bulk.perform(change, on: ids, by: room.editor, from: nil)
            }
            #expect(try await room.authoring.article(ids[1]).settings == before)
            await #expect(throws: AuthoringError.categoryUnknown("none")) {
                try await bulk.perform(
                    .category(SmallHelpCentre.slug("none")),
                    on: ids,
                    by: room.editor,
                    from: nil
                )
            }
            await #expect(throws: AuthoringError.ownerUnknown) {
                try await bulk.perform(
                    .owner(ID<Agent>(at: day)),
                    on: ids,
                    by: room.editor,
                    from: nil
                )
            }
        }
    }

    @Test("a keyword is published with what is published, and a draft keeps it", arguments: Engine.allCases)
    func keywords(on engine: Engine) async throws {
        try await Self.with(engine) { room, bulk, ids in
            let add = BulkChange.addKeyword("zirconium", nil)
            #expect(
                Self.states(try await bulk.preview(add, of: ids)) == [
                    "changed", "changed", "stage_not_allowed",
                ]
            )
            let done = try await bulk.perform(add, on: ids, by: room.editor, from: nil)
            #expect(Self.states(done) == ["changed", "changed", "stage_not_allowed"])
            #expect(room.found("zirconium") == ["shown"])
            let shown = try await room.authoring.article(ids[1])
            #expect(shown.texts.map(\.stage) == [.published, .published])
            #expect(shown.texts.allSatisfy { !shown.isOutOfDate($0) })
            #expect(
                shown.texts.allSatisfy {
                    $0.text.keywords == ["deposit", "zirconium"] && $0.liveVersion == 2
                }
            )
            let draft = try await room.authoring.article(ids[0])
            #expect(draft.texts.map(\.stage) == [.draft])
            #expect(draft.texts[0].text.keywords == ["deposit", "zirconium"])
            #expect(try await room.authoring.article(ids[2]).texts[0].text.keywords == ["deposit"])

            let remove = BulkChange.removeKeyword("zirconium", .simplifiedChinese)
            let removed = try await bulk.perform(remove, on: ids, by: room.editor, from: nil)
            #expect(Self.states(removed) == ["translation_not_found", "changed", "translation_not_found"])
            let after = try await room.authoring.article(ids[1])
            #expect(after.text(in: .simplifiedChinese)?.text.keywords == ["deposit"])
            #expect(after.text(in: .english)?.text.keywords == ["deposit", "zirconium"])
        }
    }

    @Test("what is archived goes in all languages, and comes back as drafts", arguments: Engine.allCases)
    func archive(on engine: Engine) async throws {
        try await Self.with(engine) { room, bulk, ids in
            let done = try await bulk.perform(.archive, on: ids, by: room.editor, from: nil)
            #expect(Self.states(done) == ["changed", "changed", "changed"])
            #expect(try await room.articles.all(for: .staff) == [])
            #expect(room.found("shown") == [])
            // Its time comes, and nothing.
            room.scenario.clock.advance(by: .seconds(7200))
            try await room.runJobs()
            #expect(try await room.articles.all(for: .staff) == [])
            let back = try await bulk.perform(.reopen, on: ids, by: room.editor, from: nil)
            #expect(Self.states(back) == ["changed", "changed", "changed"])
            for id in ids {
                #expect(try await room.authoring.article(id).texts.allSatisfy { $0.stage == .draft })
            }
            #expect(Self.states(try await bulk.preview(.reopen, of: ids)) == ["same", "same", "same"])
        }
    }

    @Test("what fails of one leaves it as it was, and the others are changed", arguments: Engine.allCases)
    func failing(on engine: Engine) async throws {
        try await Self.with(engine) { room, bulk, ids in
            // It has as many keywords as it may have.
            let words = (0..<ArticleText.mostKeywords).map { "word\($0)" }
            let full = Articles.Draft(
                slug: SmallHelpCentre.slug("full"),
                locale: .english,
                kind: .article,
                category: Room.shelf,
                title: "Full",
                summary: "",
                keywords: words,
                // An import may show what an editor could not publish; it is not shown anew.
                body: "![](/media/a.png)"
            )
            try await room.articles.save([full])
            let id = try await room.articles.article(full.slug, for: .everybody).id
            let all = [id, ids[1]]
            let done = try await bulk.perform(.addKeyword("new", nil), on: all, by: room.editor, from: nil)
            #expect(Self.states(done) == ["invalid_field", "changed"])
            let article = try await room.authoring.article(id)
            #expect(article.texts.map(\.text.keywords) == [words])
            #expect(article.texts.map(\.stage) == [.published])
            let fewer = try await bulk.perform(
                .removeKeyword("word0", nil),
                on: [id],
                by: room.editor,
                from: nil
            )
            #expect(Self.states(fewer) == ["changed"])
        }
    }
}
