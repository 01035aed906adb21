import Base
import CLibXML2
import Foundation

/// Writes the kept part of a tree, and gathers what is told of it.
struct CleanedWriter {
    var html = ""
    var sections = SectionReader()
    private let locale: LocaleCode
    /// Of the heading that is being written.
    private var heading = ""
    private var headingDepth = 0
    private var anchors: Set<String> = []
    /// What the next heading of the same words is numbered: a text may have thousands of them.
    private var anchorNumbers: [String: Int] = [:]
    private var instructions = InstructionReader()
    private var undescribedPictures: [String] = []
    private var figures: [HTMLCleaner.WrittenFigure] = []
    private var diagramCount = 0
    private var videos: Set<Slug> = []
    private var repeatedVideos: [Slug] = []
    private var links: [MarkdownDocument.Link] = []
    private var seenLinks: Set<MarkdownDocument.Link> = []
    private var diagramFlaws: [TextFlaw] = []
    /// Where the text stands that names a callout, and how much of it does; the name itself is not written.
    private var calloutName: (address: Int, length: Int)?

    init(in locale: LocaleCode) {
        self.locale = locale
    }

    var result: HTMLCleaner.Result {
        var finished = self
        finished.sections.finish()
        return HTMLCleaner.Result(
            written: finished.html,
            figures: finished.figures,
            diagramFlaws: finished.diagramFlaws,
            sections: finished.sections.found,
            instructions: finished.instructions.found,
            undescribedPictures: finished.undescribedPictures,
            repeatedVideos: finished.repeatedVideos,
            links: finished.links
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
            var piece = unsafe String(cString: content)
            if let name = calloutName, name.address == Int(bitPattern: node) {
                piece = String(piece.dropFirst(name.length))
            }
            html += SafeHTML(escaping: piece).markup
            instructions.read(piece)
            if headingDepth > 0 {
                heading += piece
            } else if unsafe !isBetweenCells(node) {
                sections.read(piece)
            }
        case XML_ELEMENT_NODE:
            let name = unsafe String(cString: node.pointee.name).lowercased()
            if HTMLCleaner.dropped.contains(name) { return }
            unsafe write(element: name, node)
        default: return
        }
    }

    private mutating func write(element original: String, _ node: UnsafeMutablePointer<xmlNode>) {
        if unsafe writeBlock(original, node) { return }
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
        if name == "img", unsafe attribute("alt", of: node)?.allSatisfy(\.isWhitespace) ?? true {
            unsafe undescribedPictures.append(attribute("src", of: node) ?? "")
        }
        unsafe noteLink(name, node)
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
        if ["td", "th"].contains(name), unsafe xmlPreviousElementSibling(node) != nil {
            sections.read(" – ")
        }
        instructions.begin(name, under: sections.heading, sections.anchor)
        unsafe write(children: node.pointee.children)
        instructions.end(name)
        html += "</\(name)>"
        switch name {
        case "tr": sections.read(";\n")
        case "p", "li", "pre", "blockquote": sections.read("\n")
        default: break
        }
    }

