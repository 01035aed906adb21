import Base
import Glibc
@testable import Knowledge
import Storage
import TestSupport
import Testing

/// What is brought is held to what editors are held to, on both engines.
@Suite("Bringing other help centres")
struct BringingTests {
    private static func page(_ slug: String, _ body: String, _ locale: LocaleCode = .english) -> ImportedPage
    {
        ImportedPage(
            draft: Articles.Draft(
                slug: SmallHelpCentre.slug(slug),
                locale: locale,
                kind: .article,
                category: AuthoringRoom.shelf,
                title: "About \(slug) ",
                summary: "",
                keywords: ["a, b", "b"],
                body: body
            ),
            isPublished: true,
            formerly: [],
            losses: [:],
            source: "\(slug).html"
        )
    }

    @Test("what an editor could not save or publish is told, and the rest comes", arguments: Engine.allCases)
    func refused(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let pages = [
                Self.page("whole", "Words."), Self.page("empty", " "),
                Self.page("picture", "![](/media/a.png)"), Self.page("snippet", "{{var:none}}"),
                Self.page("film", ":::video none"), Self.page("search", "Words."),
                Self.page("long", String(repeating: "a", count: ArticleText.mostBytes + 1)),
            ]
            var expected = Articles.Brought()
            (expected.published, expected.drafts) = (1, 4)
            expected.refused = [
                .init("/help/long (en)", .invalid(field: "body", "200000 bytes of text at most")),
                .init("/help/search (en)", .slugTaken("search")),
            ]
            expected.unready = [
                .init("/help/empty (en)", .invalid(field: "body", "there is nothing to read in it")),
                .init(
                    "/help/picture (en)",
                    .notReady([.init(kind: .pictureUndescribed, name: "/media/a.png")])
                ),
                .init("/help/snippet (en)", .notReady([.init(kind: .snippetUnknown, name: "{{var:none}}")])),
                .init("/help/film (en)", .notReady([.init(kind: .videoUnknown, name: "none")])),
            ]
            #expect(try await room.articles.bring(pages, categories: [], publishing: true) == expected)
            let shown = try await room.articles.all(for: .staff)
            #expect(shown.map(\.slug.rawValue) == ["whole"])
            // As an editor's text is stored.
            let text = try #require(shown.first?.translations.first)
            #expect((text.title, text.keywords) == ("About whole", ["a", "b"]))
            let waiting = try await room.authoring.list(.init(), limit: 20).articles.filter { article in
                article.texts.contains { $0.stage == .draft && $0.editor == nil }
            }
            #expect(Set(waiting.map(\.settings.slug.rawValue)) == ["empty", "picture", "snippet", "film"])

            // As drafts nothing has to be ready.
            let again = try await room.articles.bring(pages, categories: [], publishing: false)
            #expect((again.refused, again.unready, again.same) == (expected.refused, [], 5))
        }
    }

    @Test("a text that comes again with a flaw leaves readers what they see", arguments: Engine.allCases)
    func flawed(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            func bring(_ body: String) async throws -> Articles.Brought {
                try await room.articles.bring([Self.page("fees", body)], categories: [], publishing: true)
            }
            #expect(try await bring("None.").published == 1)
            let second = try await bring("![](/media/fees.png)")
            #expect((second.published, second.drafts, second.unready.count) == (0, 1, 1))
            let article = try await room.articles.article(SmallHelpCentre.slug("fees"), for: .everybody)
            #expect(article.translations.map(\.body) == ["None."])
            let working = try await room.authoring.article(article.id).text(in: .english)
            #expect((working?.stage, working?.liveVersion) == (.draft, 1))
        }
    }

    @Test("an import waits for who saves, and leaves what they saved", arguments: Engine.allCases)
    func atOnce(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            func bring(_ body: String) async throws -> Articles.Brought {
                try await room.articles.bring([Self.page("fees", body)], categories: [], publishing: false)
            }
            _ = try await bring("None.")
            let made = try await room.authoring.list(.init(), limit: 9).articles
                .first { $0.settings.slug.rawValue == "fees" }
            let id = try #require(made).id
            let now = room.scenario.clock.now
            let (held, isBrought) = (Gate(), Gate())
            // As an editor's door does it, and slowly.
            async let saving: Void = room.scenario.database.write { db in
                _ = try AuthoringSQL(db: db).touch(id, at: now)
                held.open()
                while try !isBrought.isOpen && !Self.isAnybodyWaiting(db, engine) { usleep(10_000) }
                let sql = WorkingTextSQL(db: db)
                let working = try #require(try sql.text(id, .english))
                let mine = ArticleText(title: "Fees", summary: "", keywords: [], body: "Ours.")
                try sql.put(try working.edited(to: mine, by: room.editor, at: now), of: id)
            }
            await held.pass()
            let brought = try await bring("Theirs.")
            isBrought.open()
            try await saving
            #expect((brought.kept, brought.drafts) == (["/help/fees (en)"], 0))
            #expect(try await room.authoring.article(id).text(in: .english)?.text.body == "Ours.")
        }
    }

    /// Whether another transaction waits for what this one holds: where one writes at a time, all others do.
    private static func isAnybodyWaiting(_ db: Connection, _ engine: Engine) throws -> Bool {
        guard engine == .postgres else { return true }
        let waiting = try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM pg_locks
            WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
            """
        )
        return waiting ?? 0 > 0
    }
}
