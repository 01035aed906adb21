/// Gathers the numbered lists of a text as it is walked through.
struct InstructionReader {
    private(set) var found: [MarkdownDocument.Instructions] = []
    private var depth = 0
    private var heading = ""
    private var anchor = ""
    /// Of the numbered list that is being read; nil outside of one.
    private var steps: [String]?
    private var step: String?

    /// An element begins, under a heading.
    mutating func begin(_ name: String, under heading: String, _ anchor: String) {
        switch name {
        case "ol", "ul":
            depth += 1
            guard name == "ol", depth == 1 else { return }
            (self.heading, self.anchor) = (heading, anchor)
            steps = []
        case "li" where depth == 1 && steps != nil: step = ""
        // What stands in blocks of its own does not run into what is before.
        case "p", "li", "pre", "blockquote", "td", "th", "br": step? += " "
        default: break
        }
    }

    mutating func read(_ text: String) {
        step? += text
    }

    mutating func end(_ name: String) {
        switch name {
        case "ol", "ul":
            depth -= 1
            guard depth == 0, let steps else { return }
            found.append(.init(heading: heading, anchor: anchor, steps: steps))
            self.steps = nil
        case "li" where depth == 1:
            let words = (step ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if !words.isEmpty { steps?.append(words) }
            step = nil
        default: break
        }
    }
}
