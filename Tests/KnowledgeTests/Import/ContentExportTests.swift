import Base
@testable import Knowledge
import Safeguard
import Storage
import TestSupport
import Testing

@Suite("Export")
struct ContentExportTests {
    private static func draft(
        _ title: String,
        _ body: String,
        _ locale: LocaleCode = .english,
        for audience: Audience = .staff
    ) -> Articles.Draft {
        .init(
            slug: SmallHelpCentre.slug("an-article"),
            locale: locale,
            kind: .tutorial,
            category: SmallHelpCentre.slug("fees"),
            title: title,
            summary: "Ends with: a colon",
            keywords: ["one", "two words", "三"],
            body: body,
            pin: 3,
            audience: audience,
            source: .simplifiedChinese
        )
    }

    private static func article(_ drafts: [Articles.Draft]) -> Article {
        Article(
            id: ID(at: SmallHelpCentre.now),
            slug: drafts[0].slug,
            kind: drafts[0].kind,
            category: drafts[0].category,
            pin: drafts[0].pin,
            audience: drafts[0].audience ?? .everybody,
            sourceLocale: drafts[0].source ?? .english,
            views: 0,
            helpful: 0,
            notHelpful: 0,
            translations: drafts.map {
                .init(
                    locale: $0.locale,
                    title: $0.title,
                    summary: $0.summary,
                    keywords: $0.keywords,
                    body: $0.body,
                    updatedAt: SmallHelpCentre.now
                )
            }
        )
    }

    @Test(
        "what is exported is imported as the same",
        arguments: [
            "Plain", "\"Quoted\"", "'Quoted'", "\"Half", "Half\"", "\"", "a: b", "# no heading",
            "--- no end ---",
            "提币：多久？", "“Curly”", "e\u{301} 👩‍👩‍👧",
        ]
    )
    func sameAgain(_ title: String) throws {
        let bodies = [
            "", "\n\nText.\n", "---\nkey: value\n---\n", "a\n\n```\n---\n```\n   \n", "# 标题\n", title,
        ]
        for body in bodies {
            let drafts = [Self.draft(title, body), Self.draft(title, body, .simplifiedChinese)]
            var content = ContentImport(defaultLocale: .english, now: SmallHelpCentre.now)
            let files = try ContentExport([Self.article(drafts)], snippets: [], categories: []).files
            #expect(files.map(\.path) == ["en/fees/an-article.md", "zh-CN/fees/an-article.md"])
            for file in files { try content.add(markdown: file.text, path: file.path) }
            #expect(content.articles == drafts)
        }
    }

    @Test(
        "whom it is limited to is exported and imported as the same",
        arguments: [
            SomeAudiences.vip1, SomeAudiences.hongKong, SomeAudiences.both,
            SomeAudiences.limits(["\"vip\"", "'a", "a: b", "一级"]),
        ]
    )
    func limits(_ limits: Audience.Limits) throws {
        let draft = Self.draft("Title", "Body.", for: .signedIn(limits))
        var content = ContentImport(defaultLocale: .english, now: SmallHelpCentre.now)
        for file in try ContentExport([Self.article([draft])], snippets: [], categories: []).files {
            try content.add(markdown: file.text, path: file.path)
        }
        #expect(content.articles == [draft])
    }

    /// Brings files in as `import articles` does.
    private static func bring(_ files: [ContentExport.File], to articles: Articles) async throws {
        var content = ContentImport(defaultLocale: .english, now: SmallHelpCentre.now)
        for file in files where file.path.hasSuffix(".md") {
            try content.add(markdown: file.text, path: file.path)
        }
        let shelves = files.first { $0.path == CategoryFile.name }
        let categories = try shelves.map { try ContentImport.categories(json: $0.text) } ?? []
        try await articles.save(content.articles, categories: categories)
    }

    private static func files(of articles: Articles) async throws -> [ContentExport.File] {
        try ContentExport(
            try await articles.written(),
            snippets: [],
            categories: try await articles.categories()
        ).files
    }

