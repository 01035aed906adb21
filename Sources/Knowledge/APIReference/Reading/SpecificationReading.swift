import Foundation

/// What OpenAPI and AsyncAPI have in common: references within the document, and schemas.
struct SpecificationReading {
    /// A chain of references longer than this leads nowhere.
    private static let longestChain = 20
    static let mostSchemas = 5000
    static let mostEntries = 10_000

    let root: DocumentValue
    /// Counts what is written out, with all that is referred to several times.
    private var limits = DocumentLimits()
    private var keys: [String: String] = [:]
    private var taken: Set<String> = []
    private var waiting: [(key: String, value: DocumentValue)] = []

    init(_ root: DocumentValue) {
        self.root = root
    }

    // MARK: - Texts

    /// A member's text, counted.
    mutating func text(_ name: String, of value: DocumentValue) throws(APIDocumentError) -> String {
        guard let found = value[name]?.scalar else { return "" }
        try limits.take(values: 1, textBytes: found.utf8.count, line: value.line)
        return found
    }

    /// A member's text that must be there.
    mutating func needed(
        _ name: String,
        of value: DocumentValue,
        _ what: String
    ) throws(APIDocumentError) -> String {
        let found = try text(name, of: value)
        guard !found.isEmpty else { throw .malformed(line: value.line, "\(what) has no \(name)") }
        return found
    }

    /// A value as JSON, counted.
    mutating func json(_ value: DocumentValue?) throws(APIDocumentError) -> String? {
        guard let value else { return nil }
        let json = value.json
        try limits.take(values: 1, textBytes: json.utf8.count, line: value.line)
        return json
    }

    // MARK: - References

    /// The value itself, or what it refers to.
    func resolved(_ value: DocumentValue) throws(APIDocumentError) -> DocumentValue {
        var value = value
        for _ in 0..<Self.longestChain {
            guard let reference = value["$ref"]?.text else { return value }
            value = try target(of: reference, line: value.line)
        }
        throw .malformed(line: value.line, "references that lead to each other")
    }

