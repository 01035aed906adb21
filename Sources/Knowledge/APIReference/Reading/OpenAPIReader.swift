/// Reads OpenAPI 3.0 and 3.1.
struct OpenAPIReader {
    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    private var reading: SpecificationReading
    private var keys = EntryKeys()
    private let root: DocumentValue

    /// - Throws: ``APIDocumentError``.
    static func read(_ root: DocumentValue) throws(APIDocumentError) -> APIDocument {
        var reader = OpenAPIReader(reading: SpecificationReading(root), root: root)
        return try reader.document()
    }

    private mutating func document() throws(APIDocumentError) -> APIDocument {
        guard let info = root["info"] else {
            throw .malformed(line: root.line, "the description has no info")
        }
        var document = APIDocument(
            format: .openapi,
            title: try reading.needed("title", of: info, "info"),
            summary: try reading.text("description", of: info),
            servers: try servers(root),
            entries: [],
            schemas: [:],
            errors: try reading.errorCodes(of: root)
        )
        for path in root["paths"]?.members?.all ?? [] where path.name.hasPrefix("/") {
            let item = try reading.resolved(path.value)
            for method in Self.methods {
                guard let operation = item[method] else { continue }
                guard document.entries.count < SpecificationReading.mostEntries else {
                    throw .tooMuch(
                        line: operation.line,
                        "\(SpecificationReading.mostEntries) operations at most"
                    )
                }
                document.entries.append(try entry(method, path.name, operation, of: item))
            }
        }
        document.schemas = try reading.finish()
        document.addErrorsOfSchemas()
        return document
    }

    private mutating func servers(_ value: DocumentValue) throws(APIDocumentError) -> [APIDocument.Server] {
        var servers: [APIDocument.Server] = []
        for server in value["servers"]?.list ?? [] {
            var url = try reading.text("url", of: server)
            for variable in server["variables"]?.members?.all ?? [] {
                url = url.replacing(
                    "{\(variable.name)}",
                    with: variable.value["default"]?.scalar ?? variable.name
                )
            }
            servers.append(.init(url: url, summary: try reading.text("description", of: server)))
        }
        return servers
    }

    private mutating func entry(
        _ method: String,
        _ path: String,
        _ operation: DocumentValue,
        of item: DocumentValue
    ) throws(APIDocumentError) -> APIEntry {
        guard operation.members != nil else {
            throw .malformed(line: operation.line, "\(method) of \(path.prefix(100)) is no object")
        }
        guard path.utf8.count <= 500 else {
            throw .tooMuch(line: operation.line, "500 bytes of a path at most")
        }
        let title = try reading.text("summary", of: operation)
        let name = try reading.text("operationId", of: operation)
        let answers = try answers(operation)
        return APIEntry(
            key: keys.make(method, path),
            kind: .operation,
            method: method.uppercased(),
            path: path,
            title: title.isEmpty ? name : title,
            summary: try reading.text("description", of: operation),
            group: operation["tags"]?.list?.first?.text ?? "",
            servers: try servers(operation["servers"] == nil ? item : operation),
            isDeprecated: operation["deprecated"]?.flag ?? false,
            security: security(operation),
            parameters: try parameters(operation, of: item),
            contents: try body(operation),
            answers: answers.answers,
            errors: try reading.errorCodes(of: operation) + answers.errors
        )
    }

    private mutating func parameters(
        _ operation: DocumentValue,
        of item: DocumentValue
    ) throws(APIDocumentError) -> [APIParameter] {
        var parameters: [APIParameter] = []
        let written = (item["parameters"]?.list ?? []) + (operation["parameters"]?.list ?? [])
        for reference in written {
            let value = try reading.resolved(reference)
            let name = try reading.needed("name", of: value, "a parameter")
            let place = try reading.needed("in", of: value, "the parameter \(name.prefix(60))")
            guard let place = APIParameter.Place(rawValue: place) else {
                throw .malformed(
                    line: value.line,
                    "the parameter \(name.prefix(60)) is in \(place.prefix(40)), not in path, query, header or cookie"
                )
            }
            // The operation's own stands in place of the path's.
            parameters.removeAll { $0.name == name && $0.place == place }
            parameters.append(
                APIParameter(
                    name: name,
                    place: place,
                    isRequired: value["required"]?.flag ?? (place == .path),
                    isDeprecated: value["deprecated"]?.flag ?? false,
                    summary: try reading.text("description", of: value),
                    schema: try parameterSchema(value)
                )
            )
        }
        return parameters
    }