    @Test(
        "a help centre comes back with its shelves in their order, and the languages that it is translated from",
        arguments: Engine.allCases
    )
    func whole(on engine: Engine) async throws {
        let shelves = [
            Category(
                slug: SmallHelpCentre.slug("trading"),
                icon: "chart",
                names: [
                    .english: .init(name: "Trading \"spot\"", description: ""),
                    .simplifiedChinese: .init(name: "交易", description: "币币/合约"),
                ]
            ),
            Category(slug: SmallHelpCentre.slug("fees"), icon: "fees", names: [:]),
        ]
        let drafts = [Self.draft("Fees", "a"), Self.draft("手续费", "b", .simplifiedChinese)]
        let files = try await Self.withArticles(engine) { articles in
            try await articles.save(drafts, categories: shelves)
            return try await Self.files(of: articles)
        }
        #expect(
            files.map(\.path) == ["categories.json", "en/fees/an-article.md", "zh-CN/fees/an-article.md"]
        )
        let again = try await Self.withArticles(engine) { articles in
            try await Self.bring(files, to: articles)
            #expect(try await articles.categories() == shelves)
            #expect(try await articles.written().map(\.sourceLocale) == [.simplifiedChinese])
            return try await Self.files(of: articles)
        }
        #expect(again == files)
        // As they were written before: an article is from its first language, and a shelf is nothing but a name.
        let old = files.filter { $0.path.hasSuffix(".md") }.map { file in
            ContentExport.File(
                path: file.path,
                text: file.text.replacing("source_locale: zh-CN\n", with: "")
            )
        }
        #expect(old.allSatisfy { !$0.text.contains("source_locale") })
        try await Self.withArticles(engine) { articles in
            try await Self.bring(old, to: articles)
            #expect(try await articles.written().map(\.sourceLocale) == [.english])
            #expect(try await articles.categories().map(\.slug.rawValue) == ["fees"])
        }
    }

    /// An import that says otherwise turns round what is translated from what.
    @Test("what is translated from another language now is not out of date", arguments: Engine.allCases)
    func turned(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            var drafts = [Self.draft("Fees", "a"), Self.draft("手续费", "b", .simplifiedChinese)]
            for number in drafts.indices { drafts[number].source = nil }
            try await room.articles.save(drafts)
            // A second version of the first one.
            drafts[0].body = "c"
            try await room.articles.save(drafts)
            for number in drafts.indices { drafts[number].source = .simplifiedChinese }
            try await room.articles.save(drafts)
            let article = try #require(try await room.articles.written().first)
            let working = try await room.authoring.article(article.id)
            #expect(working.sourceLocale == .simplifiedChinese)
            #expect(working.text(in: .simplifiedChinese)?.sourceVersion == nil)
            #expect(working.text(in: .english)?.sourceVersion == 1)
        }
    }

    private static func withArticles<Value: Sendable>(
        _ engine: Engine,
        _ body: @Sendable (Articles) async throws -> Value
    ) async throws -> Value {
        try await Scenario.with(engine) { scenario in
            let articles = Articles(
                scenario.database,
                gate: SecretsGate(),
                clock: scenario.clock,
                listener: HelpSearches()
            )
            return try await body(articles)
        }
    }

    @Test("the texts that articles share come back as the same, in every language")
    func snippets() throws {
        let texts = [
            "*": "---\ntitle: no matter\n---\n| a |\n| --- |", "en": "\"Quoted\" {{var:fee}}", "zh-CN": "表：一",
        ]
        let shared = [
            Snippets.Draft(name: SmallHelpCentre.slug("fee"), kind: .variable, texts: ["*": "'0.0002' BTC"]),
            Snippets.Draft(name: SmallHelpCentre.slug("fee-table"), kind: .snippet, texts: texts),
        ]
        let stored = shared.map {
            Snippet(
                name: $0.name,
                kind: $0.kind,
                texts: $0.texts,
                revision: 3,
                editorName: "Edith",
                changedAt: SmallHelpCentre.now
            )
        }
        let files = try ContentExport([], snippets: stored, categories: []).files
        #expect(
            files.map(\.path) == [
                "snippets/fee-table.en.md", "snippets/fee-table.md", "snippets/fee-table.zh-CN.md",
                "snippets/fee.md",
            ]
        )
        var content = ContentImport(defaultLocale: .english, now: SmallHelpCentre.now)
        for file in files { try content.add(markdown: file.text, path: file.path) }
        #expect(content.snippets.sorted { $0.name.rawValue < $1.name.rawValue } == shared)
        #expect(content.articles == [])
    }

    @Test(
        "a snippet that cannot be read is refused with its file",
        arguments: [
            ("kind: snippet", ImportError.missing(key: "name")),
            ("kind: variable\nname: No Name", .invalid(key: "name", value: "No Name")),
            ("kind: snippet\nname: a\nlocale: ?", .invalid(key: "locale", value: "?")),
        ]
    )
    func refused(_ matter: String, _ error: ImportError) {
        var content = ContentImport(defaultLocale: .english, now: SmallHelpCentre.now)
        #expect(throws: ImportError.inFile("a.md", error)) {
            try content.add(markdown: "---\n\(matter)\n---\nx", path: "a.md")
        }
    }
}
