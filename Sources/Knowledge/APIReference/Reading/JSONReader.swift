/// Reads JSON (RFC 8259) with lines and the order of members, which Foundation's decoder gives up.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var limits = DocumentLimits()

    /// - Throws: ``APIDocumentError``.
    static func read(_ bytes: [UInt8]) throws(APIDocumentError) -> DocumentValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 1)
        reader.skipSpace()
        guard reader.position == bytes.count else {
            throw reader.malformed("something stands behind the end")
        }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func malformed(_ what: String) -> APIDocumentError { .malformed(line: line, what) }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || (9...10).contains(byte) || byte == 13 {
            if byte == 10 { line += 1 }
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(APIDocumentError) -> DocumentValue {
        skipSpace()
        guard depth <= DocumentLimits.deepest else {
            throw .tooMuch(line: line, "\(DocumentLimits.deepest) levels at most")
        }
        try limits.take(values: 1, textBytes: 0, line: line)
        let start = line
        switch next {
        case UInt8(ascii: "{"): return DocumentValue(line: start, content: .object(try object(depth: depth)))
        case UInt8(ascii: "["): return DocumentValue(line: start, content: .list(try list(depth: depth)))
        case UInt8(ascii: "\""): return DocumentValue(line: start, content: .text(try text()))
        case nil: throw malformed("the document ends too early")
        default: return DocumentValue(line: start, content: try word())
        }
    }

    private mutating func object(depth: Int) throws(APIDocumentError) -> DocumentMembers {
        position += 1
        var members = DocumentMembers()
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw malformed("a member's name is expected") }
            let start = line
            let name = try text()
            guard take(UInt8(ascii: ":")) else { throw malformed("a colon is expected") }
            guard members.add(name, try value(depth: depth + 1)) else {
                throw .malformed(line: start, "the member \(name.prefix(60)) stands twice")
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw malformed("a comma or the end of an object is expected") }
        return members
    }

    private mutating func list(depth: Int) throws(APIDocumentError) -> [DocumentValue] {
        position += 1
        var values: [DocumentValue] = []
        if take(UInt8(ascii: "]")) { return values }
        repeat {
            values.append(try value(depth: depth + 1))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw malformed("a comma or the end of a list is expected") }
        return values
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(APIDocumentError) -> DocumentValue.Content {
        let start = position
        while let byte = next, byte > 32, !",]}:\"[{".utf8.contains(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .nothing
        default:
            guard Self.isNumber(word) else { throw malformed("\(word.prefix(40)) is no JSON value") }
            return .number(word)
        }
    }

    /// Whether a text is a number as JSON writes it.
    static func isNumber(_ text: String) -> Bool {
        // Nearly all that is asked about is a word: that is seen at once.
        guard let first = text.utf8.first, first == 45 || (48...57).contains(first) else { return false }
        return text.utf8.count <= 400
            && text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }

    private mutating func text() throws(APIDocumentError) -> String {
        position += 1
        var plain: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 32 else { throw malformed("a text holds a control character") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &plain) } else { plain.append(byte) }
        }
        guard next != nil else { throw malformed("a text does not end") }
        position += 1
        try limits.take(values: 0, textBytes: plain.count, line: line)
        return String(decoding: plain, as: UTF8.self)
    }

    private mutating func escape(into plain: inout [UInt8]) throws(APIDocumentError) {
        guard let byte = next else { throw malformed("a text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
        case UInt8(ascii: "b"): plain.append(8)
        case UInt8(ascii: "f"): plain.append(12)
        case UInt8(ascii: "n"): plain.append(10)
        case UInt8(ascii: "r"): plain.append(13)
        case UInt8(ascii: "t"): plain.append(9)
        case UInt8(ascii: "u"):
            var unit = try self.unit()
            if (0xD800..<0xDC00).contains(unit), bytes[position...].starts(with: "\\u".utf8) {
                position += 2
                let low = try self.unit()
                guard (0xDC00..<0xE000).contains(low) else {
                    throw malformed("half of a character is missing")
                }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw malformed("half of a character is missing") }
            plain += String(Character(scalar)).utf8
        default: throw malformed("an escape that JSON does not have")
        }
    }

    private mutating func unit() throws(APIDocumentError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed("four hexadecimal digits are expected") }
        position += 4
        return unit
    }
}
