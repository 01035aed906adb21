import Base
@testable import Knowledge
import Storage
import Testing
@testable import Web

@Suite struct StructuredDataTests {
    private func object(
        _ kind: Article.Kind,
        _ body: String,
        summary: String = ""
    ) throws -> [String: JSONValue] {
        let site = try #require(SiteOrigin("https://help.example"))
        let now = Instant(milliseconds: 0)
        let translation = Article.Translation(
            locale: .english,
            title: "Move </script> money",
            summary: summary,
            keywords: [],
            body: body,
            updatedAt: now
        )
        let slug = try #require(Slug("move-money"))
        let article = Article(
            id: ID(at: now),
            slug: slug,
            kind: kind,
            category: slug,
            views: 0,
            helpful: 0,
            notHelpful: 0,
            translations: [translation]
        )
        let data = StructuredData(site: site, brand: "Example")
            .article(article, translation, MarkdownDocument(body), at: "/help/move-money?lang=en")
        return try #require(data.members)
    }

    @Test func aQuestionHasItsAnswer() throws {
        let page = try object(.faq, "It is **free**.\n\n## Limits\n\nNone.")
        #expect(page["@type"] == .text("FAQPage"))
        let question = try #require(page["mainEntity"]?.values?.first?.members)
        #expect(question["name"] == .text("Move </script> money"))
        let answer = try #require(question["acceptedAnswer"]?.members)
        #expect(answer["text"] == .text("It is free.\nLimits\nNone."))
    }

    @Test func numberedStepsAreInstructions() throws {
        let page = try object(
            .tutorial,
            "## On the web\n\n1. Open **Assets**.\n2. Choose:\n   - one\n   - other\n"
        )
        #expect(page["@type"] == .text("HowTo"))
        let steps = page["step"]?.values?.compactMap { $0.members } ?? []
        #expect(steps.map { $0["text"] } == [.text("Open Assets."), .text("Choose: one other")])
        #expect(steps.map { $0["position"] } == [.number(1), .number(2)])
        #expect(steps.first?["url"] == .text("https://help.example/help/move-money?lang=en#on-the-web"))
    }

    @Test func severalListsAreSections() throws {
        let body = "1. a\n2. b\n\n## Then\n\n1. c\n2. d\n\n## One\n\n1. alone\n"
        let values = try object(.article, body)["step"]?.values ?? []
        let sections = values.compactMap { $0.members }
        #expect(sections.map { $0["name"] } == [nil, .text("Then")])
        #expect(sections.compactMap { $0["itemListElement"]?.values?.count } == [2, 2])
    }

    @Test func aTextIsAnArticle() throws {
        let page = try object(.article, "- not\n- numbered\n", summary: "In short.")
        #expect(page["@type"] == .text("Article"))
        #expect(page["headline"] == .text("Move </script> money"))
        #expect(page["description"] == .text("In short."))
    }

    @Test(
        "what XML cannot hold is left out of it",
        arguments: [
            ("a\u{0}b\u{8}", "ab"), ("<&>\"'", "&lt;&amp;&gt;&quot;&#39;"), ("\u{FFFF}提币\t👍", "提币\t👍"),
        ]
    )
    func plainXML(_ text: String, _ expected: String) {
        #expect(xmlText(text) == expected)
    }
}
