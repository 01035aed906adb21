import Base
import Foundation
@testable import Knowledge
import Testing

@Suite("Markdown")
struct MarkdownDocumentTests {
    private func html(_ markdown: String) -> String {
        MarkdownDocument(markdown).html.markup
    }

    @Test(
        "what could run, load from elsewhere or break the page is gone",
        arguments: [
            ("<script>alert(1)</script>", "alert"),
            ("<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "evil"),
            ("text <script>alert(1)", "alert"),
            ("<scr<script>ipt>alert(1)</scr</script>ipt>", "<script"),
            ("<svg onload=alert(1)><script>alert(2)</script></svg>", "alert"),
            ("<math><mtext><style>p{}</style></mtext></math>", "style"),
            ("<iframe src=\"https://evil.example\"></iframe>", "iframe"),
            ("<object data=\"x\"></object><embed src=\"x\">", "embed"),
            ("<style>body{display:none}</style>", "display"),
            ("<form action=\"/x\"><button>send</button></form>", "form"),
            ("<meta http-equiv=refresh content=\"0;url=//evil.example\">", "refresh"),
            ("<link rel=stylesheet href=\"//evil.example\">", "stylesheet"),
            ("<base href=\"//evil.example\">", "base"),
            ("<!-- <p>hidden</p> -->", "hidden"),
            ("<img src=x onerror=alert(1)>", "onerror"),
            ("<p ONCLICK=\"alert(1)\">x</p>", "alert"),
            ("<b onmouseover='alert(1)'>never closed", "alert"),
            ("<input type=text autofocus onfocus=alert(1)>", "focus"),
            ("<p style=\"position:fixed\" class=\"layout\" id=\"main\">x</p>", "style"),
            ("<p style=\"position:fixed\" class=\"layout\" id=\"main\">x</p>", "class"),
            ("<p style=\"position:fixed\" class=\"layout\" id=\"main\">x</p>", "id="),
            ("<img src=\"https://tracker.example/p.png\">", "tracker"),
            ("<img src=\"//tracker.example/p.png\">", "tracker"),
            // As browsers read them, all of these lead to the same place.
            ("<img src=\"/\\tracker.example/p.png\">", "tracker"),
            ("<img src=\"/\t/tracker.example/p.png\">", "tracker"),
            ("<img src=\"/&#10;\\tracker.example/p.png\">", "tracker"),
            ("<img src=\"//\u{34f}tracker.example/p.png\">", "tracker"),
            ("![x](data:image/svg+xml;base64,PHN2Zz4=)", "data:"),
        ]
    )
    func isCleaned(_ markdown: String, without forbidden: String) {
        #expect(!html(markdown).lowercased().contains(forbidden))
    }

    @Test(
        "a link cannot run anything, however it is written",
        arguments: [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](<javascript:alert(1)>)",
            "[x](&#106;avascript:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:x)",
            "<a href=\"java&#10;script:alert(1)\">x</a>",
            "<a href=\"java&Tab;script:alert(1)\">x</a>",
            "<a href=\" &#1;javascript:alert(1)\">x</a>",
            "<a href=javascript:alert(1)//http://example.org>x</a>",
            "<a href='file:///etc/passwd'>x</a>",
            // A mark makes one character of itself and the colon, but not to a browser.
            "<a href=\"javascript:\u{301}alert(1)\">x</a>",
        ]
    )
    func linkIsHarmless(_ markdown: String) {
        #expect(!html(markdown).contains("href"))
        #expect(html(markdown).contains("x"))
    }

    @Test(
        "a link to a page, a part of one, a mail program or a telephone stays",
        arguments: [
            ("[x](/help/fees)", "<a href=\"/help/fees\">x</a>"),
            ("[x](#steps)", "<a href=\"#steps\">x</a>"),
            ("[x](/help/a?b=c:d)", "<a href=\"/help/a?b=c:d\">x</a>"),
            ("[x](mailto:help@example.org)", "<a href=\"mailto:help@example.org\">x</a>"),
            ("[x](tel:+123)", "<a href=\"tel:+123\">x</a>"),
            ("[x](https://example.org)", "<a href=\"https://example.org\" rel=\"noopener nofollow\">x</a>"),
        ]
    )
    func linkStays(_ markdown: String, as expected: String) {
        #expect(html(markdown).contains(expected))
    }

