extension MarkdownWriter {
    /// What stands in one paragraph; white space is one space, and a break of a line is one.
    mutating func inline(_ nodes: [HTMLNode], inCell: Bool = false) -> String {
        var written = ""
        for node in nodes {
            let piece: String
            switch node {
            case .text(let text):
                let words = Self.collapsed(text)
                piece =
                    isInLink
                    ? MarkdownText.escaped(words, isInCell: inCell)
                    : MarkdownText.linked(words, isInCell: inCell)
            case .element(let element):
                piece = inline(element, after: written, inCell)
            }
            // It would make a picture of a link.
            if piece.hasPrefix("["), written.last == "!" {
                written.insert("\\", at: written.index(before: written.endIndex))
            }
            let endsOpen = written.isEmpty || written.last == " " || written.last?.isNewline == true
            written += endsOpen && piece.hasPrefix(" ") ? String(piece.dropFirst()) : piece
        }
        return written
    }

    /// As browsers show it: a space that does not break stays one.
    private static func collapsed(_ text: String) -> String {
        var written = ""
        for scalar in text.unicodeScalars {
            let isSpace = [" ", "\t", "\n", "\r", "\u{0C}"].contains(scalar)
            if !isSpace {
                written.unicodeScalars.append(scalar)
            } else if written.unicodeScalars.last != " " {
                written += " "
            }
        }
        return written
    }

    private mutating func inline(_ element: HTMLElement, after written: String, _ inCell: Bool) -> String {
        switch element.name {
        case "br": return inCell ? "<br>" : "\\\n"
        case "b", "strong": return marked(element, "**", "strong", after: written, inCell)
        case "i", "em", "cite", "dfn", "var": return marked(element, "*", "em", after: written, inCell)
        case "s", "strike", "del": return marked(element, "~~", "del", after: written, inCell)
        case "sub", "sup", "kbd":
            let inner = inline(element.children, inCell: inCell)
            return inner.isEmpty ? "" : "<\(element.name)>\(inner)</\(element.name)>"
        case "code", "tt", "samp":
            return code(element, inCell)
        case "a": return link(element, inCell)
        case "img": return picture(element, inCell)
        case "iframe", "video", "audio", "object", "embed": return embedded(element, inCell)
        case "script":
            lose(.script)
            return ""
        case "style", "template", "noscript", "title", "meta", "link", "source", "track", "wbr":
            return ""
        case "svg", "math", "canvas":
            lose(.drawing)
            return ""
        case "input":
            if element["type"]?.lowercased() != "checkbox" { lose(.form) }
            return ""
        case "select", "textarea":
            lose(.form)
            return ""
        case "button":
            lose(.form)
            return inline(element.children, inCell: inCell)
        default:
            let inner = inline(element.children, inCell: inCell)
            // Blocks that stand where only words may do not run into each other.
            return Self.blockNames.contains(element.name) ? " \(inner) " : inner
        }
    }

    /// Emphasis by signs, or by elements where signs beside each other or beside punctuation would mean nothing.
    private mutating func marked(
        _ element: HTMLElement,
        _ mark: String,
        _ name: String,
        after written: String,
        _ inCell: Bool
    ) -> String {
        let inner = inline(element.children, inCell: inCell)
        let words = inner.trimmed
        guard !words.isEmpty, words != "\\" else { return inner.isEmpty ? "" : " " }
        let lead = inner.first == " " ? " " : ""
        let trail = inner.last == " " ? " " : ""
        let isWord = [words.first, words.last].allSatisfy { $0.map { $0.isLetter || $0.isNumber } ?? false }
        let stands = written.last.map { !"*_~\\".contains($0) } ?? true
        // An address takes what stands right behind it for its end.
        let endsAsAddress = words.split(whereSeparator: \.isWhitespace).last.map {
            $0.contains("://") || $0.lowercased().hasPrefix("www.")
        }
        let isPlain =
            isWord && (stands || !lead.isEmpty) && endsAsAddress != true
            && !words.contains(where: \.isNewline)
        let core = isPlain ? "\(mark)\(words)\(mark)" : "<\(name)>\(words)</\(name)>"
        return "\(lead)\(core)\(trail)"
    }

    /// Code in a line; a break of a line ends it and begins another, for none stands in it.
    private func code(_ element: HTMLElement, _ inCell: Bool) -> String {
        let lines = element.lines.map(Self.collapsed)
        let said = lines.filter { !$0.trimmed.isEmpty }
        guard !said.isEmpty else { return lines.joined(separator: " ") }
        let written = said.map(MarkdownText.code).joined(separator: inCell ? "<br>" : "\\\n")
        return inCell ? Self.cell(written) : written
    }

    /// What stands in a cell with its bars escaped, of which each would end it: as they are undone before anything else is
    /// read, they may be anywhere.
    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

    private mutating func link(_ element: HTMLElement, _ inCell: Bool) -> String {
        let isOuter = !isInLink
        isInLink = true
        let words = inline(element.children, inCell: inCell)
        if isOuter { isInLink = false }
        guard let href = element["href"]?.trimmed, !href.isEmpty, !words.trimmed.isEmpty else { return words }
        guard HTMLCleaner.isSafeLink(href) else {
            lose(.unsafeLink)
            return words
        }
        let address = address(for: href)
        let lead = words.first == " " ? " " : ""
        let trail = words.last == " " ? " " : ""
        let place = "\(MarkdownText.address(address))\(title(element))"
        return "\(lead)[\(words.trimmed)](\(inCell ? Self.cell(place) : place))\(trail)"
    }

    private mutating func picture(_ element: HTMLElement, _ inCell: Bool) -> String {
        let source = (element["src"] ?? element["data-src"] ?? "").trimmed
        guard !source.isEmpty else { return "" }
        guard !source.lowercased().hasPrefix("data:") else {
            lose(.pictureInline)
            return ""
        }
        let words = Self.collapsed(element["alt"] ?? "").trimmed
        if words.isEmpty { lose(.pictureUndescribed) }
        if !HTMLCleaner.isOwnPicture(source) { lose(.pictureElsewhere) }
        let written = "![\(MarkdownText.escaped(words))](\(MarkdownText.address(source))\(title(element)))"
        return inCell ? Self.cell(written) : written
    }

    private func title(_ element: HTMLElement) -> String {
        let words = Self.collapsed(element["title"] ?? "").trimmed
        guard !words.isEmpty else { return "" }
        return " \"\(words.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    /// A link in its place.
    private mutating func embedded(_ element: HTMLElement, _ inCell: Bool) -> String {
        lose(.embedded)
        let inner = element.first("source")?["src"]
        let source = (element["src"] ?? element["data"] ?? inner ?? "").trimmed
        let whole = source.hasPrefix("//") ? "https:\(source)" : source
        guard !whole.isEmpty, HTMLCleaner.isSafeLink(whole) else { return "" }
        let name = Self.collapsed(element["title"] ?? "").trimmed
        let words = MarkdownText.escaped(name.isEmpty ? whole : name, isInCell: inCell)
        let place = MarkdownText.address(whole)
        return "[\(words)](\(inCell ? Self.cell(place) : place))"
    }
}
