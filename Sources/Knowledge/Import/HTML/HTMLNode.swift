import CLibXML2
import Foundation

/// A part of a page that is imported: what libxml2 read, as values.
enum HTMLNode: Sendable, Hashable {
    case text(String)
    case element(HTMLElement)

    /// All that stands in it, without any mark-up.
    var words: String {
        switch self {
        case .text(let text): text
        case .element(let element): element.children.map(\.words).joined()
        }
    }
}

/// An element with its name in lower case.
struct HTMLElement: Sendable, Hashable {
    let name: String
    let attributes: [String: String]
    let children: [HTMLNode]

    subscript(attribute: String) -> String? { attributes[attribute] }

    var words: String { children.map(\.words).joined() }

    /// The words of its classes, in lower case: `callout-warning` says both.
    var classWords: Set<String> {
        Set((attributes["class"] ?? "").lowercased().split { !$0.isLetter }.map(String.init))
    }

    /// The first element of a name, itself among them, in the order of the page.
    func first(_ wanted: String) -> HTMLElement? {
        if name == wanted { return self }
        for case .element(let child) in children {
            if let found = child.first(wanted) { return found }
        }
        return nil
    }

    /// Every element of a name below it, likewise.
    func all(_ wanted: String) -> [HTMLElement] {
        children.flatMap { child -> [HTMLElement] in
            guard case .element(let element) = child else { return [] }
            return (element.name == wanted ? [element] : []) + element.all(wanted)
        }
    }
}

/// Reads a page, within limits: a page of a help centre is small, and what is larger is a mistake or an attack.
enum HTMLReader {
    static let mostBytes = 4 * 1024 * 1024
    private static let mostDepth = 200
    private static let mostNodes = 200_000

    /// - Parameter text: A page or a piece of one; broken mark-up is mended as browsers do.
    /// - Returns: Its root.
    /// - Throws: ``ImportError`` for what is beyond the limits.
    static func read(_ text: String) throws(ImportError) -> HTMLElement {
        let bytes = Array(text.utf8)
        guard bytes.count <= mostBytes else { throw .tooLarge("\(mostBytes) bytes") }
        let options =
            Int32(HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue)
            | Int32(HTML_PARSE_NONET.rawValue)
        let document = unsafe bytes.withUnsafeBytes { buffer in
            unsafe htmlReadMemory(
                buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(buffer.count),
                nil,
                "UTF-8",
                options
            )
        }
        guard let document = unsafe document else { return empty }
        defer { unsafe xmlFreeDoc(document) }
        guard let root = unsafe xmlDocGetRootElement(document) else { return empty }
        var left = mostNodes
        let read = try unsafe element(root, depth: 0, &left)
        return read
    }

    private static let empty = HTMLElement(name: "html", attributes: [:], children: [])

    private static func element(
        _ node: UnsafeMutablePointer<xmlNode>,
        depth: Int,
        _ left: inout Int
    ) throws(ImportError) -> HTMLElement {
        guard depth < mostDepth else { throw .tooLarge("\(mostDepth) elements inside each other") }
        var children: [HTMLNode] = []
        var next = unsafe node.pointee.children
        while let child = unsafe next {
            unsafe next = child.pointee.next
            left -= 1
            guard left > 0 else { throw .tooLarge("\(mostNodes) elements") }
            switch unsafe child.pointee.type {
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                guard let content = unsafe child.pointee.content else { continue }
                children.append(.text(unsafe String(cString: content)))
            case XML_ELEMENT_NODE:
                children.append(.element(try unsafe element(child, depth: depth + 1, &left)))
            default: continue
            }
        }
        return HTMLElement(
            name: unsafe String(cString: node.pointee.name).lowercased(),
            attributes: unsafe attributes(of: node),
            children: children
        )
    }

    private static func attributes(of node: UnsafeMutablePointer<xmlNode>) -> [String: String] {
        var found: [String: String] = [:]
        var next = unsafe node.pointee.properties
        while let attribute = unsafe next {
            unsafe next = attribute.pointee.next
            let name = unsafe String(cString: attribute.pointee.name).lowercased()
            guard let value = unsafe xmlGetProp(node, attribute.pointee.name) else { continue }
            found[name] = unsafe String(cString: value)
            unsafe free(value)
        }
        return found
    }
}