    private mutating func parameterSchema(_ value: DocumentValue) throws(APIDocumentError) -> APISchema {
        let written = value["schema"] ?? value["content"]?.members?.all.first?.value["schema"]
        var schema =
            try written.map { value throws(APIDocumentError) in try reading.schema(value) } ?? APISchema()
        if let example = try reading.json(value["example"]) { schema.example = example }
        return schema
    }

    private mutating func body(_ operation: DocumentValue) throws(APIDocumentError) -> [APIContent] {
        guard let written = operation["requestBody"] else { return [] }
        let body = try reading.resolved(written)
        return try contents(body, isRequired: body["required"]?.flag ?? false)
    }

    private mutating func contents(
        _ value: DocumentValue,
        isRequired: Bool
    ) throws(APIDocumentError) -> [APIContent] {
        var contents: [APIContent] = []
        for content in value["content"]?.members?.all ?? [] {
            contents.append(
                APIContent(
                    mediaType: content.name,
                    isRequired: isRequired,
                    schema: try content.value["schema"].map { value throws(APIDocumentError) in
                        try reading.schema(value)
                    } ?? APISchema(),
                    example: try reading.json(try examples(content.value).first)
                )
            )
        }
        return contents
    }

    /// The examples of a body; those in other places than the document are none.
    private func examples(_ content: DocumentValue) throws(APIDocumentError) -> [DocumentValue] {
        var examples = content["example"].map { [$0] } ?? []
        for example in content["examples"]?.members?.all ?? [] {
            if let value = try reading.resolved(example.value)["value"] { examples.append(value) }
        }
        return examples
    }

    private mutating func answers(
        _ operation: DocumentValue
    ) throws(APIDocumentError) -> (answers: [APIAnswer], errors: [APIErrorCode]) {
        var answers: [APIAnswer] = []
        var errors: [APIErrorCode] = []
        for answer in operation["responses"]?.members?.all ?? [] where !answer.name.hasPrefix("x-") {
            let value = try reading.resolved(answer.value)
            answers.append(
                APIAnswer(
                    status: answer.name,
                    summary: try reading.text("description", of: value),
                    contents: try contents(value, isRequired: true)
                )
            )
            guard answer.name.hasPrefix("4") || answer.name.hasPrefix("5") || answer.name == "default" else {
                continue
            }
            for content in value["content"]?.members?.all ?? [] {
                for example in try examples(content.value) {
                    if let error = APIErrorCode(example: example, status: answer.name) {
                        errors.append(error)
                    }
                }
            }
        }
        return (answers, errors)
    }

    /// The ways to prove who calls; a way that asks for nothing makes all of it optional.
    private func security(_ operation: DocumentValue) -> [[APICredential]] {
        let ways = (operation["security"] ?? root["security"])?.list ?? []
        return ways.compactMap { way in
            let names = way.members?.all.map(\.name) ?? []
            return names.isEmpty ? nil : names.map(credential)
        }
    }

    private func credential(_ name: String) -> APICredential {
        let scheme = root["components"]?["securitySchemes"]?[name]
        return switch scheme?["type"]?.text {
        case "apiKey":
            APICredential(
                name: name,
                place: scheme?["in"]?.text ?? "header",
                field: scheme?["name"]?.text ?? name
            )
        case "http", "oauth2", "openIdConnect":
            APICredential(name: name, place: "header", field: "Authorization")
        default: APICredential(name: name, place: "", field: "")
        }
    }
}
