import Base

/// A drawing that stands in a text as words: what happens one after the other, or who tells whom what.
enum Diagram: Sendable, Hashable {
    case flow(FlowChart)
    case sequence(SequenceDiagram)

    /// How a block of code says that it is one: ```` ```flowchart ````, ```` ```sequence ````.
    enum Kind: String {
        case flowchart, sequence
    }

    /// Reads one.
    ///
    /// - Throws: ``DiagramError``: the line that cannot be read, or that there is no title.
    init(_ kind: Kind, _ source: String) throws(DiagramError) {
        switch kind {
        case .flowchart: self = .flow(try FlowChart(source))
        case .sequence: self = .sequence(try SequenceDiagram(source))
        }
    }

    /// What it shows, for whoever does not see it.
    var title: String {
        switch self {
        case .flow(let chart): chart.title
        case .sequence(let diagram): diagram.title
        }
    }

    /// What stands in it, to be searched: one thing a line, the title first.
    var words: String {
        switch self {
        case .flow(let chart): chart.words
        case .sequence(let diagram): diagram.words
        }
    }
}

enum DiagramError: Error, Hashable {
    /// The line that means nothing.
    case unreadable(String)
    /// There is no `title:`.
    case untitled
    /// More than can be drawn.
    case tooLarge
}

/// The lines of a diagram, one thing each; `%%` begins a remark.
struct DiagramLines {
    static let mostBytes = 20_000
    static let longestText = 200

    private(set) var title = ""
    /// Without the title, empty lines and remarks.
    private(set) var lines: [String] = []

    init(_ source: String) throws(DiagramError) {
        guard source.utf8.count <= Self.mostBytes else { throw .tooLarge }
        for line in source.split(whereSeparator: \.isNewline) {
            let line = String(line).trimmed
            if line.isEmpty || line.hasPrefix("%%") { continue }
            if let words = Self.value(of: "title", in: line), title.isEmpty {
                title = try Self.text(words, in: line)
            } else {
                lines.append(line)
            }
        }
        guard !title.isEmpty else { throw .untitled }
    }

    /// What stands behind `name:`, whatever the case; nil where the line says something else.
    static func value(of name: String, in line: String) -> String? {
        guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }),
            line[..<colon].trimmingSuffix(while: \.isWhitespace).lowercased() == name
        else { return nil }
        return String(line[line.index(after: colon)...]).trimmed
    }

    /// A text that is shown: short, and without what no one sees.
    static func text(_ words: String, in line: String) throws(DiagramError) -> String {
        let text = words.trimmed
        guard (1...longestText).contains(text.count), text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else {
            throw .unreadable(line)
        }
        return text
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isCut(last) { text.removeLast() }
        return text
    }
}
