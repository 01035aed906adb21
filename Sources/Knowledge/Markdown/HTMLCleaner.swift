import Base
import CLibXML2
import Foundation

/// Keeps of some HTML what an article needs and nothing that could run, load from elsewhere or break the page:
/// libxml2 parses, this walks the tree and writes it anew, so that nothing is kept that is not named here.
enum HTMLCleaner {
    struct Result {
        let html: SafeHTML
        let sections: [MarkdownDocument.Section]
        let instructions: [MarkdownDocument.Instructions]
    }

    /// Elements that are kept, with the attributes that are.
    private static let allowed: [String: Set<String>] = [
        "p": [], "br": [], "hr": [], "em": [], "strong": [], "del": [], "code": [], "pre": [],
        "blockquote": [],
        "ul": [], "ol": ["start"], "li": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "sub": [],
        "sup": [],
        "kbd": [], "table": [], "thead": [], "tbody": [], "tr": [], "th": ["align"], "td": ["align"],
        "a": ["href", "title"], "img": ["src", "alt", "title", "width", "height"], "details": [],
        "summary": [],
        "input": [],
    ]
    /// Elements whose content goes with them.
    private static let dropped: Set<String> = [
        "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "form",
        "textarea",
        "select", "button", "title", "head",
    ]
    private static let empty: Set<String> = ["br", "hr", "img", "input"]

    static func clean(_ html: String) -> Result {
        var writer = Writer()
        // The prologue tells the parser the encoding; its own elements are not in `allowed` and vanish.
        let page = "<html><head><meta charset=\"utf-8\"></head><body>\(html)</body></html>"
        let options =
            Int32(HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue)
            | Int32(HTML_PARSE_NONET.rawValue)
        let bytes = Array(page.utf8)
        guard bytes.count < Int(Int32.max) else { return writer.result }
        let document = unsafe bytes.withUnsafeBytes { buffer in
            unsafe htmlReadMemory(
                buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(buffer.count),
                nil,
                "UTF-8",
                options
            )
        }
        guard let document = unsafe document else { return writer.result }
        defer { unsafe xmlFreeDoc(document) }
        unsafe writer.write(children: xmlDocGetRootElement(document)?.pointee.children)
        return writer.result
    }

    /// Writes the kept part of a tree, and gathers its sections.
    private struct Writer {
        private var html = ""
        private var sections: [MarkdownDocument.Section] = []
        private var heading = ""
        private var anchor = ""
        private var level = 0
        private var text = ""
        private var headingDepth = 0
        private var anchors: Set<String> = []
        private var instructions = InstructionReader()

        var result: Result {
            var finished = self
            finished.endSection()
            // Every piece was escaped or named in `allowed` when it was written.
            return Result(
                html: SafeHTML(trusted: finished.html),
                sections: finished.sections,
                instructions: finished.instructions.found
            )
        }

        mutating func write(children first: UnsafeMutablePointer<xmlNode>?) {
            var next = unsafe first
            while let node = unsafe next {
                unsafe write(node)
                unsafe next = node.pointee.next
            }
        }

        private mutating func write(_ node: UnsafeMutablePointer<xmlNode>) {
            switch unsafe node.pointee.type {
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                guard let content = unsafe node.pointee.content else { return }
                let piece = unsafe String(cString: content)
                html += SafeHTML(escaping: piece).markup
                instructions.read(piece)
                if headingDepth > 0 {
                    heading += piece
                } else if unsafe !isBetweenCells(node) {
                    text += piece
                }
            case XML_ELEMENT_NODE:
                let name = unsafe String(cString: node.pointee.name).lowercased()
                if HTMLCleaner.dropped.contains(name) { return }
                unsafe write(element: name, node)
            default: return
            }
        }

        private mutating func write(element original: String, _ node: UnsafeMutablePointer<xmlNode>) {
            let name = unsafe outputName(original, node)
            guard let attributes = HTMLCleaner.allowed[name] else {
                unsafe write(children: node.pointee.children)
                return
            }
            if name.count == 2, let digit = name.last?.wholeNumberValue, name.first == "h" {
                unsafe writeHeading(name, level: digit, node)
                return
            }
            if name == "input" {
                // Task lists show their state and nothing else.
                html +=
                    unsafe attribute("checked", of: node) == nil
                    ? "<input type=\"checkbox\" disabled>" : "<input type=\"checkbox\" checked disabled>"
                return
            }
            html += "<\(name)"
            for wanted in attributes.sorted() {
                guard let value = unsafe attribute(wanted, of: node).flatMap({ safe($0, in: wanted) }) else {
                    continue
                }
                html += " \(wanted)=\"\(SafeHTML(escaping: value).markup)\""
            }
            if name == "a", unsafe attribute("href", of: node)?.hasPrefix("http") == true {
                html += " rel=\"noopener nofollow\""
            }
            if name == "table" { html += " tabindex=\"0\"" }
            html += ">"
            if HTMLCleaner.empty.contains(name) { return }
            // Read as one line, the cells of a row would run into each other.
            if ["td", "th"].contains(name), unsafe xmlPreviousElementSibling(node) != nil { text += " – " }
            instructions.begin(name, under: heading, anchor)
            unsafe write(children: node.pointee.children)
            instructions.end(name)
            html += "</\(name)>"
            switch name {
            case "tr": text += ";\n"
            case "p", "li", "pre", "blockquote": text += "\n"
            default: break
            }
        }

