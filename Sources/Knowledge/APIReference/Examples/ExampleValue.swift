/// Makes a value that a schema describes, of its examples where it has some.
struct ExampleValue {
    private static let deepest = 6
    private static let mostValues = 200

    private let document: APIDocument
    private var values = 0

    init(_ document: APIDocument) {
        self.document = document
    }

    mutating func make(_ schema: APISchema, depth: Int = 1) -> DocumentValue {
        values += 1
        if let written = schema.example ?? schema.standard, let value = Self.read(written) { return value }
        if let reference = schema.reference {
            guard let named = document.schemas[reference], depth < Self.deepest else {
                return Self.value(.nothing)
            }
            return make(named, depth: depth + 1)
        }
        if let first = schema.values.first { return Self.scalar(first.value, type: schema.type) }
        if let composition = schema.composition, let first = schema.parts.first {
            return composition == .all ? whole(schema, depth: depth) : make(first, depth: depth + 1)
        }
        switch schema.type {
        case "object": return object(schema, depth: depth)
        case "array": return Self.value(.list(schema.entries.prefix(1).map { make($0, depth: depth + 1) }))
        case "integer": return Self.value(.number(schema.bounds.first { $0.name == "minimum" }?.value ?? "1"))
        case "number": return Self.value(.number("1.5"))
        case "boolean": return Self.value(.flag(true))
        case "null": return Self.value(.nothing)
        default: return Self.value(.text(Self.text(schema.format)))
        }
    }

    private mutating func object(_ schema: APISchema, depth: Int) -> DocumentValue {
        var members = DocumentMembers()
        guard depth < Self.deepest else { return Self.value(.object(members)) }
        for property in schema.properties where values < Self.mostValues {
            _ = members.add(property.name, make(property.schema, depth: depth + 1))
        }
        return Self.value(.object(members))
    }

    /// What all parts describe together.
    private mutating func whole(_ schema: APISchema, depth: Int) -> DocumentValue {
        var members = DocumentMembers()
        guard depth < Self.deepest else { return Self.value(.object(members)) }
        for part in schema.parts where values < Self.mostValues {
            for member in make(part, depth: depth + 1).members?.all ?? [] {
                _ = members.add(member.name, member.value)
            }
        }
        for member in object(schema, depth: depth).members?.all ?? [] {
            _ = members.add(member.name, member.value)
        }
        return Self.value(.object(members))
    }

    static func read(_ json: String) -> DocumentValue? {
        // What was read from a description was written as JSON; a text that is none is no example.
        try? JSONReader.read(Array(json.utf8))
    }

    private static func scalar(_ text: String, type: String) -> DocumentValue {
        let isNumber = ["integer", "number"].contains(type) && JSONReader.isNumber(text)
        return value(isNumber ? .number(text) : .text(text))
    }

    private static func text(_ format: String) -> String {
        switch format {
        case "date-time": "2026-01-31T12:00:00Z"
        case "date": "2026-01-31"
        case "uuid": "2f9d4e0e-0000-4000-8000-000000000001"
        case "uri", "url": "https://example.com/"
        case "email": "name@example.com"
        default: "text"
        }
    }

    private static func value(_ content: DocumentValue.Content) -> DocumentValue {
        DocumentValue(line: 0, content: content)
    }
}
