import Base
import Foundation
@testable import Knowledge
import TestSupport
import Testing

@Suite("Snippets in a text")
struct SnippetShelfTests {
    private static func snippet(
        _ name: String,
        _ kind: Snippet.Kind,
        _ texts: [String: String]
    ) -> Snippet {
        Snippet(
            name: SmallHelpCentre.slug(name),
            kind: kind,
            texts: texts,
            revision: 1,
            editorName: nil,
            changedAt: FixedClock().now
        )
    }

    private static let shelf = SnippetShelf([
        snippet("fee-btc", .variable, ["*": "0.0002 BTC"]),
        snippet("hours", .variable, ["en": "9 to 5", "zh-CN": "9 至 17 时"]),
        snippet("table", .snippet, ["*": "| a |\n| - |\n| {{var:fee-btc}} |"]),
        snippet("one", .snippet, ["*": "1 {{snippet:two}}"]),
        snippet("two", .snippet, ["*": "2 {{snippet:one}}"]),
    ])

    @Test(
        "a name is what it says, in the text's language",
        arguments: [
            ("Fee {{var:fee-btc}}.", "Fee 0.0002 BTC."), ("{{var:hours}}", "9 至 17 时"),
            ("{{var:fee-btc}}{{var:fee-btc}}", "0.0002 BTC0.0002 BTC"),
            ("x\n\n{{snippet:table}}\n\ny", "x\n\n| a |\n| - |\n| 0.0002 BTC |\n\ny"),
            // In a list it stays within its entry.
            ("1. x\n\n   {{snippet:table}}", "1. x\n\n   | a |\n   | - |\n   | 0.0002 BTC |"),
        ]
    )
    func filled(_ text: String, _ expected: String) {
        let filled = Self.shelf.filled(text, in: .simplifiedChinese)

        #expect(filled.text == expected)
        #expect(filled.flaws.isEmpty)
    }

    @Test(
        "what names nothing is a text like any other",
        arguments: [
            "{{fee-btc}}", "{{ var:fee-btc }}", "{{var:Fee}}", "{{var:}}", "{{var:fee-btc}", "{var:fee-btc}",
            "\\{{var:fee-btc}}", "{{variable:fee-btc}}", "{{var:fee-btc\u{301}}}",
        ]
    )
    func untouched(_ text: String) {
        #expect(Self.shelf.filled(text, in: .english).text == text)
        #expect(Self.shelf.filled(text, in: .english).flaws.isEmpty)
        #expect(SnippetReference.all(in: text).isEmpty)
    }

    @Test(
        "what cannot be filled in stays and is told, once",
        arguments: [
            ("{{var:none}} {{var:none}}", TextFlaw.Kind.snippetUnknown, "{{var:none}}"),
            // The other kind is another name.
            ("{{snippet:fee-btc}}", .snippetUnknown, "{{snippet:fee-btc}}"),
            ("{{var:hours}}", .snippetUntranslated, "{{var:hours}}"),
        ]
    )
    func flaws(_ text: String, _ kind: TextFlaw.Kind, _ name: String) throws {
        let japanese = try #require(LocaleCode(rawValue: "ja"))
        let filled = Self.shelf.filled(text, in: japanese)

        #expect(filled.text == text)
        #expect(filled.flaws == [TextFlaw(kind: kind, name: name)])
    }

    @Test("those that name each other end, and are told")
    func cycle() {
        let filled = Self.shelf.filled("{{snippet:one}}", in: .english)

        #expect(filled.text == "1 2 {{snippet:one}}")
        #expect(filled.flaws == [TextFlaw(kind: .snippetTooDeep, name: "{{snippet:one}}")])
        #expect(Self.shelf.isEndless(SmallHelpCentre.slug("one")))
        #expect(!Self.shelf.isEndless(SmallHelpCentre.slug("table")))
    }

    @Test("a text does not grow beyond what a page may be, however often it names what names others")
    func bounded() {
        let long = String(repeating: "word ", count: 3_000)
        let names = String(repeating: "{{snippet:long}}", count: 50)
        let shelf = SnippetShelf([
            Self.snippet("long", .snippet, ["*": long]), Self.snippet("many", .snippet, ["*": names]),
        ])

        let filled = shelf.filled(String(repeating: "{{snippet:many}}", count: 50), in: .english)

        #expect(filled.text.utf8.count < SnippetShelf.mostBytes + 50 * names.utf8.count)
        #expect(filled.flaws.map(\.kind).contains(.snippetTooDeep))
    }

    @Test("its family is what says something else when it does")
    func family() {
        let family = Self.shelf.family(of: SmallHelpCentre.slug("fee-btc"))

        #expect(family.map(\.rawValue).sorted() == ["fee-btc", "table"])
    }
}