        /// Whether a text stands in a table and in none of its cells: the line breaks of its source.
        private func isBetweenCells(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
            guard let name = unsafe node.pointee.parent?.pointee.name else { return false }
            return ["table", "thead", "tbody", "tr"].contains(unsafe String(cString: name))
        }

        private func outputName(_ name: String, _ node: UnsafeMutablePointer<xmlNode>) -> String {
            switch name {
            // The page's own title is the only h1.
            case "h1": "h2"
            // A heading without a word heads nothing: screen readers would read out an empty name.
            case "th": unsafe isBlank(node) ? "td" : "th"
            default: name
            }
        }

        private func isBlank(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
            guard let content = unsafe xmlNodeGetContent(node) else { return true }
            defer { unsafe free(content) }
            return unsafe String(cString: content).allSatisfy(\.isWhitespace)
        }

        private mutating func writeHeading(_ name: String, level: Int, _ node: UnsafeMutablePointer<xmlNode>)
        {
            endSection()
            let start = html.endIndex
            headingDepth += 1
            unsafe write(children: node.pointee.children)
            headingDepth -= 1
            let inner = String(html[start...])
            html.removeSubrange(start...)
            heading = heading.trimmingCharacters(in: .whitespacesAndNewlines)
            anchor = freshAnchor(for: heading)
            self.level = level
            html += "<\(name) id=\"\(SafeHTML(escaping: anchor).markup)\">\(inner)</\(name)>\n"
        }

        private mutating func endSection() {
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if !trimmed.isEmpty || !heading.isEmpty {
                sections.append(.init(heading: heading, anchor: anchor, level: level, text: trimmed))
            }
            heading = ""
            anchor = ""
            level = 0
            text = ""
        }

        /// An id for a heading, unique in its page, that reads like it in any script.
        private mutating func freshAnchor(for heading: String) -> String {
            let words = heading.lowercased().split { !$0.isLetter && !$0.isNumber }
            let stem = String(words.joined(separator: "-").prefix(60))
            var candidate = stem.isEmpty ? "section" : stem
            var number = 2
            while !anchors.insert(candidate).inserted {
                candidate = "\(stem.isEmpty ? "section" : stem)-\(number)"
                number += 1
            }
            return candidate
        }

        private func attribute(_ name: String, of node: UnsafeMutablePointer<xmlNode>) -> String? {
            guard let value = unsafe xmlGetProp(node, name) else { return nil }
            defer { unsafe free(value) }
            return unsafe String(cString: value)
        }

        /// The value if it is harmless in this attribute.
        private func safe(_ value: String, in attribute: String) -> String? {
            switch attribute {
            case "href": HTMLCleaner.isSafeLink(value) ? value : nil
            case "src": HTMLCleaner.isOwnPicture(value) ? value : nil
            case "align": ["left", "right", "center"].contains(value) ? value : nil
            case "start", "width", "height": Int(value).map(String.init)
            default: value
            }
        }
    }

    /// Whether a picture comes from this server: others would learn who reads what.
    ///
    /// Browsers take a backslash for a slash, and pass over tabs and ends of lines (https://url.spec.whatwg.org). They know
    /// nothing of characters of several scalars: a mark behind a slash leaves it a slash.
    private static func isOwnPicture(_ address: String) -> Bool {
        let scalars = address.unicodeScalars
        return scalars.first == "/" && scalars.dropFirst().first != "/"
            && !scalars.contains { $0.value < 0x20 || $0 == "\\" }
    }

    /// Whether a link leads to a page or a mail program, and cannot run anything.
    static func isSafeLink(_ link: String) -> Bool {
        let compact = link.unicodeScalars.filter {
            $0.value > 0x20 && !$0.properties.isDefaultIgnorableCodePoint
        }
        // By scalars as browsers read it: a mark behind the colon leaves it a colon.
        let plain = Array(compact)
        guard let colon = plain.firstIndex(of: ":") else { return !plain.isEmpty }
        let scheme = plain[..<colon]
        // A colon behind a slash, a question mark or a hash belongs to a path.
        if scheme.contains(where: { "/?#".unicodeScalars.contains($0) }) { return true }
        return ["http", "https", "mailto", "tel"].contains(
            String(String.UnicodeScalarView(scheme)).lowercased()
        )
    }
}
