import Base
import Foundation
@testable import Knowledge
import Testing

@Suite("Callouts, steps and tabs in Markdown")
struct MarkdownBlocksTests {
    private func html(_ markdown: String, in locale: LocaleCode = .english) -> String {
        MarkdownDocument(markdown, in: locale).html.markup
    }

    @Test(
        "a quotation that names a kind is a callout, named in the text's language",
        arguments: [
            ("> [!NOTE]\n> Wait.", "note", "Note", LocaleCode.english),
            ("> [!tip]\n> Wait.", "tip", "Tip", .english),
            ("> [!IMPORTANT] Wait.", "important", "Important", .english),
            ("> [!WARNING]\n>\n> Wait.", "warning", "警告", .simplifiedChinese),
            ("> [!CAUTION]\n> Wait.", "caution", "注意风险", .simplifiedChinese),
        ]
    )
    func callout(_ markdown: String, _ kind: String, _ title: String, _ locale: LocaleCode) {
        let markup = html(markdown, in: locale)

        #expect(markup.hasPrefix("<div class=\"callout callout--\(kind)\" role=\"note\">"))
        #expect(markup.contains("<p class=\"callout__title\">\(title)</p>"))
        #expect(markup.contains("<p>Wait.</p>"))
        #expect(!markup.contains("[!") && !markup.contains("<p></p>"))
        #expect(MarkdownDocument(markdown, in: locale).sections.map(\.text) == ["Wait."])
    }

    @Test(
        "what names no kind stays a quotation",
        arguments: ["> [!NOTES] x", "> [!NOTE", "> x [!NOTE]", "> [NOTE]"]
    )
    func quotation(_ markdown: String) {
        #expect(html(markdown).contains("<blockquote>"))
        #expect(!html(markdown).contains("callout"))
    }

    @Test("steps are the list in a box, and are instructions as any list is")
    func steps() {
        let document = MarkdownDocument(
            "## How\n\n:::steps\n1. Open **Wallet**.\n2. Choose *Withdraw*.\n:::\n\nDone."
        )

        #expect(document.html.markup.contains("<div class=\"steps\">\n<ol>"))
        #expect(document.html.markup.contains("</ol>\n</div>"))
        #expect(document.instructions.map(\.steps) == [["Open Wallet.", "Choose Withdraw."]])
        let lines = document.sections.map { $0.text.split(separator: "\n") }
        #expect(lines == [["Open Wallet.", "Choose Withdraw.", "Done."]])
    }

    private static let platforms = """
        ## Withdraw

        Before.

        :::tabs
        :::tab iOS
        Tap *Wallet*.

        :::steps
        1. One
        :::

        ### Face ID

        Look at it.

        :::tab Web & <desktop>
        Click.
        :::

        After.

        ## Fees

        None.
        """

    @Test("tabs are headed sections one below the other for whoever runs no script")
    func tabs() {
        let markup = html(Self.platforms)

        #expect(markup.contains("<div class=\"platforms\" data-module=\"platform-tabs\">"))
        #expect(
            markup.contains(
                "<section class=\"platforms__panel\"><h3 class=\"platforms__name\" id=\"ios\">iOS</h3>"
            )
        )
        #expect(markup.contains("id=\"web-desktop\">Web &amp; &lt;desktop&gt;</h3>"))
        #expect(markup.components(separatedBy: "<section").count == 3)
        #expect(!markup.contains(":::"))
    }

    @Test("each tab is found by itself, headed by what stands over it, and what stands around stays together")
    func tabSections() {
        let sections = MarkdownDocument(Self.platforms).sections

        #expect(
            sections.map(\.heading)
                == ["Withdraw", "Withdraw – iOS", "Face ID – iOS", "Withdraw – Web & <desktop>", "Fees"]
        )
        #expect(sections.map(\.anchor) == ["withdraw", "ios", "face-id", "web-desktop", "fees"])
        #expect(sections.map(\.isTab) == [false, true, false, true, false])
        #expect(sections[0].text.contains("Before.") && sections[0].text.hasSuffix("After."))
        #expect(sections[1].text.contains("Tap Wallet.") && sections[1].text.hasSuffix("One"))
        #expect(sections[4].text == "None.")
    }

    @Test(
        "what opens nothing is a text, and what is not closed ends with the text",
        arguments: [
            (":::tab iOS\n\nText", ":::tab iOS", "platforms"), (":::\n\nText", "<p>:::</p>", "<div"),
            ("```\n:::steps\n```", ":::steps", "<div"), ("  :::steps", ":::steps", "<div"),
            (":::steps\n1. One", "<div class=\"steps\">", ":::"),
            (":::tabs\n:::tab iOS\nOne\n:::tab Web\nTwo", "<section", ":::"),
            (":::tabs\r\n:::tab iOS\r\nOne\r\n:::\r\nTwo", "</section></div>\n<p>Two</p>", ":::"),
        ]
    )
    func edges(_ markdown: String, with expected: String, without other: String) {
        #expect(html(markdown).contains(expected))
        #expect(!html(markdown).contains(other))
    }

    @Test(
        "no one makes blocks of ours that are none",
        arguments: [
            "<div data-block=\"tab\" data-name=\"x\">a</div>", "<div class=\"callout\">a</div>",
            "<section class=\"platforms__panel\">a</section>", "<div data-block=\"x\" onclick=\"y\">a</div>",
            "# <div data-block=\"tabs\"><div data-block=\"tab\" data-name=\"x\">a</div></div>",
        ]
    )
    func foreignBlocks(_ markdown: String) {
        #expect(!html(markdown).contains("<div") && !html(markdown).contains("<section"))
        #expect(html(markdown).contains("a"))
    }

    @Test("pictures that say nothing to whoever does not see them are named, each once as a flaw")
    func undescribedPictures() {
        let document = MarkdownDocument(
            "![](/a.png) ![ ](/b.png) ![The form](/c.png) <img src=\"/d.png\"> ![](/a.png)"
        )

        #expect(document.undescribedPictures == ["/a.png", "/b.png", "/d.png", "/a.png"])
        #expect(document.flaws(showing: Illustrations()).map(\.name) == ["/a.png", "/b.png", "/d.png"])
    }
}
