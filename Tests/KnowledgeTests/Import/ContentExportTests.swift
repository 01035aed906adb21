import Base
@testable import Knowledge
import Testing

@Suite("Export")
struct ContentExportTests {
    private static func draft(
        _ title: String,
        _ body: String,
        _ locale: LocaleCode = .english
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
            audience: .staff
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
            let files = ContentExport([Self.article(drafts)], snippets: []).files
            #expect(files.map(\.path) == ["en/fees/an-article.md", "zh-CN/fees/an-article.md"])
            for file in files { try content.add(markdown: file.text, path: file.path) }
            #expect(content.articles == drafts)
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
        let files = ContentExport([], snippets: stored).files
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
