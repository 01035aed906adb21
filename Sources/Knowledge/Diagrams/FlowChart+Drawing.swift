import Base

extension FlowChart {
    /// Points in an inch, which Graphviz counts in; one is a pixel of ours.
    private static let inch = 72.0
    private static let widestLabel = 120.0
    private static let margin = 8.0

    /// How much room a box takes, and the lines in it.
    private struct Size {
        let lines: [String]
        let width: Double
        let height: Double
    }

    private static func size(_ node: Node) -> Size {
        let lines = DrawnText.wrapped(node.text, within: node.shape == .decision ? 120 : 170)
        let (width, height) = (DrawnText.width(lines), DrawnText.height(lines))
        switch node.shape {
        case .box, .round: return Size(lines: lines, width: max(64, width + 28), height: height + 20)
        case .end: return Size(lines: lines, width: max(64, width + 44), height: height + 18)
        // A rectangle in a rhomb leaves three fifths of its width and two of its height.
        case .decision:
            return Size(lines: lines, width: max(90, width / 0.6 + 12), height: height / 0.4 + 8)
        }
    }

    private static func label(_ edge: Edge) -> [String] {
        edge.label.isEmpty ? [] : DrawnText.wrapped(edge.label, within: widestLabel)
    }

    /// What Graphviz is asked: how large everything is and what leads to what.
    ///
    /// Nothing of it is the author's: there are numbers alone, and words of ours.
    var dot: String {
        func inches(_ points: Double) -> String { "\((points / Self.inch * 1000).rounded() / 1000)" }
        var lines = [
            "digraph {", "graph [rankdir=\(isSideways ? "LR" : "TB"), nodesep=0.4, ranksep=0.42]",
            "node [shape=box, fixedsize=true, label=\"\"]", "edge [dir=none]",
        ]
        for (place, node) in nodes.enumerated() {
            let size = Self.size(node)
            let shape = node.shape == .decision ? "diamond" : "box"
            lines.append(
                "n\(place) [shape=\(shape), width=\(inches(size.width)), height=\(inches(size.height))]"
            )
        }
        for edge in edges {
            let label = Self.label(edge)
            var room = ""
            if !label.isEmpty {
                let (width, height) = (Int(DrawnText.width(label)) + 14, Int(DrawnText.height(label)) + 4)
                room = " [label=<<TABLE BORDER=\"0\" CELLBORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"\(width)\" "
                room += "HEIGHT=\"\(height)\"><TR><TD></TD></TR></TABLE>>]"
            }
            lines.append("n\(edge.from) -> n\(edge.to)\(room)")
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// The chart, drawn.
    ///
    /// - Parameter plain: What Graphviz answered to ``dot`` (`-Tplain`, https://graphviz.org/docs/outputs/plain/): where everything
    ///   is. Nothing else of it is taken over.
    /// - Returns: Nil where it says something else.
    func drawn(by plain: String) -> SafeHTML? {
        var drawing = Drawing()
        var height = 0.0
        var open = edges.map(Optional.some)
        var placed = 0
        var labels: [([String], Drawing.Point)] = []
        for line in plain.split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "graph":
                guard words.count == 4, let high = Self.inches(words[3]) else { return nil }
                height = high
            case "node":
                guard words.count > 4, let node = place(words[1]),
                    let middle = Self.point(words[2], words[3], height)
                else { return nil }
                draw(nodes[node], around: middle, on: &drawing)
                placed += 1
            case "edge":
                guard let (edge, points, label) = taken(words, height, among: &open) else { return nil }
                drawing.line(points, isCurved: points.count % 3 == 1, isDashed: edge.isDashed)
                if edge.hasArrow, let tip = points.last, let before = points.last(where: { $0 != tip }) {
                    drawing.head(at: tip, from: before)
                }
                if let label { labels.append((Self.label(edge), label)) }
            default: break
            }
        }
        guard placed == nodes.count, open.allSatisfy({ $0 == nil }) else { return nil }
        for (lines, middle) in labels { drawing.text(lines, around: middle, "label") }
        drawing.reach(Self.margin, Self.margin)
        return drawing.figure(title)
    }

    private func place(_ name: Substring) -> Int? {
        guard name.hasPrefix("n"), let place = Int(name.dropFirst()), nodes.indices.contains(place) else {
            return nil
        }
        return place
    }

    /// A place of a drawing, which is never larger than a house; whoever took Graphviz over might tell of others.
    private static func inches(_ word: Substring) -> Double? {
        Double(word).flatMap { (-1000...1000).contains($0) ? $0 : nil }
    }

    /// From inches counted upwards.
    private static func point(_ x: Substring, _ y: Substring, _ height: Double) -> Drawing.Point? {
        guard let x = inches(x), let y = inches(y) else { return nil }
        return Drawing.Point(x: x * inch + margin, y: (height - y) * inch + margin)
    }

    /// One of the edges that are not drawn yet, with its way and the place of its label.
    private func taken(
        _ words: [Substring],
        _ height: Double,
        among open: inout [Edge?]
    ) -> (Edge, [Drawing.Point], Drawing.Point?)? {
        guard words.count > 4, let from = place(words[1]), let to = place(words[2]),
            let count = Int(words[3]),
            (2...1000).contains(count), words.count >= 6 + 2 * count,
            let index = open.firstIndex(where: { $0?.from == from && $0?.to == to }), let edge = open[index]
        else { return nil }
        open[index] = nil
        var points: [Drawing.Point] = []
        for place in 0..<count {
            guard let point = Self.point(words[4 + 2 * place], words[5 + 2 * place], height) else {
                return nil
            }
            points.append(point)
        }
        guard !edge.label.isEmpty else { return (edge, points, nil) }
        // The label itself has spaces; its place and two words stand behind it.
        let label = Self.point(words[words.count - 4], words[words.count - 3], height)
        return label.map { (edge, points, $0) }
    }

    private func draw(_ node: Node, around middle: Drawing.Point, on drawing: inout Drawing) {
        let size = Self.size(node)
        let corner = Drawing.Point(x: middle.x - size.width / 2, y: middle.y - size.height / 2)
        switch node.shape {
        case .box: drawing.box(corner, size.width, size.height, radius: 4, "node")
        case .round: drawing.box(corner, size.width, size.height, radius: 12, "node")
        case .end: drawing.box(corner, size.width, size.height, radius: size.height / 2, "end")
        case .decision:
            drawing.polygon(
                [
                    .init(x: middle.x, y: corner.y), .init(x: corner.x + size.width, y: middle.y),
                    .init(x: middle.x, y: corner.y + size.height), .init(x: corner.x, y: middle.y),
                ],
                "decision"
            )
        }
        drawing.text(size.lines, around: middle)
    }
}
