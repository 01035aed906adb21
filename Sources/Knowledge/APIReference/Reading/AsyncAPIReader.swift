/// Reads AsyncAPI 2 and 3: each message of a channel is an entry, seen from the client.
///
/// The description is the exchange's: what it receives the client sends, and the other way round.
struct AsyncAPIReader {
    private var reading: SpecificationReading
    private var keys = EntryKeys()
    private let root: DocumentValue
    private var entries: [APIEntry] = []

    /// - Throws: ``APIDocumentError``.
    static func read(_ root: DocumentValue, version: String) throws(APIDocumentError) -> APIDocument {
        var reader = AsyncAPIReader(reading: SpecificationReading(root), root: root)
        return try reader.document(isFirstForm: version.hasPrefix("2."))
    }

    private mutating func document(isFirstForm: Bool) throws(APIDocumentError) -> APIDocument {
        guard let info = root["info"] else {
            throw .malformed(line: root.line, "the description has no info")
        }
        var document = APIDocument(
            format: .asyncapi,
            title: try reading.needed("title", of: info, "info"),
            summary: try reading.text("description", of: info),
            servers: try servers(),
            entries: [],
            schemas: [:],
            errors: try reading.errorCodes(of: root)
        )
        if isFirstForm { try readChannels() } else { try readOperations() }
        document.entries = entries
        document.schemas = try reading.finish()
        return document
    }

    private mutating func servers() throws(APIDocumentError) -> [APIDocument.Server] {
        var servers: [APIDocument.Server] = []
        for server in root["servers"]?.members?.all ?? [] {
            let value = try reading.resolved(server.value)
            var url = try reading.text("url", of: value)
            let scheme = try reading.text("protocol", of: value)
            if url.isEmpty {
                url = try reading.text("host", of: value) + (try reading.text("pathname", of: value))
            }
            if !url.contains("://"), !scheme.isEmpty { url = "\(scheme)://\(url)" }
            for variable in value["variables"]?.members?.all ?? [] {
                let standard = try reading.resolved(variable.value)["default"]?.scalar
                url = url.replacing("{\(variable.name)}", with: standard ?? variable.name)
            }
            servers.append(.init(url: url, summary: try reading.text("description", of: value)))
        }
        return servers
    }

    // MARK: - The second form

    private mutating func readChannels() throws(APIDocumentError) {
        for channel in root["channels"]?.members?.all ?? [] {
            let value = try reading.resolved(channel.value)
            for (name, kind) in [("publish", APIEntry.Kind.send), ("subscribe", .receive)] {
                guard let operation = value[name] else { continue }
                let written = operation["message"]
                let messages = written?["oneOf"]?.list ?? written.map { [$0] } ?? []
                for message in messages {
                    try add(message, operation, kind, at: channel.name, of: value, name: "")
                }
            }
        }
    }

    // MARK: - The third form

    private mutating func readOperations() throws(APIDocumentError) {
        for operation in root["operations"]?.members?.all ?? [] {
            let value = try reading.resolved(operation.value)
            guard let reference = value["channel"] else {
                throw .malformed(
                    line: value.line,
                    "the operation \(operation.name.prefix(60)) has no channel"
                )
            }
            let channel = try reading.resolved(reference)
            let kind: APIEntry.Kind = value["action"]?.text == "receive" ? .send : .receive
            let answers = try replies(value)
            for (name, message) in messages(value, of: channel) {
                try add(
                    message,
                    value,
                    kind,
                    at: channel["address"]?.text
                        ?? SpecificationReading.name(ofReference: reference["$ref"]?.text ?? ""),
                    of: channel,
                    name: name.isEmpty ? operation.name : name,
                    answers: answers
                )
            }
        }
    }

    /// The messages that an operation names, else all of its channel, with their names.
    private func messages(_ operation: DocumentValue, of channel: DocumentValue) -> [(String, DocumentValue)]
    {
        if let named = operation["messages"]?.list {
            return named.map { (SpecificationReading.name(ofReference: $0["$ref"]?.text ?? ""), $0) }
        }
        return (channel["messages"]?.members?.all ?? []).map { ($0.name, $0.value) }
    }