    @Test("attributes cannot be broken out of")
    func attributesStayQuoted() {
        let picture = html("<img src=\"/a.png\" alt='\" onload=\"alert(1)'>")

        #expect(picture.contains("alt=\"&quot; onload=&quot;alert(1)\""))
        #expect(picture.contains("src=\"/a.png\""))
    }

    @Test("what is left open is closed, and its text stays")
    func malformedIsMended() {
        let mended = html("<div><p>open <em>never closed\n\n- item")

        #expect(mended.contains("never closed"))
        #expect(mended.components(separatedBy: "<em>").count == mended.components(separatedBy: "</em>").count)
        #expect(!mended.contains("<div"))
    }

    @Test("a heading of a table without a word is a cell: a heading must say something")
    func emptyTableHeading() {
        let table = html("|  | Maker | Taker |\n| --- | --- | --- |\n| Spot | 0.1 % | 0.1 % |")

        #expect(table.contains("<td></td>"))
        #expect(table.components(separatedBy: "<th>").count == 3)
        #expect(!table.contains("<th></th>"))
    }

    @Test("tables, tasks, strikethrough and Chinese come through")
    func richTextStays() {
        #expect(html("| a | b |\n|---|--:|\n| 1 | 2 |").contains("<td align=\"right\">2</td>"))
        #expect(html("- [x] done").contains("<input type=\"checkbox\" checked disabled>"))
        #expect(html("~~old~~").contains("<del>old</del>"))
        #expect(html("提币**未到账**，请稍候").contains("提币<strong>未到账</strong>，请稍候"))
        #expect(html("1 < 2 & 3 > 2").contains("1 &lt; 2 &amp; 3 &gt; 2"))
    }

    @Test("texts that are rendered at the same time keep what extensions give them")
    func rendersAtOnce() async {
        let rendered = await withTaskGroup(of: String.self) { group in
            for _ in 0..<200 { group.addTask { html("~~old~~ " + String(repeating: "word ", count: 500)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(rendered.allSatisfy { $0.contains("<del>old</del>") })
    }

    @Test("a page has one title, so a text's first heading is of the second level")
    func titleIsLowered() {
        #expect(html("# Fees").contains("<h2 id=\"fees\">Fees</h2>"))
    }

    @Test("sections are headings with what stands under them, each with an anchor of its own")
    func sections() {
        let document = MarkdownDocument(
            "Intro.\n\n## Steps\n\nDo *it*.\n\n### 第一步\n\nMore.\n\n## Steps\n\nAgain."
        )

        #expect(document.sections.map(\.heading) == ["", "Steps", "第一步", "Steps"])
        #expect(document.sections.map(\.anchor) == ["", "steps", "第一步", "steps-2"])
        #expect(document.sections.map(\.level) == [0, 2, 3, 2])
        #expect(document.sections.map(\.text) == ["Intro.", "Do it.", "More.", "Again."])
    }

    @Test("headings of the same words are told apart, however many there are")
    func sameHeadings() {
        let some = MarkdownDocument("## Steps\n\n## Steps 2\n\n## Steps\n\n## Steps").sections
        #expect(some.map(\.anchor) == ["steps", "steps-2", "steps-3", "steps-4"])

        // As many as a text may have: each a look at all before would take minutes.
        let many = MarkdownDocument(String(repeating: "#\n", count: 100_000))
        #expect(many.html.markup.contains("id=\"section-100000\""))
    }

    @Test("a table reads row by row, cell by cell")
    func tableText() {
        let document = MarkdownDocument(
            "Before.\n\n| Coin | Memo |\n|---|---|\n| XRP | tag |\n| XLM | memo |\n\nAfter."
        )

        let lines = document.sections.flatMap { $0.text.split(separator: "\n") }
        #expect(lines == ["Before.", "Coin – Memo;", "XRP – tag;", "XLM – memo;", "After."])
    }

    @Test("nothing gives nothing")
    func empty() {
        #expect(MarkdownDocument("").html.markup == "")
        #expect(MarkdownDocument("").sections.isEmpty)
    }
}
