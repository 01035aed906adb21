import Base

/// Reads a FIX dictionary as QuickFIX has it (XML): messages, components and fields.
struct FIXReader {
    private struct Field {
        let tag: Int
        let type: String
        let values: [APISchema.Value]
        let line: Int
    }

    private let root: XMLElement
    private var keys = EntryKeys()
    private var fields: [String: Field] = [:]
    /// In the order of the dictionary.
    private var names: [String] = []
    private var components: Set<String> = []

    /// - Throws: ``APIDocumentError``.
    static func read(_ root: XMLElement) throws(APIDocumentError) -> APIDocument {
        var reader = FIXReader(root: root)
        return try reader.document()
    }

    private init(root: XMLElement) {
        self.root = root
    }

    private mutating func document() throws(APIDocumentError) -> APIDocument {
        try readFields()
        let components = root["components"]?.children ?? []
        self.components = Set(components.compactMap { $0.attributes["name"] })
        var schemas: [String: APISchema] = [:]
        for component in components {
            let name = try Self.needed("name", of: component)
            guard schemas.updateValue(try schema(component), forKey: Self.key(ofComponent: name)) == nil
            else {
                throw .malformed(line: component.line, "the component \(name.prefix(60)) stands twice")
            }
        }
        for part in ["header", "trailer"] {
            if let element = root[part] { schemas[Self.key(ofComponent: part)] = try schema(element) }
        }
        let entries = try messages() + fieldEntries()
        for name in names { schemas[name] = fields[name].map { Self.schema($0) } }
        return APIDocument(
            format: .fix,
            title: title,
            summary: "",
            servers: [],
            entries: entries,
            schemas: schemas,
            errors: []
        )
    }

    /// `FIX 4.4`, `FIX 5.0 SP2`, `FIXT 1.1`.
    private var title: String {
        let type = root.attributes["type"] ?? "FIX"
        let pack = root.attributes["servicepack"] ?? "0"
        let version = "\(root.attributes["major"] ?? "?").\(root.attributes["minor"] ?? "?")"
        return "\(type) \(version)" + (pack == "0" || pack.isEmpty ? "" : " SP\(pack)")
    }

    /// Components and fields have names of their own each, which may be the same.
    private static func key(ofComponent name: String) -> String { "component \(name)" }

    private static func needed(_ name: String, of element: XMLElement) throws(APIDocumentError) -> String {
        guard let value = element.attributes[name], !value.isEmpty, value.utf8.count <= 200 else {
            throw .malformed(line: element.line, "a \(element.name.prefix(60)) has no \(name)")
        }
        return value
    }

    private mutating func readFields() throws(APIDocumentError) {
        var tags: Set<Int> = []
        for element in root["fields"]?.children ?? [] where element.name == "field" {
            let name = try Self.needed("name", of: element)
            guard let tag = Int(try Self.needed("number", of: element)), (1...1_000_000).contains(tag) else {
                throw .malformed(line: element.line, "the number of \(name.prefix(60)) is no tag")
            }
            guard tags.insert(tag).inserted, fields[name] == nil else {
                throw .malformed(
                    line: element.line,
                    "the field \(name.prefix(60)) or its tag \(tag) stands twice"
                )
            }
            guard names.count < SpecificationReading.mostEntries else {
                throw .tooMuch(line: element.line, "\(SpecificationReading.mostEntries) fields at most")
            }
            var values: [APISchema.Value] = []
            for value in element.children.flatMap({ $0.name == "values" ? $0.children : [$0] })
            where value.name == "value" {
                values.append(
                    .init(
                        value: try Self.needed("enum", of: value),
                        meaning: Self.words(value.attributes["description"] ?? "")
                    )
                )
            }
            fields[name] = Field(
                tag: tag,
                type: element.attributes["type"] ?? "",
                values: values,
                line: element.line
            )
            names.append(name)
        }
    }

    /// `PARTIALLY_FILLED` as people read it.
    private static func words(_ name: String) -> String {
        name.contains(where: \.isLowercase) ? name : name.replacing("_", with: " ").lowercased()
    }

    private static func schema(_ field: Field) -> APISchema {
        var schema = APISchema(type: field.type)
        schema.tag = field.tag
        schema.values = field.values
        return schema
    }

    /// What a message, component or group is made of.
    private func schema(_ element: XMLElement) throws(APIDocumentError) -> APISchema {
        var schema = APISchema(type: "object")
        for part in element.children {
            let name = try Self.needed("name", of: part)
            let isRequired = part.attributes["required"]?.uppercased() == "Y"
            let content: APISchema
            switch part.name {
            case "field":
                guard let field = fields[name] else { throw Self.unknown("field", name, part) }
                content = reference(to: name, tag: field.tag)
            case "group":
                guard let field = fields[name] else { throw Self.unknown("field", name, part) }
                var group = APISchema(type: "array")
                group.tag = field.tag
                group.entries = [try self.schema(part)]
                content = group
            case "component":
                guard components.contains(name) else { throw Self.unknown("component", name, part) }
                content = APISchema(reference: Self.key(ofComponent: name))
            default:
                throw .malformed(
                    line: part.line,
                    "a \(part.name.prefix(60)) where a field, group or component is expected"
                )
            }
            schema.properties.append(.init(name: name, isRequired: isRequired, schema: content))
        }
        return schema
    }

    private func reference(to field: String, tag: Int) -> APISchema {
        var schema = APISchema(reference: field)
        schema.tag = tag
        return schema
    }

    private static func unknown(_ kind: String, _ name: String, _ element: XMLElement) -> APIDocumentError {
        .malformed(line: element.line, "there is no \(kind) \(name.prefix(60)) in the dictionary")
    }

    private mutating func messages() throws(APIDocumentError) -> [APIEntry] {
        var entries: [APIEntry] = []
        for element in root["messages"]?.children ?? [] where element.name == "message" {
            let name = try Self.needed("name", of: element)
            var schema = try self.schema(element)
            for (part, place) in [("header", 0), ("trailer", schema.properties.count + 1)]
            where root[part] != nil {
                let content = APISchema(reference: Self.key(ofComponent: part))
                let property = APISchema.Property(name: part, isRequired: true, schema: content)
                schema.properties.insert(property, at: min(place, schema.properties.count))
            }
            entries.append(
                entry(
                    .message,
                    try Self.needed("msgtype", of: element),
                    name,
                    element.attributes["msgcat"] ?? "",
                    schema
                )
            )
        }
        guard !entries.isEmpty else { throw .malformed(line: root.line, "the dictionary has no messages") }
        return entries
    }

    private mutating func fieldEntries() -> [APIEntry] {
        var entries: [APIEntry] = []
        for name in names {
            guard let field = fields[name] else { continue }
            entries.append(entry(.field, String(field.tag), name, "", Self.schema(field)))
        }
        return entries
    }

    private mutating func entry(
        _ kind: APIEntry.Kind,
        _ method: String,
        _ name: String,
        _ group: String,
        _ schema: APISchema
    ) -> APIEntry {
        APIEntry(
            key: kind == .message ? keys.make(name) : keys.make("tag", method),
            kind: kind,
            method: method,
            path: name,
            title: name,
            summary: "",
            group: group,
            servers: [],
            isDeprecated: false,
            security: [],
            parameters: [],
            contents: [APIContent(mediaType: "", isRequired: true, schema: schema, example: nil)],
            answers: [],
            errors: []
        )
    }
}
