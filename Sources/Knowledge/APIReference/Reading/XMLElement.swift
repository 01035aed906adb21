import CLibXML2
import Foundation

/// An element of an XML document, read with libxml2 without entities, document types or the network.
struct XMLElement {
    let name: String
    let line: Int
    let attributes: [String: String]
    let children: [XMLElement]

    /// The first child of a name.
    subscript(name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// The root of a document.
    ///
    /// - Throws: ``APIDocumentError``; also for a document that declares a type, where entities come from.
    static func read(_ bytes: [UInt8]) throws(APIDocumentError) -> XMLElement {
        // Neither XML_PARSE_NOENT nor XML_PARSE_DTDLOAD nor XML_PARSE_HUGE: nothing is put in place of anything, nothing
        // else is read, and the library's own limits hold.
        let options =
            Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_NOERROR.rawValue)
            | Int32(XML_PARSE_NOWARNING.rawValue) | Int32(XML_PARSE_NOCDATA.rawValue)
        guard let context = unsafe xmlNewParserCtxt() else {
            throw .tooMuch(line: 1, "there is no memory to read it")
        }
        defer { unsafe xmlFreeParserCtxt(context) }
        let document = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlCtxtReadMemory(
                context,
                buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(clamping: buffer.count),
                nil,
                "UTF-8",
                options
            )
        }
        guard let document = unsafe document else {
            let line = unsafe Int(context.pointee.lastError.line)
            let reason =
                unsafe context.pointee.lastError.message.map { unsafe String(cString: $0) } ?? "not XML"
            throw .malformed(line: line, String(reason.filter { !$0.isNewline }.prefix(200)))
        }
        defer { unsafe xmlFreeDoc(document) }
        guard unsafe document.pointee.intSubset == nil else {
            throw .malformed(line: 1, "the document declares a type, which is not read")
        }
        guard let root = unsafe xmlDocGetRootElement(document) else {
            throw .malformed(line: 1, "the document is empty")
        }
        var limits = DocumentLimits()
        return try unsafe XMLElement(root, depth: 1, &limits)
    }

    private init(
        _ node: UnsafeMutablePointer<xmlNode>,
        depth: Int,
        _ limits: inout DocumentLimits
    ) throws(APIDocumentError) {
        line = unsafe Int(xmlGetLineNo(node))
        name = unsafe String(cString: node.pointee.name)
        guard depth <= DocumentLimits.deepest else {
            throw .tooMuch(line: line, "\(DocumentLimits.deepest) levels at most")
        }
        var attributes: [String: String] = [:]
        var attribute = unsafe node.pointee.properties
        while let found = unsafe attribute {
            let name = unsafe String(cString: found.pointee.name)
            if let value = unsafe xmlGetProp(node, found.pointee.name) {
                attributes[name] = unsafe String(cString: value)
                unsafe free(value)
            }
            unsafe attribute = found.pointee.next
        }
        let textBytes = attributes.values.reduce(0) { $0 + $1.utf8.count }
        try limits.take(values: 1 + attributes.count, textBytes: textBytes, line: line)
        self.attributes = attributes
        var children: [XMLElement] = []
        var child = unsafe node.pointee.children
        while let found = unsafe child {
            if unsafe found.pointee.type == XML_ELEMENT_NODE {
                children.append(try unsafe XMLElement(found, depth: depth + 1, &limits))
            }
            unsafe child = found.pointee.next
        }
        self.children = children
    }
}
