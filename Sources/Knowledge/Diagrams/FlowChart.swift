import Base

/// Boxes and arrows, in a part of Mermaid's notation.
///
/// ```
/// title: How a withdrawal is checked
/// ask([You ask]) --> known{Is the address known?}
/// known -->|yes| sent[We send it]
/// known -.->|no| mail(Confirm by e-mail) --> sent
/// ```
struct FlowChart: Sendable, Hashable {
    enum Shape: Sendable, Hashable, CaseIterable {
        /// `a([Words])`, `a[Words]`, `a(Words)`, `a{Words}`.
        case end, box, round, decision

        fileprivate var marks: (String, String) {
            switch self {
            case .end: ("([", "])")
            case .box: ("[", "]")
            case .round: ("(", ")")
            case .decision: ("{", "}")
            }
        }
    }

    struct Node: Sendable, Hashable {
        let name: String
        var shape = Shape.box
        var text: String
    }

    struct Edge: Sendable, Hashable {
        /// Places among the nodes.
        let from: Int
        let to: Int
        let label: String
        let isDashed: Bool
        let hasArrow: Bool
    }

    static let mostNodes = 60
    static let mostEdges = 120

    let title: String
    /// Whether it goes from left to right, and not downwards.
    private(set) var isSideways = false
    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []

    init(_ source: String) throws(DiagramError) {
        let source = try DiagramLines(source)
        title = source.title
        for line in source.lines {
            if let direction = Self.direction(line) {
                isSideways = direction
                continue
            }
            try read(line)
        }
        guard !nodes.isEmpty else { throw .unreadable(source.lines.first ?? title) }
        guard nodes.count <= Self.mostNodes, edges.count <= Self.mostEdges else { throw .tooLarge }
    }

    var words: String {
        ([title] + nodes.map(\.text) + edges.map(\.label).filter { !$0.isEmpty }).joined(separator: "\n")
    }

    /// `direction: LR`, or Mermaid's first line `flowchart TD`.
    private static func direction(_ line: String) -> Bool? {
        let words = line.lowercased().split { $0 == " " || $0 == ":" }
        guard words.count == 2, ["direction", "flowchart", "graph"].contains(words[0]) else { return nil }
        switch words[1] {
        case "lr": return true
        case "td", "tb": return false
        default: return nil
        }
    }

    private mutating func read(_ line: String) throws(DiagramError) {
        var scanner = Scanner(line)
        var from = try node(&scanner)
        while !scanner.isAtEnd {
            guard let arrow = Arrow.all.first(where: { scanner.take($0.sign) }) else {
                throw .unreadable(line)
            }
            var label = ""
            if scanner.take("|") {
                guard let words = scanner.upTo("|") else { throw .unreadable(line) }
                label = try DiagramLines.text(words, in: line)
            }
            let to = try node(&scanner)
            edges.append(
                Edge(from: from, to: to, label: label, isDashed: arrow.isDashed, hasArrow: arrow.hasHead)
            )
            // Before the next one is read: what cannot be drawn need not be held.
            guard edges.count <= Self.mostEdges, nodes.count <= Self.mostNodes else { throw .tooLarge }
            from = to
        }
    }

    private struct Arrow {
        let sign: String
        let isDashed: Bool
        let hasHead: Bool

        static let all = [
            Arrow(sign: "-.->", isDashed: true, hasHead: true),
            Arrow(sign: "-->", isDashed: false, hasHead: true),
            Arrow(sign: "---", isDashed: false, hasHead: false),
        ]
    }

    /// The place of the node that is named next; what it says in brackets is what it says from now on.
    private mutating func node(_ scanner: inout Scanner) throws(DiagramError) -> Int {
        guard let name = scanner.name() else { throw .unreadable(scanner.line) }
        let place = nodes.firstIndex { $0.name == name } ?? nodes.count
        if place == nodes.count { nodes.append(Node(name: name, text: name)) }
        for shape in Shape.allCases where scanner.takeHere(shape.marks.0) {
            let words =
                scanner.takeHere("\"") ? scanner.upTo("\"\(shape.marks.1)") : scanner.upTo(shape.marks.1)
            guard let words else { throw .unreadable(scanner.line) }
            nodes[place].shape = shape
            nodes[place].text = try DiagramLines.text(words, in: scanner.line)
            break
        }
        return place
    }

    /// Goes through one line.
    private struct Scanner {
        let line: String
        private var rest: Substring

        init(_ line: String) {
            self.line = line
            self.rest = line[...]
        }

        var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

        mutating func take(_ sign: String) -> Bool {
            rest = rest.drop(while: \.isWhitespace)
            return takeHere(sign)
        }

        mutating func takeHere(_ sign: String) -> Bool {
            guard rest.hasPrefix(sign) else { return false }
            rest = rest.dropFirst(sign.count)
            return true
        }

        /// Letters, digits and underscores, 40 at most.
        mutating func name() -> String? {
            rest = rest.drop(while: \.isWhitespace)
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            guard (1...40).contains(name.count) else { return nil }
            rest = rest.dropFirst(name.count)
            return String(name)
        }

        /// What stands before a sign, which is passed over; nil where there is none.
        mutating func upTo(_ sign: String) -> String? {
            guard let found = rest.firstRange(of: sign) else { return nil }
            defer { rest = rest[found.upperBound...] }
            return String(rest[..<found.lowerBound])
        }
    }
}
