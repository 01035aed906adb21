@testable import Knowledge
import Testing

@Suite("Front matter")
struct FrontMatterTests {
    @Test("values and body are told apart")
    func values() throws {
        let matter = try FrontMatter(
            "---\ntitle: Fees: how much?\n# a comment\n\nslug:  fees \n---\nBody\n---\nmore"
        )

        #expect(matter.values == ["title": "Fees: how much?", "slug": "fees"])
        #expect(matter.body == "Body\n---\nmore")
    }

    @Test(
        "one pair of quotes around a value is not part of it",
        arguments: ["\"a: b\"", "'a: b'", "  a: b  "]
    )
    func quotes(_ written: String) throws {
        #expect(try FrontMatter("---\ntitle: \(written)\n---\n").values["title"] == "a: b")
    }

    @Test("what Windows editors add is passed over")
    func windows() throws {
        let matter = try FrontMatter("\u{FEFF}---\r\ntitle: 手续费\r\n---\r\nBody\r\n")

        #expect(matter.values == ["title": "手续费"])
        #expect(matter.body == "Body\n")
    }

    @Test("ends of lines that a program doubled by half are ends of lines")
    func doubledEnds() throws {
        let matter = try FrontMatter("---\ntitle: Fees\r\r\nslug: fees\n---\nBody")

        #expect(matter.values == ["title": "Fees", "slug": "fees"])
    }

    @Test("a text without one is all body", arguments: ["", "Body", "Body\n---\ntitle: no\n---"])
    func absent(_ text: String) throws {
        let matter = try FrontMatter(text)

        #expect(matter.values.isEmpty)
        #expect(matter.body == text)
    }

    @Test(
        "a mistake is told with its line",
        arguments: [
            ("---\ntitle\n---\nBody", 2),
            ("---\ntitle: x\n- list\n---\nBody", 3),
            ("---\ntitle: x\nslug: y", 3),
        ]
    )
    func malformed(_ text: String, line: Int) {
        #expect(throws: ImportError.malformedFrontMatter(line: line)) { try FrontMatter(text) }
    }
}