    private mutating func replies(_ operation: DocumentValue) throws(APIDocumentError) -> [APIAnswer] {
        guard let reply = operation["reply"] else { return [] }
        let value = try reading.resolved(reply)
        let channel = try value["channel"].map { value throws(APIDocumentError) in try reading.resolved(value)
        }
        // One that names its messages need not say where they come.
        let found = messages(value, of: channel ?? value)
        var answers: [APIAnswer] = []
        for (name, message) in found {
            let message = try reading.resolved(message)
            answers.append(
                APIAnswer(
                    status: name,
                    summary: try summary(of: message),
                    contents: [try content(message)]
                )
            )
        }
        return answers
    }

    // MARK: - Messages

    private mutating func add(
        _ written: DocumentValue,
        _ operation: DocumentValue,
        _ kind: APIEntry.Kind,
        at address: String,
        of channel: DocumentValue,
        name: String,
        answers: [APIAnswer] = []
    ) throws(APIDocumentError) {
        guard entries.count < SpecificationReading.mostEntries else {
            throw .tooMuch(line: written.line, "\(SpecificationReading.mostEntries) messages at most")
        }
        guard address.utf8.count <= 500 else {
            throw .tooMuch(line: channel.line, "500 bytes of a channel's address at most")
        }
        let message = try reading.resolved(written)
        let reference = SpecificationReading.name(ofReference: written["$ref"]?.text ?? "")
        let names = [
            try reading.text("title", of: message), try reading.text("name", of: message), name, reference,
            try reading.text("operationId", of: operation),
        ]
        let title = names.first { !$0.isEmpty } ?? address
        let about = [try summary(of: message), try reading.text("description", of: operation)]
        entries.append(
            APIEntry(
                key: keys.make(kind.rawValue, title),
                kind: kind,
                method: "",
                path: address,
                title: title,
                summary: about.filter { !$0.isEmpty }.joined(separator: "\n\n"),
                group: tag(operation) ?? tag(message) ?? "",
                servers: [],
                isDeprecated: message["deprecated"]?.flag ?? operation["deprecated"]?.flag ?? false,
                security: [],
                parameters: try parameters(channel),
                contents: [try content(message)],
                answers: answers,
                errors: try reading.errorCodes(of: message)
            )
        )
    }

    private func tag(_ value: DocumentValue) -> String? {
        value["tags"]?.list?.first?["name"]?.text
    }

    /// The description, behind the summary where that says something else.
    private mutating func summary(of message: DocumentValue) throws(APIDocumentError) -> String {
        let texts = [try reading.text("summary", of: message), try reading.text("description", of: message)]
        return texts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private mutating func content(_ message: DocumentValue) throws(APIDocumentError) -> APIContent {
        let example = message["examples"]?.list?.first?["payload"]
        return APIContent(
            mediaType: message["contentType"]?.text ?? root["defaultContentType"]?.text ?? "application/json",
            isRequired: true,
            schema: try message["payload"].map { value throws(APIDocumentError) in try reading.schema(value) }
                ?? APISchema(),
            example: try reading.json(example)
        )
    }

    private mutating func parameters(_ channel: DocumentValue) throws(APIDocumentError) -> [APIParameter] {
        var parameters: [APIParameter] = []
        for parameter in channel["parameters"]?.members?.all ?? [] {
            let value = try reading.resolved(parameter.value)
            // The third form has no schema: what it says of a parameter is one.
            let schema = try reading.schema(value["schema"] ?? value)
            parameters.append(
                APIParameter(
                    name: parameter.name,
                    place: .path,
                    isRequired: true,
                    isDeprecated: false,
                    summary: try reading.text("description", of: value),
                    schema: schema
                )
            )
        }
        // A WebSocket's address may have a query and headers of its own.
        let binding = channel["bindings"]?["ws"]
        for (name, place) in [("query", APIParameter.Place.query), ("headers", .header)] {
            guard let written = binding?[name] else { continue }
            let schema = try reading.schema(try reading.resolved(written))
            parameters += schema.properties.map { property in
                APIParameter(
                    name: property.name,
                    place: place,
                    isRequired: property.isRequired,
                    isDeprecated: property.schema.isDeprecated,
                    summary: property.schema.summary,
                    schema: property.schema
                )
            }
        }
        return parameters
    }
}