    private mutating func noteLink(_ name: String, _ node: UnsafeMutablePointer<xmlNode>) {
        let (kind, holder): (MarkdownDocument.Link.Kind, String)
        switch name {
        case "a": (kind, holder) = (.link, "href")
        case "img": (kind, holder) = (.picture, "src")
        default: return
        }
        guard let address = unsafe attribute(holder, of: node) else { return }
        let link = MarkdownDocument.Link(kind: kind, address: address)
        if seenLinks.insert(link).inserted { links.append(link) }
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

    func isBlank(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
        unsafe text(of: node).allSatisfy(\.isWhitespace)
    }

    func text(of node: UnsafeMutablePointer<xmlNode>) -> String {
        guard let content = unsafe xmlNodeGetContent(node) else { return "" }
        defer { unsafe free(content) }
        return unsafe String(cString: content)
    }

    private mutating func writeHeading(_ name: String, level: Int, _ node: UnsafeMutablePointer<xmlNode>) {
        // Its words name it before they are written; what is written already is not touched for each.
        var inner = ""
        swap(&html, &inner)
        headingDepth += 1
        unsafe write(children: node.pointee.children)
        headingDepth -= 1
        swap(&html, &inner)
        let words = heading.trimmingCharacters(in: .whitespacesAndNewlines)
        heading = ""
        let anchor = freshAnchor(for: words)
        sections.begin(words, anchor, level: level)
        html += "<\(name) id=\"\(SafeHTML(escaping: anchor).markup)\">\(inner)</\(name)>\n"
    }

    /// An id for a heading, unique in its page, that reads like it in any script.
    mutating func freshAnchor(for heading: String) -> String {
        let words = heading.lowercased().split { !$0.isLetter && !$0.isNumber }
        let joined = String(words.joined(separator: "-").prefix(60))
        let stem = joined.isEmpty ? "section" : joined
        var number = anchorNumbers[stem, default: 1]
        var candidate: String
        repeat {
            candidate = number == 1 ? stem : "\(stem)-\(number)"
            number += 1
        } while !anchors.insert(candidate).inserted
        anchorNumbers[stem] = number
        return candidate
    }

    func attribute(_ name: String, of node: UnsafeMutablePointer<xmlNode>) -> String? {
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

// MARK: - Blocks

extension CleanedWriter {
    /// Writes an element that is one of our blocks: a callout, steps, tabs.
    ///
    /// - Returns: Whether it is one.
    private mutating func writeBlock(_ name: String, _ node: UnsafeMutablePointer<xmlNode>) -> Bool {
        switch name {
        case "blockquote": return unsafe writeCallout(node)
        case "pre": return unsafe headingDepth == 0 ? writeDiagram(node) : false
        case "div":
            // Headings hold no blocks: theirs would be taken for the heading's words.
            guard headingDepth == 0, let block = unsafe attribute("data-block", of: node) else {
                return false
            }
            switch block {
            case "steps":
                html += "<div class=\"steps\">"
                unsafe write(children: node.pointee.children)
                html += "</div>"
            case "tabs" where !sections.isInTabs: unsafe writeTabs(node)
            case "video": unsafe writeVideo(node)
            default: return false
            }
            return true
        default: return false
        }
    }

    private mutating func writeCallout(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
        guard let first = unsafe xmlFirstElementChild(node),
            unsafe String(cString: first.pointee.name) == "p",
            let words = unsafe first.pointee.children, unsafe words.pointee.type == XML_TEXT_NODE,
            let content = unsafe words.pointee.content,
            let (kind, length) = unsafe Callout.named(by: String(cString: content))
        else { return false }
        html += "<div class=\"callout callout--\(kind.rawValue)\" role=\"note\">"
        html += "<p class=\"callout__title\">\(SafeHTML(escaping: kind.title(in: locale)).markup)</p>"
        // A paragraph that says nothing but the name is none.
        let isNameAlone = unsafe words.pointee.next == nil && text(of: first).count <= length
        let address = Int(bitPattern: words)
        calloutName = (address, length)
        unsafe write(children: isNameAlone ? first.pointee.next : node.pointee.children)
        html += "</div>"
        sections.read("\n")
        return true
    }

    private static let mostDiagrams = 20

    private mutating func writeDiagram(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
        guard let code = unsafe xmlFirstElementChild(node),
            unsafe String(cString: code.pointee.name) == "code",
            let language = unsafe attribute("class", of: code), language.hasPrefix("language-"),
            let kind = Diagram.Kind(rawValue: String(language.dropFirst("language-".count)))
        else { return false }
        let source = unsafe text(of: code)
        do throws(DiagramError) {
            let diagram = try Diagram(kind, source)
            // Each may be a process: more than a reader looks at are not drawn.
            guard diagramCount < Self.mostDiagrams else { throw DiagramError.tooLarge }
            let inWords = HTMLCleaner.inWords(source, diagram.title)
            figures.append(.init(place: html.utf8.count, figure: .diagram(diagram, inWords: inWords)))
            diagramCount += 1
            sections.read("\(diagram.words)\n")
            return true
        } catch {
            diagramFlaws.append(TextFlaw(error, in: kind))
            return false
        }
    }

    private mutating func writeVideo(_ node: UnsafeMutablePointer<xmlNode>) {
        guard let name = unsafe attribute("data-name", of: node).flatMap(Slug.init(rawValue:)) else { return }
        // Twice in a page, its transcript would have every address twice.
        if videos.insert(name).inserted {
            figures.append(.init(place: html.utf8.count, figure: .video(name)))
        } else {
            repeatedVideos.append(name)
        }
    }

    private mutating func writeTabs(_ node: UnsafeMutablePointer<xmlNode>) {
        html += "<div class=\"platforms\" data-module=\"platform-tabs\">"
        sections.beginTabs()
        var next = unsafe xmlFirstElementChild(node)
        while let child = unsafe next {
            unsafe next = xmlNextElementSibling(child)
            guard unsafe attribute("data-block", of: child) == "tab",
                let name = unsafe attribute("data-name", of: child), !name.allSatisfy(\.isWhitespace)
            else {
                unsafe write(child)
                continue
            }
            let (level, anchor) = (sections.levelBelow, freshAnchor(for: name))
            sections.begin(tab: name, anchor)
            html += "<section class=\"platforms__panel\"><h\(level) class=\"platforms__name\" "
            html +=
                "id=\"\(SafeHTML(escaping: anchor).markup)\">\(SafeHTML(escaping: name).markup)</h\(level)>"
            unsafe write(children: child.pointee.children)
            html += "</section>"
            sections.endTab()
        }
        sections.endTabs()
        html += "</div>"
    }
}
