import Base
import Foundation
@testable import Knowledge
import Testing

@Suite("Flow charts and sequence diagrams")
struct DiagramTests {
    private static let chart = """
        title: How a withdrawal is checked
        %% what nobody sees
        ask([You ask]) --> known{Is the address known?} -->|yes| sent[We send it]
        known -.->|no| mail("Confirm (by e-mail)") --> sent
        sent --- ask
        """

    /// What Graphviz 2.42 answers to it.
    private static let plain = """
        graph 1 3.1528 5.7222
        node n0 1.3889 5.4583 1.475 0.51389  solid box black lightgrey
        node n1 1.3889 4.0417 2.4 1.4306  solid diamond black lightgrey
        node n2 1.3889 0.27083 1.4 0.54167  solid box black lightgrey
        node n3 2.3611 1.9444 1.5833 0.54167  solid box black lightgrey
        edge n0 n1 4 1.3889 5.2 1.3889 5.0639 1.3889 4.9069 1.3889 4.7569 solid black
        edge n1 n2 4 1.2 3.4 1.0556 2.6333 1.0833 1.2 1.2639 0.5444 <<TABLE BORDER="0"><TR><TD></TD></TR></TABLE>> 1.2847 1.9444 solid black
        edge n1 n3 4 1.7 3.5 1.9 3.0 2.1 2.5 2.25 2.2153 <<TABLE BORDER="0"><TR><TD></TD></TR></TABLE>> 2.2 2.8611 solid black
        edge n3 n2 4 2.2 1.6736 2.05 1.3 1.8 0.8 1.6 0.5417 solid black
        edge n2 n0 7 0.9 0.5417 0.4 0.9 0.1 1.4 0.1 2.9 0.1 4.0 0.5 5.0 0.9 5.2 solid black
        stop
        """

