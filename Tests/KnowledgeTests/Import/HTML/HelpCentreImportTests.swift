import Base
import Foundation
@testable import Knowledge
import Storage
import TestSupport
import Testing

@Suite("Other help centres")
struct HelpCentreImportTests {
    private static let articles = #"""
        {"count": 2, "next_page": null, "articles": [
          {"id": 360001, "title": "How to withdraw", "locale": "en-us", "section_id": 21, "draft": false, "promoted": true,
           "position": 9223372036854775807, "label_names": ["withdraw", "payout, fiat"], "outdated": false, "user_segment_id": null,
           "html_url": "https://acme.zendesk.example/hc/en-us/articles/360001-How-to-withdraw",
           "body": "<h2 id=\"h_1\">Steps</h2><p>See <a href=\"https://acme.zendesk.example/hc/en-us/articles/360002-Fees#h_2\">fees</a>, <a href=\"#h_1\">above</a> and <a href=\"/hc/en-us/articles/999-Gone\">more</a>.</p>"},
          {"id": 360002, "title": "Fees", "locale": "en-us", "section_id": 21, "draft": true, "user_segment_id": 7,
           "html_url": "https://acme.zendesk.example/hc/en-us/articles/360002-Fees", "body": "<h3 id=\"h_2\">All fees</h3><p>None.</p>"}
        ]}
        """#
    private static let shelves = #"""
        {"sections": [{"id": 21, "name": "Withdrawals", "locale": "en-us", "category_id": 31}],
         "categories": [{"id": 31, "name": "Money in and out", "description": "Deposits", "locale": "en-us", "position": 1}],
         "user_segments": [{"id": 7, "name": "Signed in", "user_type": "signed_in_users"}]}
        """#
    private static let translations = #"""
        {"translations": [
          {"id": 1, "source_id": 360001, "source_type": "Article", "locale": "zh-cn", "title": "如何提币", "body": "<p>步骤</p>", "draft": false, "outdated": true},
          {"id": 2, "source_id": 31, "source_type": "Category", "locale": "zh-cn", "title": "充提", "body": ""},
          {"id": 3, "source_id": 5, "source_type": "Article", "locale": "zh-cn", "title": "无", "body": ""}
        ]}
        """#

    private static func zendesk() throws -> ImportedHelpCentre {
        var export = ZendeskExport(offering: [.english, .simplifiedChinese])
        for (name, text) in [
            ("articles.json", articles), ("rest.json", shelves), ("translations.json", translations),
        ] {
            try export.add(json: Data(text.utf8), path: name)
        }
        return export.helpCentre(fallback: SmallHelpCentre.slug("general"))
    }

    @Test("an export of Zendesk's becomes articles, with their links, shelves and readers")
    func reading() throws {
        let found = try Self.zendesk()
        #expect(found.pages.map(\.draft.slug.rawValue) == ["how-to-withdraw", "how-to-withdraw", "fees"])
        #expect(found.pages.map(\.draft.locale) == [.english, .simplifiedChinese, .english])
        #expect(found.pages.map(\.isPublished) == [true, true, false])
        #expect(found.pages.map(\.draft.audience) == [.everybody, .everybody, .signedIn()])
        #expect(found.pages.map(\.draft.pin) == [1000, 1000, nil])
        #expect(found.pages[0].draft.keywords == ["withdraw", "payout", "fiat", "Withdrawals"])
        #expect(
            found.pages[0].draft.body == """
                ## Steps

