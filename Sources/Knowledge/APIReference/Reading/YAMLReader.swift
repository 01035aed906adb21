import CYAML

/// Reads YAML with libyaml, as YAML 1.2's core schema means it: what 1.1 made of `yes` and `on` stays a text.
///
/// An alias counts as often as it stands: a file of a few lines that repeats itself a billion times is refused.
struct YAMLReader {
    /// A list or object that is being read.
    private struct Frame {
        let line: Int
        let anchor: String?
        let before: DocumentLimits
        var depth = 1
        var list: [DocumentValue] = []
        /// Nil for a list.
        var members: DocumentMembers?
        var name: String?
        /// What YAML's merge key `<<` brings: it fills up what is not there.
        var merged: [DocumentMembers] = []
    }

    private struct Anchored {
        let value: DocumentValue
        let values: Int
        let textBytes: Int
        let depth: Int
    }

    private var stack: [Frame] = []
    private var anchors: [String: Anchored] = [:]
    private var limits = DocumentLimits()
    private var root: DocumentValue?

    /// - Throws: ``APIDocumentError``.
    static func read(_ bytes: [UInt8]) throws(APIDocumentError) -> DocumentValue {
        guard !bytes.isEmpty else { throw .malformed(line: 1, "the document is empty") }
        // The parser keeps its own address.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { unsafe parser.deallocate() }
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw .tooMuch(line: 1, "there is no memory to read it")
        }
        defer { unsafe yaml_parser_delete(parser) }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        return try unsafe bytes.withUnsafeBufferPointer { buffer throws(APIDocumentError) in
            unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var reader = YAMLReader()
            return try unsafe reader.run(parser)
        }
    }

    private mutating func run(
        _ parser: UnsafeMutablePointer<yaml_parser_t>
    ) throws(APIDocumentError) -> DocumentValue {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else {
                let reason = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "not YAML"
                throw .malformed(line: unsafe Int(parser.pointee.problem_mark.line) + 1, reason)
            }
            defer { unsafe yaml_event_delete(&event) }
            if unsafe event.type == YAML_STREAM_END_EVENT { break }
            try unsafe take(event)
        }
        guard let root else { throw .malformed(line: 1, "the document is empty") }
        return root
    }

    private mutating func take(_ event: yaml_event_t) throws(APIDocumentError) {
        let line = unsafe Int(event.start_mark.line) + 1
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT:
            guard root == nil else { throw .malformed(line: line, "there is a second document in the file") }
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let text = unsafe String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                as: UTF8.self
            )
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            try scalarRead(text, isPlain: isPlain, anchor: unsafe Self.name(scalar.anchor), line: line)
        case YAML_ALIAS_EVENT:
            try aliasRead(unsafe Self.name(event.data.alias.anchor) ?? "", line: line)
        case YAML_SEQUENCE_START_EVENT:
            let anchor = unsafe Self.name(event.data.sequence_start.anchor)
            try begin(Frame(line: line, anchor: anchor, before: limits))
        case YAML_MAPPING_START_EVENT:
            let anchor = unsafe Self.name(event.data.mapping_start.anchor)
            try begin(Frame(line: line, anchor: anchor, before: limits, members: DocumentMembers()))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try end()
        default: break
        }
    }

    private static func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let anchor = unsafe anchor else { return nil }
        return unsafe String(decodingCString: anchor, as: UTF8.self)
    }

    private mutating func begin(_ frame: Frame) throws(APIDocumentError) {
        guard stack.count < DocumentLimits.deepest else {
            throw .tooMuch(line: frame.line, "\(DocumentLimits.deepest) levels at most")
        }
        try limits.take(values: 1, textBytes: 0, line: frame.line)
        stack.append(frame)
    }

    private mutating func end() throws(APIDocumentError) {
        guard var frame = stack.popLast() else { return }
        for member in frame.merged.flatMap(\.all) { _ = frame.members?.add(member.name, member.value) }
        let content: DocumentValue.Content =
            frame.members.map(DocumentValue.Content.object) ?? .list(frame.list)
        let value = DocumentValue(line: frame.line, content: content)
        if let anchor = frame.anchor {
            anchors[anchor] = Anchored(
                value: value,
                values: limits.values - frame.before.values + 1,
                textBytes: limits.textBytes - frame.before.textBytes,
                depth: frame.depth
            )
        }
        try put(value, depth: frame.depth)
    }

    private mutating func scalarRead(
        _ text: String,
        isPlain: Bool,
        anchor: String?,
        line: Int
    ) throws(APIDocumentError) {
        try limits.take(values: 1, textBytes: text.utf8.count, line: line)
        let isName = stack.last.map { $0.members != nil && $0.name == nil } ?? false
        let content = isPlain && !isName ? Self.meaning(of: text) : .text(text)
        let value = DocumentValue(line: line, content: content)
        if let anchor {
            anchors[anchor] = Anchored(value: value, values: 1, textBytes: text.utf8.count, depth: 0)
        }
        try put(value, depth: 0)
    }

    private mutating func aliasRead(_ name: String, line: Int) throws(APIDocumentError) {
        guard let anchored = anchors[name] else {
            throw .malformed(line: line, "there is no &\(name.prefix(60)) before *\(name.prefix(60))")
        }
        guard stack.count + anchored.depth <= DocumentLimits.deepest else {
            throw .tooMuch(line: line, "\(DocumentLimits.deepest) levels at most, counting what is repeated")
        }
        try limits.take(values: anchored.values, textBytes: anchored.textBytes, line: line)
        try put(anchored.value, depth: anchored.depth)
    }

    /// Takes a whole value to where it stands.
    private mutating func put(_ value: DocumentValue, depth: Int) throws(APIDocumentError) {
        guard var frame = stack.popLast() else {
            root = value
            return
        }
        frame.depth = max(frame.depth, depth + 1)
        if frame.members == nil {
            frame.list.append(value)
        } else if let name = frame.name {
            frame.name = nil
            try Self.add(name, value, to: &frame)
        } else {
            guard let name = value.scalar else {
                throw .malformed(line: value.line, "a member's name is a list or an object")
            }
            frame.name = name
        }
        stack.append(frame)
    }

    private static func add(
        _ name: String,
        _ value: DocumentValue,
        to frame: inout Frame
    ) throws(APIDocumentError) {
        if name == "<<", let others = value.members.map({ [$0] }) ?? value.list?.compactMap(\.members) {
            frame.merged += others
            return
        }
        guard frame.members?.add(name, value) == true else {
            throw .malformed(line: value.line, "the member \(name.prefix(60)) stands twice")
        }
    }

    /// What a text without quotes means.
    private static func meaning(of text: String) -> DocumentValue.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": .nothing
        case "true", "True", "TRUE": .flag(true)
        case "false", "False", "FALSE": .flag(false)
        default: JSONReader.isNumber(text) ? .number(text) : .text(text)
        }
    }
}
