/// Writes a piece of a page as Markdown that is rendered as the same.
struct MarkdownWriter {
    /// What becomes of an address in the page.
    enum Address {
        case kept
        /// Another one; perhaps without the part of the page that it led to.
        case changed(String, losesAnchor: Bool)
    }

    var losses: [ImportLoss: Int] = [:]
    /// Whether what is written stands in a link.
    var isInLink = false
    /// What each heading could be reached by in the page, in their order.
    private(set) var headings: [Set<String>] = []
    private let resolve: (String) -> Address
    private var pendingAnchors: Set<String> = []
    /// Of the list that was written last, where another one follows at once.
    private var lastMarker: Character?

    init(resolve: @escaping (String) -> Address) {
        self.resolve = resolve
    }

    /// All of it, its blocks separated by empty lines.
    mutating func write(_ nodes: [HTMLNode]) -> String {
        blocks(nodes).joined(separator: "\n\n")
    }

    mutating func lose(_ loss: ImportLoss) { losses[loss, default: 0] += 1 }

    /// The address to write in the place of one.
    mutating func address(for original: String) -> String {
        guard case .changed(let address, let losesAnchor) = resolve(original) else { return original }
        if losesAnchor { lose(.anchor) }
        return address
    }

    // MARK: - Blocks

    static let blockNames: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "details", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    ]

    mutating func blocks(_ nodes: [HTMLNode]) -> [String] {
        var written: [String] = []
        var run: [HTMLNode] = []
        for node in nodes {
            guard case .element(let element) = node, isBlock(element) else {
                run.append(node)
                continue
            }
            written += paragraph(run)
            run = []
            let before = lastMarker
            let made = block(element)
            if !made.isEmpty, lastMarker == before { lastMarker = nil }
            written += made
        }
        return written + paragraph(run)
    }

    /// Whether an element makes a block, itself or by what stands in it.
    private func isBlock(_ element: HTMLElement) -> Bool {
        if Self.blockNames.contains(element.name) { return true }
        if ["a", "button", "select", "svg", "label"].contains(element.name) { return false }
        return element.children.contains { child in
            guard case .element(let inner) = child else { return false }
            return isBlock(inner)
        }
    }

    private mutating func paragraph(_ nodes: [HTMLNode]) -> [String] {
        let text = trimmedLines(inline(nodes))
        guard !text.isEmpty else { return [] }
        lastMarker = nil
        return [
            text.split(separator: "\n").map { MarkdownText.lineEscaped(String($0)) }.joined(separator: "\n")
        ]
    }

    /// Without breaks of lines at its ends.
    private func trimmedLines(_ text: String) -> String {
        let text = MarkdownText.without(["\\\n", "\n\\"], atEndsOf: text)
        // An odd one ends a line; two say that there is one.
        let slashes = text.reversed().prefix { $0 == "\\" }.count
        return slashes.isMultiple(of: 2) ? text : String(text.dropLast()).trimmed
    }

    private mutating func block(_ element: HTMLElement) -> [String] {
        noteAnchor(element)
        switch element.name {
        case "h1", "h2", "h3", "h4", "h5", "h6": return heading(element)
        case "ul", "ol": return list(element)
        case "pre": return [fenced(element)]
        case "hr": return ["***"]
        case "table": return table(element)
        case "blockquote":
            let kind = Self.calloutKind(element)
            let inner = blocks(element.children)
            return inner.isEmpty ? [] : [quoted(inner, kind)]
        case "details": return details(element)
        case "dt":
            let words = trimmedLines(inline(element.children))
            return words.isEmpty ? [] : ["<strong>\(words)</strong>"]
        case "form", "fieldset":
            lose(.form)
            return blocks(element.children)
        default:
            guard let kind = Self.calloutKind(element) else { return blocks(element.children) }
            let inner = blocks(element.children)
            return inner.isEmpty ? [] : [quoted(inner, kind)]
        }
    }

    private mutating func noteAnchor(_ element: HTMLElement) {
        for name in ["id", "name"] {
            if let anchor = element[name], !anchor.isEmpty { pendingAnchors.insert(anchor) }
        }
    }

    private mutating func heading(_ element: HTMLElement) -> [String] {
        let words = inline(element.children).replacing("\\\n", with: " ").replacing("\n", with: " ").trimmed
        guard !words.isEmpty else { return [] }
        // The page's own title is the only first one.
        let level = max(2, element.name.last?.wholeNumberValue ?? 2)
        let text = words.hasSuffix("#") ? "\(words.dropLast())\\#" : words
        let line = "\(String(repeating: "#", count: level)) \(text)"
        // A picture alone heads nothing.
        guard MarkdownDocument(line).sections.contains(where: { $0.level > 0 }) else {
            lastMarker = nil
            return [MarkdownText.lineEscaped(words)]
        }
        for inner in element.all("a") + element.all("span") { noteAnchor(inner) }
        headings.append(pendingAnchors)
        pendingAnchors = []
        return [line]
    }

    private mutating func fenced(_ element: HTMLElement) -> String {
        var code = element.codeLines
        if code.hasPrefix("\n") { code.removeFirst() }
        while code.last?.isNewline == true { code.removeLast() }
        let longest = code.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\(language(element))\n\(code)\n\(fence)"
    }

    private func language(_ element: HTMLElement) -> String {
        let holders = [element] + element.all("code")
        let classes = holders.flatMap { ($0["class"] ?? "").split(separator: " ").map(String.init) }
        for name in classes {
            for prefix in ["language-", "lang-", "highlight-source-"] where name.hasPrefix(prefix) {
                let language = name.dropFirst(prefix.count).filter { $0.isLetter || $0.isNumber || $0 == "+" }
                // Ours draws these.
                return Diagram.Kind(rawValue: language) == nil ? language : ""
            }
        }
        return ""
    }

    private func quoted(_ blocks: [String], _ kind: Callout?) -> String {
        let lines = blocks.joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false)
        var name = kind.map { ["[!\($0.rawValue.uppercased())]"] } ?? []
        // Right below words these may be read as some of them.
        if kind != nil, let first = blocks.first?.first, first.isNumber || "|<".contains(first) {
            name.append("")
        }
        return (name + lines.map(String.init)).map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    }

    private mutating func details(_ element: HTMLElement) -> [String] {
        let summary = element.first("summary")
        let lines = (summary?.lines ?? []).map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let rest = element.children.filter { child in
            if case .element(let inner) = child { inner.name != "summary" } else { true }
        }
        let title = lines.filter { !$0.isEmpty }
            .map { $0.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }.joined(separator: "<br>")
        return ["<details><summary>\(title)</summary>"] + blocks(rest) + ["</details>"]
    }

    private static let calloutWords: [(words: Set<String>, kind: Callout)] = [
        (["danger", "caution", "error", "critical"], .caution), (["warning", "warn"], .warning),
        (["important"], .important), (["tip", "hint", "success"], .tip),
        (["note", "info", "information"], .note),
        (["alert", "callout", "admonition"], .note),
    ]

    /// What a box is called by its classes; nil for what is none.
    static func calloutKind(_ element: HTMLElement) -> Callout? {
        guard ["div", "aside", "section", "p", "blockquote"].contains(element.name) else {
            return nil
        }
        let words = element.classWords
        return Self.calloutWords.first { !$0.words.isDisjoint(with: words) }?.kind
    }

    // MARK: - Lists

    private mutating func list(_ element: HTMLElement) -> [String] {
        let isOrdered = element.name == "ol"
        let choices: (Character, Character) = isOrdered ? (".", ")") : ("-", "*")
        // Another sign begins another list.
        let sign = lastMarker == choices.0 ? choices.1 : choices.0
        var items: [[String]] = []
        for child in element.children {
            switch child {
            case .text(let text):
                guard !text.allSatisfy(\.isWhitespace) else { continue }
                items.append(paragraph([child]))
            case .element(let inner) where inner.name == "li":
                noteAnchor(inner)
                lastMarker = nil
                items.append(item(inner))
            // Lists stand in lists without an entry around them, by mistake.
            case .element(let inner):
                lastMarker = nil
                let made = blocks([.element(inner)])
                if items.isEmpty { items.append(made) } else { items[items.count - 1] += made }
            }
        }
        items = items.filter { !$0.isEmpty }
        guard !items.isEmpty else { return [] }
        // No number of Markdown's has more digits.
        let first = isOrdered ? min(999_999_999 - items.count, max(0, Int(element["start"] ?? "") ?? 1)) : 0
        let isTight = items.allSatisfy { $0.count == 1 || ($0.count == 2 && Self.isList($0[1])) }
        let written = items.enumerated().map { number, blocks in
            let marker = isOrdered ? "\(first + number)\(sign)" : String(sign)
            let indent = String(repeating: " ", count: marker.count + 1)
            let lines = blocks.joined(separator: isTight ? "\n" : "\n\n")
                .split(separator: "\n", omittingEmptySubsequences: false)
            let indented = lines.enumerated().map { index, line in
                index == 0 ? "\(marker) \(line)" : line.isEmpty ? "" : "\(indent)\(line)"
            }
            return indented.joined(separator: "\n")
        }
        lastMarker = sign
        return [written.joined(separator: isTight ? "\n" : "\n\n")]
    }

    private mutating func item(_ element: HTMLElement) -> [String] {
        var made = blocks(element.children)
        if let box = element.children.lazy.compactMap(Self.checkbox).first, !made.isEmpty {
            made[0] = "\(box) \(made[0])"
        }
        return made
    }

    private static func checkbox(_ node: HTMLNode) -> String? {
        guard case .element(let element) = node else { return nil }
        if element.name == "label" { return element.children.lazy.compactMap(checkbox).first }
        guard element.name == "input", element["type"]?.lowercased() == "checkbox" else { return nil }
        return element["checked"] == nil ? "[ ]" : "[x]"
    }

    /// Whether a block is a list that may stand right below words: one that does not begin at 1 is read as some of them.
    private static func isList(_ block: String) -> Bool {
        let digits = block.prefix { $0.isNumber }
        let rest = block.dropFirst(digits.count)
        return digits.isEmpty
            ? block.hasPrefix("- ") || block.hasPrefix("* ")
            : digits == "1" && (rest.hasPrefix(". ") || rest.hasPrefix(") "))
    }
}
