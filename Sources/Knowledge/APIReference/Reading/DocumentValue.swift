import Base

/// A value of a JSON or YAML document with the line that it stands in; members keep their order.
struct DocumentValue: Sendable {
    indirect enum Content: Sendable {
        case text(String)
        /// As it was written: a price or a long number must not be rounded.
        case number(String)
        case flag(Bool)
        case nothing
        case list([DocumentValue])
        case object(DocumentMembers)
    }

    let line: Int
    let content: Content

    /// The member of a name; nil where there is none, or where this is no object.
    subscript(name: String) -> DocumentValue? {
        if case .object(let members) = content { members[name] } else { nil }
    }

    var text: String? { if case .text(let text) = content { text } else { nil } }

    /// A text, number or flag as it was written.
    var scalar: String? {
        switch content {
        case .text(let text), .number(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case .nothing, .list, .object: nil
        }
    }

    var flag: Bool? { if case .flag(let flag) = content { flag } else { nil } }

    var list: [DocumentValue]? { if case .list(let values) = content { values } else { nil } }

    var members: DocumentMembers? { if case .object(let members) = content { members } else { nil } }

    /// The same value as JSON, on one line.
    var json: String {
        switch content {
        case .text(let text): JSONText.quoted(text)
        case .number(let number): number
        case .flag(let flag): flag ? "true" : "false"
        case .nothing: "null"
        case .list(let values): "[\(values.map(\.json).joined(separator: ","))]"
        case .object(let members):
            "{\(members.all.map { "\(JSONText.quoted($0.name)):\($0.value.json)" }.joined(separator: ","))}"
        }
    }
}

/// The members of an object in their order, found by name at once.
struct DocumentMembers: Sendable {
    struct Member: Sendable {
        let name: String
        let value: DocumentValue
    }

    private(set) var all: [Member] = []
    private var places: [String: Int] = [:]

    subscript(name: String) -> DocumentValue? {
        places[name].map { all[$0].value }
    }

    /// - Returns: Whether there was none of that name; else nothing is added.
    mutating func add(_ name: String, _ value: DocumentValue) -> Bool {
        guard places[name] == nil else { return false }
        places[name] = all.count
        all.append(Member(name: name, value: value))
        return true
    }
}

/// What a document may hold at most, with everything that it repeats by reference.
struct DocumentLimits: Sendable {
    /// The file.
    static let mostBytes = 8 * 1024 * 1024
    static let deepest = 64
    static let mostValues = 500_000
    /// Texts, each time that they are repeated.
    static let mostTextBytes = 32 * 1024 * 1024

    private(set) var values = 0
    private(set) var textBytes = 0

    /// Counts what is kept.
    ///
    /// - Throws: ``APIDocumentError/tooMuch(line:_:)``.
    mutating func take(values: Int, textBytes: Int, line: Int) throws(APIDocumentError) {
        self.values += values
        self.textBytes += textBytes
        guard self.values <= Self.mostValues else {
            throw .tooMuch(line: line, "\(Self.mostValues) values at most, counting what is repeated")
        }
        guard self.textBytes <= Self.mostTextBytes else {
            throw .tooMuch(
                line: line,
                "\(Self.mostTextBytes) bytes of text at most, counting what is repeated"
            )
        }
    }
}
