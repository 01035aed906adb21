extension HTMLElement {
    private static let lineNames = MarkdownWriter.blockNames.union(["tr"])

    /// Its words in the lines that breaks and blocks make of them; those that stand in the text itself are white space.
    var lines: [String] {
        var found = [""]
        gather(into: &found)
        return found
    }

    private func gather(into lines: inout [String]) {
        for child in children {
            switch child {
            case .text(let text): lines[lines.count - 1] += text
            case .element(let element) where element.name == "br": lines.append("")
            case .element(let element):
                let isBlock = Self.lineNames.contains(element.name)
                if isBlock { lines.append("") }
                element.gather(into: &lines)
                if isBlock { lines.append("") }
            }
        }
    }

    /// What stands in preformatted code: its lines as they are, and a line for each block.
    var codeLines: String {
        var code = CodeLines()
        code.write(children)
        return code.text
    }

    private struct CodeLines {
        private(set) var text = ""
        /// Whether a block ended whose line is not ended yet.
        private var isOwing = false

        private var isInLine: Bool { !text.isEmpty && !text.hasSuffix("\n") }

        mutating func write(_ nodes: [HTMLNode]) {
            for node in nodes {
                switch node {
                case .text(let written):
                    let lines = written.replacing("\r\n", with: "\n")
                    guard !lines.isEmpty else { continue }
                    // The end of a line right behind a block is that block's.
                    if isOwing, !lines.hasPrefix("\n") { text += "\n" }
                    isOwing = false
                    text += lines
                case .element(let element) where element.name == "br":
                    if isOwing { text += "\n" }
                    isOwing = false
                    text += "\n"
                case .element(let element):
                    let isBlock = lineNames.contains(element.name)
                    if isBlock { begin() }
                    write(element.children)
                    if isBlock { isOwing = isInLine }
                }
            }
        }

        private mutating func begin() {
            if isInLine { text += "\n" }
            isOwing = false
        }
    }
}
