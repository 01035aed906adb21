extension MarkdownWriter {
    /// A table as GitHub writes it; one of a single cell was only made to look like a box.
    mutating func table(_ element: HTMLElement) -> [String] {
        let rows = Self.rows(of: element.children)
        let captions = element.children.flatMap { child -> [String] in
            guard case .element(let inner) = child, inner.name == "caption" else { return [] }
            return blocks(inner.children)
        }
        if rows.count == 1, rows[0].cells.count == 1 { return captions + blocks(rows[0].cells[0].children) }
        guard rows.contains(where: { !$0.cells.isEmpty }) else { return captions }
        var grid = grid(of: rows)
        let width = grid.map(\.count).max() ?? 0
        // Rows may be shorter than the head; equal ones are only nicer to read.
        if width * grid.count <= 10_000 {
            grid = grid.map { $0 + Array(repeating: "", count: width - $0.count) }
        }
        // What no row heads has a row of empty heads.
        let head = rows[0].isHead ? grid.removeFirst() : Array(repeating: "", count: width)
        let signs = (0..<width).map { Self.sign(of: rows[0], $0) }
        let lines = ([head, signs] + grid).map { "| \($0.joined(separator: " | ")) |" }
        return captions + [lines.joined(separator: "\n")]
    }

    private struct Row {
        let cells: [HTMLElement]
        let isHead: Bool
    }

    private static func rows(of nodes: [HTMLNode], isHead: Bool = false) -> [Row] {
        nodes.flatMap { node -> [Row] in
            guard case .element(let element) = node else { return [] }
            switch element.name {
            case "thead": return rows(of: element.children, isHead: true)
            case "tbody", "tfoot": return rows(of: element.children)
            case "tr":
                let cells = element.children.compactMap { child -> HTMLElement? in
                    guard case .element(let cell) = child, ["td", "th"].contains(cell.name) else {
                        return nil
                    }
                    return cell
                }
                let isAllHeads = !cells.isEmpty && cells.allSatisfy { $0.name == "th" }
                return [Row(cells: cells, isHead: isHead || isAllHeads)]
            default: return []
            }
        }
    }

    private mutating func grid(of rows: [Row]) -> [[String]] {
        // How many rows below a cell of an earlier one still holds, by column.
        var held: [Int: Int] = [:]
        return rows.map { row in
            var line: [String] = []
            func skip() {
                while let rest = held[line.count], rest > 0 {
                    held[line.count] = rest - 1
                    line.append("")
                }
            }
            for cell in row.cells {
                skip()
                let room = max(1, Self.mostColumns - line.count)
                let (wide, high) = (min(room, Self.span(cell["colspan"])), Self.span(cell["rowspan"]))
                if wide > 1 || high > 1 { lose(.tableSpan) }
                for column in line.count..<(line.count + wide) where high > 1 { held[column] = high - 1 }
                line.append(self.cell(cell))
                line += Array(repeating: "", count: wide - 1)
            }
            skip()
            return line
        }
    }

    /// As far as cells reach that span several.
    private static let mostColumns = 100

    private static func span(_ text: String?) -> Int {
        min(100, max(1, text.flatMap { Int($0) } ?? 1))
    }

    private mutating func cell(_ element: HTMLElement) -> String {
        let blocks = ["ul", "ol", "pre", "table", "blockquote"]
        if blocks.contains(where: { !element.all($0).isEmpty }) { lose(.tableBlocks) }
        var lines: [String] = []
        gather(element.children, into: &lines)
        return lines.filter { !$0.isEmpty }.joined(separator: "<br>")
    }

    /// Blocks one below the other, each in one line.
    private mutating func gather(_ nodes: [HTMLNode], into lines: inout [String]) {
        var run: [HTMLNode] = []
        for node in nodes {
            let holdsBlocks: Bool
            if case .element(let element) = node {
                let names = Self.blockNames.union(["tr", "tbody", "thead"])
                holdsBlocks = names.contains(element.name)
            } else {
                holdsBlocks = false
            }
            guard holdsBlocks, case .element(let element) = node else {
                run.append(node)
                continue
            }
            lines.append(line(run))
            run = []
            gather(element.children, into: &lines)
        }
        lines.append(line(run))
    }

    private mutating func line(_ nodes: [HTMLNode]) -> String {
        MarkdownText.without(["<br>"], atEndsOf: inline(nodes, inCell: true))
    }

    private static func sign(of row: Row, _ column: Int) -> String {
        guard row.cells.indices.contains(column) else { return "---" }
        let cell = row.cells[column]
        let styles = (cell["style"] ?? "").filter { !$0.isWhitespace }.split(separator: ";")
        let style = styles.first { $0.hasPrefix("text-align:") }?.dropFirst("text-align:".count)
        switch cell["align"]?.lowercased() ?? style.map(String.init) {
        case "center": return ":---:"
        case "right": return "---:"
        default: return "---"
        }
    }
}