    @Test("a chart is its boxes by shape and what leads from one to another")
    func flowChart() throws {
        let chart = try FlowChart(Self.chart)

        #expect(chart.title == "How a withdrawal is checked")
        #expect(
            chart.nodes.map(\.text) == [
                "You ask", "Is the address known?", "We send it", "Confirm (by e-mail)",
            ]
        )
        #expect(chart.nodes.map(\.shape) == [.end, .decision, .box, .round])
        #expect(
            chart.edges == [
                .init(from: 0, to: 1, label: "", isDashed: false, hasArrow: true),
                .init(from: 1, to: 2, label: "yes", isDashed: false, hasArrow: true),
                .init(from: 1, to: 3, label: "no", isDashed: true, hasArrow: true),
                .init(from: 3, to: 2, label: "", isDashed: false, hasArrow: true),
                .init(from: 2, to: 0, label: "", isDashed: false, hasArrow: false),
            ]
        )
        #expect(try !FlowChart("flowchart TD\ntitle: x\na").isSideways)
        #expect(try FlowChart("title: x\ndirection: LR\n甲[开始] --> 乙").isSideways)
    }

    @Test(
        "what cannot be read is told by its line",
        arguments: [
            ("a --> b", DiagramError.untitled), ("title: x", .unreadable("x")),
            ("title: x\na -> b", .unreadable("a -> b")), ("title: x\na[b --> c", .unreadable("a[b --> c")),
            ("title: x\na -->|b c", .unreadable("a -->|b c")), ("title: x\na --> ", .unreadable("a -->")),
            ("title: x\na[]", .unreadable("a[]")),
            ("title: x\nstyle a fill:#f00", .unreadable("style a fill:#f00")),
            ("title: x\n" + (0...FlowChart.mostNodes).map { "n\($0)" }.joined(separator: "\n"), .tooLarge),
        ]
    )
    func unreadableChart(_ source: String, _ expected: DiagramError) {
        #expect(throws: expected) { try FlowChart(source) }
    }

    @Test("Graphviz reads numbers and our own words, and nothing that an author wrote")
    func dot() throws {
        let source = """
            title: x
            a["image=/etc/passwd; shapefile=x"] -->|</TABLE><IMG SRC="/etc/passwd"/>| b[<b>]
            """
        let dot = try FlowChart(source).dot

        for word in ["image", "shapefile", "passwd", "IMG", "title"] { #expect(!dot.contains(word)) }
        #expect(dot.contains("n0 -> n1 [label=<<TABLE"))
    }

    @Test("a chart is drawn where Graphviz says, with its own words")
    func drawnChart() throws {
        let figure = try #require(try FlowChart(Self.chart).drawn(by: Self.plain)).markup

        #expect(figure.contains("role=\"img\" aria-label=\"How a withdrawal is checked\""))
        #expect(figure.components(separatedBy: "<rect").count == 4)
        #expect(figure.components(separatedBy: "diagram__decision").count == 2)
        #expect(figure.components(separatedBy: "<path").count == 6)
        #expect(figure.components(separatedBy: "diagram__head").count == 5)
        #expect(figure.components(separatedBy: "stroke-dasharray").count == 2)
        #expect(figure.contains(">We send it</text>") && figure.contains(">yes</text>"))
        #expect(!figure.contains("style=") && !figure.contains("TABLE"))
    }

    @Test(
        "what Graphviz says otherwise is not drawn",
        arguments: [
            "", "graph 1 1", plain.replacing("node n3", with: "node n9"),
            plain.replacing("edge n3 n2", with: "edge n3 n1"),
            plain.replacing("edge n0 n1 4", with: "edge n0 n1 400"),
            plain.replacing("1.3889 5.4583", with: "nan inf"),
            plain.replacing("1.3889 5.4583", with: "1e308 1e308"), "graph 1 1 nan\n\(plain)",
        ]
    )
    func nonsense(_ plain: String) throws {
        #expect(try FlowChart(Self.chart).drawn(by: plain) == nil)
    }

    private static let sequence = """
        title: A deposit arrives
        participant Chain
        You -> Exchange: ask for <an address>
        Exchange --> You: address
        note over Exchange,Chain: waits for two confirmations
        Exchange -> Exchange: books it
        """

    @Test("a sequence is who says what to whom")
    func sequence() throws {
        let diagram = try SequenceDiagram(Self.sequence)

        #expect(diagram.people == ["Chain", "You", "Exchange"])
        #expect(
            diagram.rows == [
                .message(from: 1, to: 2, text: "ask for <an address>", isDashed: false),
                .message(from: 2, to: 1, text: "address", isDashed: true),
                .note(from: 0, to: 2, text: "waits for two confirmations"),
                .message(from: 2, to: 2, text: "books it", isDashed: false),
            ]
        )
        let figure = diagram.drawn().markup
        #expect(figure.contains("aria-label=\"A deposit arrives\""))
        #expect(figure.contains("&lt;an address&gt;") && !figure.contains("<an"))
        #expect(figure.components(separatedBy: "diagram__life").count == 4)
        #expect(figure.components(separatedBy: "diagram__head").count == 4)
    }

    @Test(
        "a line that says nobody anything is told",
        arguments: [
            ("A -> B: x", DiagramError.untitled), ("title: x", .unreadable("x")),
            ("title: x\nA -> B", .unreadable("A -> B")), ("title: x\n-> B: y", .unreadable("-> B: y")),
            ("title: x\nA -> B -> C: y", .unreadable("A -> B -> C: y")),
            ("title: x\nnote over A,B,C: y", .unreadable("note over A,B,C: y")),
            ("title: x\n" + (0...8).map { "participant P\($0)" }.joined(separator: "\n"), .tooLarge),
        ]
    )
    func unreadableSequence(_ source: String, _ expected: DiagramError) {
        #expect(throws: expected) { try SequenceDiagram(source) }
    }

    @Test("in a text it is found by its words, and stands there in words where it is not drawn")
    func inText() {
        let document = MarkdownDocument(
            "Before.\n\n```sequence\n\(Self.sequence)\n```\n\nAfter.\n\n```flowchart\nnothing\n```"
        )

        #expect(document.diagrams.map(\.title) == ["A deposit arrives"])
        #expect(
            document.html.markup.contains("<figure class=\"diagram\"><pre><code>title: A deposit arrives")
        )
        #expect(document.sections.first?.text.contains("Exchange → You: address") == true)
        #expect(
            document.flaws(showing: Illustrations()) == [TextFlaw(kind: .diagramUntitled, name: "flowchart")]
        )
        let drawn = document.html(with: [SafeHTML(trusted: "<svg></svg>")]).markup
        #expect(drawn.contains("<p>Before.</p>\n<svg></svg>\n<p>After.</p>"))
        #expect(!drawn.contains("deposit"))
    }

    @Test(
        "words are broken where they may be",
        arguments: [
            ("one two three four", ["one two", "three four"]), ("提币审核通过后发送", ["提币审核通过", "后发送"]),
            ("审核通过了。好", ["审核通过了。", "好"]), ("abcdefghijklmnopq", ["abcdefghij", "klmnopq"]),
        ]
    )
    func wrapped(_ text: String, _ lines: [String]) {
        let made = DrawnText.wrapped(text, within: 84)

        #expect(made == lines)
        #expect(made.allSatisfy { DrawnText.width($0) <= 84 })
    }

    @Test(
        "Graphviz is asked once for each chart, however many want it, and not at once again where it failed"
    )
    func keptDrawings() async throws {
        let document = MarkdownDocument("```flowchart\n\(Self.chart)\n```")
        let good = CountingLayout(Self.plain)
        let drawings = DiagramDrawings(good)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 { group.addTask { await drawings.drawn(document).isWhole } }
            for await isWhole in group { #expect(isWhole) }
        }
        #expect(await good.asked == 1)

        let failing = CountingLayout(error: .failed)
        let undrawn = DiagramDrawings(failing, pause: .seconds(3600))
        for _ in 0..<3 {
            let drawn = await undrawn.drawn(document)
            #expect(drawn.html == document.html)
            #expect(!drawn.isWhole && !drawn.isFinal)
        }
        #expect(await failing.asked == 1)
    }

    @Test(
        "a full queue is no failure of a chart; where there is no Graphviz, words are all that there will be"
    )
    func undrawn() async throws {
        let document = MarkdownDocument("```flowchart\n\(Self.chart)\n```")
        let busy = CountingLayout(error: .busy)
        let drawings = DiagramDrawings(busy)
        for _ in 0..<2 { #expect(await drawings.drawn(document).isFinal == false) }
        #expect(await busy.asked == 2)

        let missing = await DiagramDrawings(CountingLayout(error: .notInstalled)).drawn(document)
        #expect(missing.isFinal && !missing.isWhole)
    }
}

/// Answers what it was given, after a while, and counts.
private actor CountingLayout: GraphLayout {
    private let answer: Result<String, GraphLayoutError>
    private(set) var asked = 0

    init(_ plain: String) {
        self.answer = .success(plain)
    }

    init(error: GraphLayoutError) {
        self.answer = .failure(error)
    }

    func plain(_ dot: String) async throws(GraphLayoutError) -> String {
        asked += 1
        await Task.yield()
        return try answer.get()
    }
}