    /// What a reference within the document names (RFC 6901).
    private func target(of reference: String, line: Int) throws(APIDocumentError) -> DocumentValue {
        guard reference.hasPrefix("#/") || reference == "#" else {
            throw .malformed(
                line: line,
                "\(reference.prefix(100)) is in another file: bundle the description into one"
            )
        }
        var value = root
        for part in reference.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) {
            let name = Self.name(part)
            let next =
                value[name]
                ?? Int(name).flatMap { number in
                    value.list.flatMap { $0.indices.contains(number) ? $0[number] : nil }
                }
            guard let next else {
                throw .malformed(line: line, "there is no \(reference.prefix(100))")
            }
            value = next
        }
        return value
    }

    /// A part of a reference as it is meant.
    private static func name(_ part: Substring) -> String {
        (String(part).removingPercentEncoding ?? String(part)).replacing("~1", with: "/").replacing(
            "~0",
            with: "~"
        )
    }

    /// The last part of a reference: what it is called.
    static func name(ofReference reference: String) -> String {
        reference.split(separator: "/").last.map { name($0) } ?? reference
    }

    // MARK: - Schemas

    /// Reads a schema; one that is referred to is noted and read by ``finish()``.
    mutating func schema(_ value: DocumentValue, depth: Int = 1) throws(APIDocumentError) -> APISchema {
        guard depth <= DocumentLimits.deepest else {
            throw .tooMuch(line: value.line, "\(DocumentLimits.deepest) levels of schemas at most")
        }
        try limits.take(values: 1, textBytes: 0, line: value.line)
        if let reference = value["$ref"]?.text {
            var schema = APISchema(reference: try key(of: reference, line: value.line))
            schema.summary = try text("description", of: value)
            return schema
        }
        // AsyncAPI may say in which language a schema is written.
        if let wrapped = value["schema"], value["schemaFormat"] != nil {
            return try schema(wrapped, depth: depth + 1)
        }
        guard value.members != nil else { return APISchema() }
        var schema = APISchema()
        try readType(value, into: &schema)
        schema.format = try text("format", of: value)
        schema.summary = try text("description", of: value)
        schema.isDeprecated = value["deprecated"]?.flag ?? false
        schema.standard = try json(value["default"])
        schema.example = try json(value["example"] ?? value["examples"]?.list?.first)
        for name in Self.bounds {
            if let bound = value[name]?.scalar { schema.bounds.append(.init(name: name, value: bound)) }
        }
        try readValues(value, into: &schema)
        try readMembers(value, into: &schema, depth: depth)
        return schema
    }

    private static let bounds = [
        "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    ]

    private mutating func readType(
        _ value: DocumentValue,
        into schema: inout APISchema
    ) throws(APIDocumentError) {
        schema.isNullable = value["nullable"]?.flag ?? false
        let single = try text("type", of: value)
        let types = value["type"]?.list?.compactMap(\.text) ?? [single]
        if types.contains("null"), types.count > 1 { schema.isNullable = true }
        schema.type = types.filter { $0 != "null" || types.count == 1 }.joined(separator: " | ")
        if schema.type.isEmpty, value["properties"] != nil { schema.type = "object" }
        if schema.type.isEmpty, value["items"] != nil { schema.type = "array" }
    }

    private mutating func readValues(
        _ value: DocumentValue,
        into schema: inout APISchema
    ) throws(APIDocumentError) {
        let meanings = value["x-enum-descriptions"] ?? value["x-enumDescriptions"]
        let written = value["enum"]?.list ?? value["const"].map { [$0] } ?? []
        for (position, entry) in written.enumerated() {
            if case .nothing = entry.content {
                schema.isNullable = true
                continue
            }
            let name = entry.scalar ?? entry.json
            let meaning =
                meanings?[name]?.text
                ?? meanings?.list.flatMap {
                    $0.indices.contains(position) ? $0[position].text : nil
                }
            try limits.take(values: 1, textBytes: name.utf8.count, line: entry.line)
            schema.values.append(.init(value: name, meaning: meaning ?? ""))
        }
    }

    private mutating func readMembers(
        _ value: DocumentValue,
        into schema: inout APISchema,
        depth: Int
    ) throws(APIDocumentError) {
        let required = Set((value["required"]?.list ?? []).compactMap(\.text))
        for member in value["properties"]?.members?.all ?? [] {
            try limits.take(values: 0, textBytes: member.name.utf8.count, line: member.value.line)
            schema.properties.append(
                .init(
                    name: member.name,
                    isRequired: required.contains(member.name),
                    schema: try self.schema(member.value, depth: depth + 1)
                )
            )
        }
        if let items = value["items"], items.members != nil {
            schema.entries = [try self.schema(items, depth: depth + 1)]
        } else if let others = value["additionalProperties"], others.members?.all.isEmpty == false {
            schema.entries = [try self.schema(others, depth: depth + 1)]
        }
        let ways: [(String, APISchema.Composition)] = [("allOf", .all), ("oneOf", .one), ("anyOf", .any)]
        for (name, composition) in ways {
            guard let parts = value[name]?.list, !parts.isEmpty else { continue }
            var read: [APISchema] = []
            for part in parts { read.append(try self.schema(part, depth: depth + 1)) }
            if schema.composition == nil {
                schema.composition = composition
                schema.parts = read
            } else {
                // Two ways beside each other: the second is a part of its own.
                var second = APISchema()
                second.composition = composition
                second.parts = read
                schema.parts.append(second)
            }
        }
    }

    /// The key that a schema which is referred to is kept by.
    private mutating func key(of reference: String, line: Int) throws(APIDocumentError) -> String {
        if let key = keys[reference] { return key }
        guard keys.count < Self.mostSchemas else {
            throw .tooMuch(line: line, "\(Self.mostSchemas) schemas at most")
        }
        let value = try target(of: reference, line: line)
        let name = Self.name(ofReference: reference)
        let key = taken.contains(name) ? reference : name
        keys[reference] = key
        taken.insert(key)
        try limits.take(values: 1, textBytes: key.utf8.count, line: line)
        waiting.append((key, value))
        return key
    }

    /// Everything that was referred to, and what that refers to.
    mutating func finish() throws(APIDocumentError) -> [String: APISchema] {
        var schemas: [String: APISchema] = [:]
        while let (key, value) = waiting.popLast() {
            schemas[key] = try schema(value)
        }
        return schemas
    }
}
