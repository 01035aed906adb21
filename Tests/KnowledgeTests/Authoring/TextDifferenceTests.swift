@testable import Knowledge
import Testing

@Suite("What changed between two texts")
struct TextDifferenceTests {
    /// `-` and `+` before lines, `[…]` around the words that one line has and the other has not.
    private func told(_ old: String, _ new: String) -> [String] {
        TextDifference(from: old, to: new).lines.map { line in
            let sign = [.same: " ", .removed: "-", .added: "+"][line.change] ?? "?"
            return sign + line.pieces.map { $0.change == .same ? $0.text : "[\($0.text)]" }.joined()
        }
    }

    @Test("the same text has no changes", arguments: ["", "a", "a\n\nb\n"])
    func same(_ text: String) {
        let difference = TextDifference(from: text, to: text)
        #expect(difference.isEmpty)
        #expect(difference.lines.map { $0.pieces.map(\.text).joined() }.joined(separator: "\n") == text)
    }

    @Test("a word in a line is told alone")
    func word() {
        #expect(
            told("Wait 10 minutes.\nThen ask.", "Wait 30 minutes.\nThen ask.")
                == ["-Wait [10] minutes.", "+Wait [30] minutes.", " Then ask."]
        )
    }

    @Test("a character of Chinese is a word of its own")
    func chinese() {
        #expect(told("提币需要十分钟。", "提币需要三十分钟。") == ["-提币需要十分钟。", "+提币需要[三]十分钟。"])
    }

    @Test("lines that come and go stand where they were")
    func lines() {
        #expect(told("a\nb\nc", "a\nc\nd") == [" a", "-[b]", " c", "+[d]"])
        #expect(told("", "a") == ["-", "+[a]"])
    }

    @Test(
        "from the lines both texts can be put together again",
        arguments: [
            ("one\ntwo\nthree", "zero\none\nthree\nfour"), ("", "x\ny"), ("x\ny", ""), ("a\n\n\nb", "a\n\nb"),
            ("é e\u{301} 👩‍👩‍👧", "é 👩‍👩‍👧 é"), ("A b c d", "d c b A"), ("\n", "\n\n"),
        ]
    )
    func whole(_ old: String, _ new: String) {
        let lines = TextDifference(from: old, to: new).lines
        func side(_ change: TextDifference.Change) -> String {
            lines.filter { $0.change == .same || $0.change == change }
                .map { $0.pieces.map(\.text).joined() }.joined(separator: "\n")
        }
        #expect(side(.removed) == old)
        #expect(side(.added) == new)
    }

    @Test("texts that have nothing in common are told in time", .timeLimit(.minutes(60)))
    func large() {
        let old = (0..<20_000).map { "old \($0)" }.joined(separator: "\n")
        let new = (0..<20_000).map { "new \($0)" }.joined(separator: "\n")
        #expect(TextDifference(from: old, to: new).lines.count == 40_000)
    }
}
