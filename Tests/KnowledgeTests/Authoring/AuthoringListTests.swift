import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

/// Where articles stand, what imports do to them, and their lists, on both engines.
@Suite("Authoring: addresses, imports and lists")
struct AuthoringListTests {
    private typealias Room = AuthoringRoom

    @Test("an address that an article had leads to it, and to no other", arguments: TestDatabase.engines)
    func slugs(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.publish()
            let other = SmallHelpCentre.slug("waiting-for-deposits")
            var settings = WorkingArticle.Settings(slug: other, kind: .faq, category: Room.shelf)
            _ = try await room.authoring.change(room.id, to: settings, by: room.editor)
            #expect(try await room.articles.article(Room.slug, for: .everybody).slug == other)
            #expect(room.found("late deposit") == ["waiting-for-deposits"])
            await #expect(throws: AuthoringError.slugTaken("late-deposit")) {
                try await room.authoring.create(
                    .init(slug: Room.slug, kind: .faq, category: Room.shelf),
                    in: .english,
                    Room.text(),
                    by: room.agent
                )
            }
            // And back.
            settings.slug = Room.slug
            _ = try await room.authoring.change(room.id, to: settings, by: room.editor)
            #expect(try await room.articles.article(other, for: .everybody).slug == Room.slug)

            // An import under an old address is the article that moved.
            try await room.articles.save([draft(other, "Imported.")])
            #expect(await room.seen() == "Imported.")
            #expect(try await room.articles.all(for: .staff).count == 1)
        }
    }

    private func draft(_ slug: Slug, _ body: String, _ locale: LocaleCode = .english) -> Articles.Draft {
        .init(
            slug: slug,
            locale: locale,
            kind: .faq,
            category: Room.shelf,
            title: "T",
            summary: "",
            keywords: [],
            body: body
        )
    }

    @Test(
        "an import makes versions only of what is new, and leaves drafts alone",
        arguments: TestDatabase.engines
    )
    func imports(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let both = [draft(Room.slug, "One."), draft(Room.slug, "一。", .simplifiedChinese)]
            try await room.articles.save(both)
            #expect(await room.seen() == "One.")
            // The draft that somebody had begun is still there.
            #expect(try await room.text().text.body == "Wait for it.")
            #expect(try await room.text().stage == .draft)
            try await room.articles.save(both)
            #expect(try await room.authoring.versions(room.id, in: .english).count == 1)
            #expect(try await room.authoring.versions(room.id, in: .simplifiedChinese).count == 1)
            let article = try await room.authoring.article(room.id)
            #expect(article.texts.allSatisfy { !article.isOutOfDate($0) })
            // Only the source is new: the translation has to follow.
            try await room.articles.save([draft(Room.slug, "Two.")])
            let after = try await room.authoring.article(room.id)
            #expect(after.texts.map { after.isOutOfDate($0) } == [false, true])
        }
    }

    @Test("lists are narrowed and go on where they ended", arguments: TestDatabase.engines)
    func lists(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            for number in 0..<5 {
                room.scenario.clock.advance(by: .seconds(1))
                let slug = SmallHelpCentre.slug("article-\(number)")
                let settings = WorkingArticle.Settings(
                    slug: slug,
                    kind: .article,
                    category: Room.shelf,
                    audience: number == 0 ? .staff : number == 4 ? .signedIn(SomeAudiences.both) : .everybody,
                    owner: number < 2 ? room.editor.id : nil,
                    reviewBy: number == 1 ? room.scenario.clock.now : nil
                )
                _ = try await room.authoring.create(
                    settings,
                    in: .english,
                    Room.text("Title 100% \(number)"),
                    by: room.agent
                )
            }
            func slugs(_ change: (inout WorkingArticleFilter) -> Void) async throws -> [String] {
                var filter = WorkingArticleFilter()
                change(&filter)
                return try await room.authoring.list(filter, limit: 10).articles.map(\.settings.slug.rawValue)
            }
            #expect(try await slugs { $0.owner = room.editor.id } == ["article-1", "article-0"])
            #expect(try await slugs { $0.isDue = true } == ["article-1"])
            #expect(try await slugs { $0.visibility = .staff } == ["article-0"])
            #expect(try await slugs { $0.visibility = .signedIn } == ["article-4"])
            #expect(try await slugs { $0.isLimited = true } == ["article-4"])
            #expect(try await slugs { $0.words = "100% 3" } == ["article-3"])
            #expect(try await slugs { $0.words = "%" }.count == 5)
            #expect(try await slugs { $0.words = "LATE" } == ["late-deposit"])
            #expect(try await slugs { $0.stage = .published } == [])
            #expect(try await slugs { $0.locale = .simplifiedChinese } == [])

            let first = try await room.authoring.list(.init(), limit: 4)
            let next = try #require(first.next)
            let second = try await room.authoring.list(
                .init(),
                after: WorkingArticleCursor(next.description),
                limit: 4
            )
            #expect(second.next == nil)
            let all = (first.articles + second.articles).map(\.settings.slug.rawValue)
            #expect(all == ["article-4", "article-3", "article-2", "article-1", "article-0", "late-deposit"])
        }
    }

    @Test("secrets in comments are hidden", arguments: TestDatabase.engines)
    func comments(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            _ = try await room.authoring.comment(
                "Is this right? \(phrase)",
                on: room.id,
                in: .english,
                by: room.agent
            )
            let said = try await room.authoring.comments(room.id, in: .english)
            #expect(said.map(\.author) == ["agent one"])
            #expect(said.first?.body.contains("sausage") == false)
        }
    }
}