                See [fees](/help/fees#all-fees), [above](#steps) and [more](/hc/en-us/articles/999-Gone).
                """
        )
        #expect(found.pages[0].formerly.map(\.rawValue) == ["zendesk-360001"])
        #expect(found.categories.map(\.slug.rawValue) == ["money-in-and-out"])
        #expect(found.categories[0].names[.simplifiedChinese]?.name == "充提")
        #expect(found.refused.map(\.source) == ["translations of 5"])
        #expect(found.remarks.count == 2)
        var export = ZendeskExport(offering: [.english])
        #expect(
            throws: ImportError.inFile("x.json", .malformedLine(1, "not an answer of the Help Center API"))
        ) {
            try export.add(json: Data(#"{"articles": [{"id": "x"}]}"#.utf8), path: "x.json")
        }
    }

    private static var folder: HTMLFolder {
        HTMLFolder(
            defaultLocale: .english,
            offering: [.english, .simplifiedChinese],
            fallback: SmallHelpCentre.slug("general")
        )
    }

    private static let pagesAbout: [(String, String)] = [
        // All articles, without those that only lead to others.
        (
            "<h1>Site</h1><article><h1>One</h1><p>a</p></article><article><p>b</p></article>"
                + "<article><h3><a href=/x>Another page</a></h3></article><aside>c</aside>",
            "a\n\nb"
        ),
        (
            "<main><article><h1>One</h1>a</article><aside>side</aside><article><ul><li><a href=/x>x</a></ul></article></main>",
            "a"
        ),
        // Nothing but such: then it is the page.
        ("<h1>One</h1><article><a href=/x>x</a></article>", "[x](/x)"),
        // What an article sets apart belongs to it, and what a quotation says of where it comes from.
        (
            "<article><h1>One</h1><aside>a</aside><div><nav>n</nav><blockquote>b<footer>Who</footer></blockquote></div>"
                + "<footer>f</footer></article>",
            "a\n\n> b\n>\n> Who"
        ),
        ("<main><h1>One</h1><div><aside>a</aside></div></main>", "a"),
        (
            "<h1>One</h1>a<aside>side</aside><aside class=note>b</aside><div><footer>f</footer></div>",
            "a\n\n> [!NOTE]\n> b"
        ),
    ]

    @Test("of a page what it is about is read", arguments: pagesAbout)
    func bodies(_ html: String, _ markdown: String) {
        var folder = Self.folder
        folder.add(html: "<html><body>\(html)</body></html>", path: "one.html")
        let found = folder.helpCentre()
        #expect(found.pages.map(\.draft.body) == [markdown])
        #expect(found.pages.map(\.draft.title) == ["One"])
    }

    @Test(
        "languages of a region are read as ours",
        arguments: [
            ("en-US", "en"), ("en_gb", "en"), ("zh-Hans-CN", "zh-CN"), ("zh", "zh-CN"), ("ZH-cn", "zh-CN"),
            ("zh-hk", "zh-HK"), ("pt_br", "pt-BR"), ("sr-LATN-rs", "sr-Latn-RS"), ("de", "de"),
        ]
    )
    func regions(_ tag: String, _ locale: String) {
        #expect(
            ForeignLanguageTag(tag).locale(among: [.english, .simplifiedChinese])?.rawValue == locale
        )
        var folder = Self.folder
        folder.add(html: "<html lang='\(tag)'><h1>One</h1><p>x</p></html>", path: "one.html")
        #expect(folder.helpCentre().pages.map(\.draft.locale.rawValue) == [locale])
    }

    @Test("what is no tag says nothing")
    func noTag() throws {
        #expect(ForeignLanguageTag("?").locale(among: [.english]) == nil)
        let traditional = try #require(LocaleCode(rawValue: "zh-TW"))
        #expect(
            ForeignLanguageTag("zh-hk").locale(among: [.english, .simplifiedChinese, traditional])
                == traditional
        )
    }

    @Test("pages of a folder become articles, with links between them and their headings")
    func folder() throws {
        var folder = Self.folder
        folder.add(
            html: """
                <html><head><title>Site</title><meta name="keywords" content="a, b"><meta name="description" content=" In
                short "></head><body><nav>Menu</nav><main><h1>First <b>page</b></h1><section id="s"><h2>Part</h2>
                <a href="../fees/all.html#low">low</a> <a href="#s">part</a> <a href="second.html?x#none">second</a>
                <a href="https://else.example/a">else</a> <a href="../../out.html">out</a></section></main><footer>F</footer></body></html>
                """,
            path: "wallet/first.html"
        )
        folder.add(html: "<h1>Second</h1><p>x</p>", path: "wallet/second.html")
        folder.add(html: "<h1>Fees</h1><h2><a name='low'></a>Low fees</h2>", path: "fees/all.html")
        folder.add(html: "<html lang='zh-CN'><h1>第一页</h1><p>中文</p></html>", path: "zh-CN/wallet/first.html")
        folder.add(html: "<p>nothing says what it is</p>", path: "wallet/none.html")
        let found = folder.helpCentre()
        #expect(found.pages.map(\.draft.title) == ["First page", "Second", "Fees", "第一页"])
        #expect(found.pages.map(\.draft.category.rawValue) == ["wallet", "wallet", "fees", "wallet"])
        #expect(found.pages.map(\.draft.locale) == [.english, .english, .english, .simplifiedChinese])
        #expect((found.pages[0].draft.keywords, found.pages[0].draft.summary) == (["a", "b"], "In short"))
        #expect(
            found.pages[0].draft.body == """
                ## Part

                [low](/help/all#low-fees) [part](#part) [second](/help/second) [else](https://else.example/a) [out](../../out.html)
                """
        )
        #expect(found.pages[0].losses == [.anchor: 1])
        #expect(found.refused.map(\.source) == ["wallet/none.html"])
    }

    @Test("they wait as drafts, or are published, and come again without harm", arguments: Engine.allCases)
    func bringing(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let found = try Self.zendesk()
            func bring(_ publishing: Bool) async throws -> Articles.Brought {
                try await room.articles.bring(
                    found.pages,
                    categories: found.categories,
                    publishing: publishing
                )
            }
            var first = Articles.Brought()
            (first.drafts, first.redirects) = (3, 2)
            #expect(try await bring(false) == first)
            #expect(try await room.articles.all(for: .staff) == [])
            let article = try await room.authoring.list(.init(), limit: 10).articles
                .first { $0.settings.slug.rawValue == "how-to-withdraw" }
            let id = try #require(article).id
            #expect(try await room.authoring.article(id).texts.map(\.stage) == [.draft, .draft])
            var again = Articles.Brought()
            again.same = 3
            #expect(try await bring(false) == again)

            // Somebody works on the Chinese one.
            let mine = ArticleText(title: "如何提币", summary: "", keywords: [], body: "我的")
            _ = try await room.authoring.save(mine, of: id, in: .simplifiedChinese, from: 1, by: room.agent)
            var third = Articles.Brought()
            (third.same, third.kept) = (2, ["/help/how-to-withdraw (zh-CN)"])
            #expect(try await bring(false) == third)

            let published = try await bring(true)
            #expect((published.published, published.same, published.drafts) == (2, 1, 0))
            let shown = try await room.articles.article(
                SmallHelpCentre.slug("zendesk-360001"),
                for: .everybody
            )
            #expect(shown.slug.rawValue == "how-to-withdraw")
            #expect(shown.translations.map(\.locale) == [.english, .simplifiedChinese])
            #expect(try await room.authoring.article(id).text(in: .simplifiedChinese)?.text.body == "我的")
            #expect(room.found("withdraw") == ["how-to-withdraw"])
            await #expect(throws: ArticleError.self) {
                try await room.articles.article(SmallHelpCentre.slug("fees"), for: .staff)
            }
        }
    }

    @Test(
        "whoever may not read it there may not read it here",
        arguments: [
            ("null", "", Audience.everybody), ("7", "", .signedIn()), ("8", "", .staff),
            ("7", #","tags":["vip"]"#, .staff), ("7", #","or_tags":["vip"]"#, .staff),
            ("7", #","organization_ids":[4],"tags":[]"#, .staff), ("7", #","group_ids":[4]"#, .staff),
            ("7", #","added_user_ids":[4]"#, .staff),
            (#"null,"user_segment_ids":[7]"#, "", .signedIn()),
            (#"null,"user_segment_ids":[7,8]"#, "", .staff),
            (#"null,"user_segment_ids":[]"#, "", .everybody),
        ] as [(String, String, Audience)]
    )
    func audiences(_ segment: String, _ facets: String, _ audience: Audience) throws {
        var export = ZendeskExport(offering: [.english])
        let text = """
            {"articles": [{"id": 1, "title": "Fees", "locale": "en", "user_segment_id": \(segment)}],
             "user_segments": [{"id": 7, "user_type": "signed_in_users"\(facets)}, {"id": 8, "user_type": "staff"}]}
            """
        try export.add(json: Data(text.utf8), path: "all.json")
        let found = export.helpCentre(fallback: SmallHelpCentre.slug("general"))
        #expect(found.pages.map(\.draft.audience) == [audience])
    }

    @Test(
        "nothing is shown to more than there, nor in the place of what was written here",
        arguments: Engine.allCases
    )
    func staying(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            var pages = try Self.zendesk().pages.filter { $0.draft.locale == .english && $0.isPublished }
            #expect(pages.count == 1)
            func bring() async throws -> Articles.Brought {
                try await room.articles.bring(pages, categories: [], publishing: true)
            }
            // First as drafts, then for readers: nothing is left to be published over it.
            _ = try await room.articles.bring(pages, categories: [], publishing: false)
            _ = try await bring()
            let id = try await room.articles.article(pages[0].draft.slug, for: .everybody).id
            let brought = try #require(try await room.authoring.article(id).text(in: .english))
            #expect((brought.stage, brought.editor) == (.published, nil))

            let own = ArticleText(title: "Withdrawing", summary: "", keywords: [], body: "Ours.")
            let saved = try await room.authoring.save(
                own,
                of: id,
                in: .english,
                from: brought.revision,
                by: room.editor
            )
            let revision = try #require(saved.text(in: .english)).revision
            _ = try await room.authoring.publish(
                id,
                in: .english,
                from: revision,
                at: nil,
                by: room.editor
            )
            // Their title is another one by now, and so is the address.
            pages[0].draft.slug = SmallHelpCentre.slug("withdrawals")
            var kept = Articles.Brought()
            (kept.kept, kept.redirects) = (["/help/how-to-withdraw (en)"], 1)
            #expect(try await bring() == kept)
            #expect(try await room.articles.article(pages[0].draft.slug, for: .everybody).id == id)

            pages[0].draft.body = "For colleagues."
            var withheld = Articles.Brought()
            withheld.withheld = ["/help/how-to-withdraw (en)"]
            for audience in [Audience.staff, .signedIn(), .signedIn(SomeAudiences.vip1)] {
                pages[0].draft.audience = audience
                #expect(try await bring() == withheld)
            }
            let shown = try await room.articles.article(pages[0].draft.slug, for: .everybody)
            #expect(shown.translations.map(\.body) == ["Ours."])
        }
    }
}
