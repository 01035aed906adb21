import Base
import Foundation

/// An entry as somebody would use it, ready to be run but for what is theirs.
struct CallExample: Sendable, Hashable {
    enum Language: String, Sendable, Hashable {
        case curl, websocat, python, swift, fix
    }

    let language: Language
    let source: String

    /// Examples for an operation, a message of a channel or a FIX message; none for a FIX field.
    static func all(of entry: APIEntry, in document: APIDocument) -> [CallExample] {
        switch entry.kind {
        case .operation: RequestExample(entry, in: document).all
        case .send, .receive: ChannelExample(entry, in: document).all
        case .message: [CallExample(language: .fix, source: FIXExample(entry, in: document).source)]
        case .field: []
        }
    }

    /// The address of an entry with its parameters filled in.
    static func address(of entry: APIEntry, in document: APIDocument) -> String {
        let server = entry.servers.first?.url ?? document.servers.first?.url ?? "https://api.example.com"
        var path = entry.path
        var query: [String] = []
        for parameter in entry.parameters {
            var example = ExampleValue(document)
            let value = example.make(parameter.schema)
            let text = escape(value.scalar ?? value.json)
            switch parameter.place {
            case .path: path = path.replacing("{\(parameter.name)}", with: text)
            case .query where parameter.isRequired: query.append("\(escape(parameter.name))=\(text)")
            case .query, .header, .cookie: break
            }
        }
        for credential in entry.security.first ?? [] where credential.place == "query" {
            query.append("\(escape(credential.field))=\(placeholder)")
        }
        let base = server.hasSuffix("/") && path.hasPrefix("/") ? String(server.dropLast()) : server
        let slash = path.hasPrefix("/") || path.isEmpty || server.hasSuffix("/") ? "" : "/"
        return base + slash + path + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
    }

    /// What stands for a caller's own key.
    static let placeholder = "YOUR_KEY"

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    private static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

/// A request over HTTP.
struct RequestExample {
    private struct Header {
        let name: String
        let value: String
    }

    private let method: String
    private let url: String
    private let headers: [Header]
    private let body: DocumentValue?
    private let isJSON: Bool

    init(_ entry: APIEntry, in document: APIDocument) {
        self.method = entry.method
        self.url = CallExample.address(of: entry, in: document)
        let content = entry.contents.first { $0.mediaType.contains("json") } ?? entry.contents.first
        self.isJSON = content?.mediaType.contains("json") ?? false
        var headers: [Header] = []
        for credential in entry.security.first ?? [] {
            let isAuthorization = credential.field == "Authorization"
            let key = (isAuthorization ? "Bearer " : "") + CallExample.placeholder
            switch credential.place {
            case "header": headers.append(Header(name: credential.field, value: key))
            case "cookie": headers.append(Header(name: "Cookie", value: "\(credential.field)=\(key)"))
            default: break
            }
        }
        for parameter in entry.parameters where parameter.place == .header && parameter.isRequired {
            var example = ExampleValue(document)
            let value = example.make(parameter.schema)
            headers.append(Header(name: parameter.name, value: value.scalar ?? value.json))
        }
        if let content { headers.append(Header(name: "Content-Type", value: content.mediaType)) }
        self.headers = headers
        self.body = content.map { content in
            var example = ExampleValue(document)
            return content.example.flatMap(ExampleValue.read) ?? example.make(content.schema)
        }
    }

    var all: [CallExample] {
        [
            CallExample(language: .curl, source: curl), CallExample(language: .python, source: python),
            CallExample(language: .swift, source: swift),
        ]
    }

    /// The body as it is sent: JSON, or `a=b&c=d` where it is a form.
    private var text: String? {
        guard let body else { return nil }
        guard !isJSON, let members = body.members else { return body.prettyJSON() }
        return members.all.map { "\($0.name)=\($0.value.scalar ?? $0.value.json)" }.joined(separator: "&")
    }

    private var curl: String {
        var lines = ["curl --request \(SourceText.shell(method)) \(SourceText.shell(url))"]
        lines += headers.map { "--header \(SourceText.shell("\($0.name): \($0.value)"))" }
        if let text { lines.append("--data-raw \(SourceText.shell(text))") }
        return lines.joined(separator: " \\\n  ")
    }

    private var python: String {
        var lines = ["import requests", "", "response = requests.request("]
        lines.append("    \(SourceText.python(method)),")
        lines.append("    \(SourceText.python(url)),")
        if !headers.isEmpty {
            let entries = headers.map { "\(SourceText.python($0.name)): \(SourceText.python($0.value))" }
            lines.append("    headers={\(entries.joined(separator: ", "))},")
        }
        if isJSON, let body {
            lines.append("    json=\(body.python(indent: "    ")),")
        } else if let text {
            lines.append("    data=\(SourceText.python(text)),")
        }
        return (lines + [")", "print(response.status_code, response.text)"]).joined(separator: "\n")
    }

    private var swift: String {
        var lines = ["import Foundation", ""]
        lines.append("var request = URLRequest(url: URL(string: \(SourceText.swift(url)))!)")
        lines.append("request.httpMethod = \(SourceText.swift(method))")
        lines += headers.map {
            "request.setValue(\(SourceText.swift($0.value)), forHTTPHeaderField: \(SourceText.swift($0.name)))"
        }
        if let text {
            lines.append("let body = \(SourceText.swift(lines: text, indent: ""))")
            lines.append("request.httpBody = Data(body.utf8)")
        }
        lines.append("let (data, response) = try await URLSession.shared.data(for: request)")
        lines.append(
            "print((response as! HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self))"
        )
        return lines.joined(separator: "\n")
    }
}

/// A message through a WebSocket.
struct ChannelExample {
    private let url: String
    private let isSent: Bool
    private let message: DocumentValue

    init(_ entry: APIEntry, in document: APIDocument) {
        self.url = CallExample.address(of: entry, in: document)
        self.isSent = entry.kind == .send
        var example = ExampleValue(document)
        let content = entry.contents.first
        self.message =
            content?.example.flatMap(ExampleValue.read)
            ?? example.make(content?.schema ?? APISchema(type: "object"))
    }

    var all: [CallExample] {
        [
            CallExample(language: .websocat, source: websocat),
            CallExample(language: .python, source: python),
            CallExample(language: .swift, source: swift),
        ]
    }

    private var websocat: String {
        let connect = "websocat \(SourceText.shell(url))"
        return isSent ? "printf '%s\\n' \(SourceText.shell(message.json)) | \(connect)" : connect
    }

    private var python: String {
        var lines = ["import asyncio", "import json", "import websockets", "", "async def main():"]
        lines.append("    async with websockets.connect(\(SourceText.python(url))) as socket:")
        if isSent {
            lines.append("        await socket.send(json.dumps(\(message.python(indent: "        "))))")
        }
        lines += [
            "        async for message in socket:", "            print(json.loads(message))", "",
            "asyncio.run(main())",
        ]
        return lines.joined(separator: "\n")
    }

    private var swift: String {
        var lines = ["import Foundation", ""]
        lines.append(
            "let socket = URLSession.shared.webSocketTask(with: URL(string: \(SourceText.swift(url)))!)"
        )
        lines.append("socket.resume()")
        if isSent {
            lines.append("let message = \(SourceText.swift(lines: message.prettyJSON(), indent: ""))")
            lines.append("try await socket.send(.string(message))")
        }
        lines += ["while case .string(let text) = try await socket.receive() {", "    print(text)", "}"]
        return lines.joined(separator: "\n")
    }
}

/// A FIX message with what it must have, `|` in the place of the separator.
struct FIXExample {
    private let entry: APIEntry
    private let document: APIDocument

    init(_ entry: APIEntry, in document: APIDocument) {
        self.entry = entry
        self.document = document
    }

    var source: String {
        let begin = document.title.hasPrefix("FIX 4") ? document.title.replacing(" ", with: ".") : "FIXT.1.1"
        let fields = (entry.contents.first.map { required($0.schema, depth: 1) } ?? [])
            .filter { ![8, 9, 35, 10].contains($0.tag) }
        let body = ["35=\(entry.method)"] + fields.map { "\($0.tag)=\($0.value)" }
        let length = body.reduce(0) { $0 + $1.utf8.count + 1 }
        let head = ["8=\(begin)", "9=\(length)"] + body
        // Each byte counts, the separators (1) as well.
        let sum = head.joined().utf8.reduce(head.count) { ($0 + Int($1)) % 256 }
        let digits = String(sum % 256)
        return (head + ["10=" + String(repeating: "0", count: 3 - digits.count) + digits]).joined(
            separator: "|"
        ) + "|"
    }

    private func required(_ schema: APISchema, depth: Int) -> [(tag: Int, value: String)] {
        guard depth < 8 else { return [] }
        return schema.properties.filter(\.isRequired).flatMap { property -> [(tag: Int, value: String)] in
            let part = property.schema
            guard let tag = part.tag else {
                return part.reference.flatMap { document.schemas[$0] }.map { required($0, depth: depth + 1) }
                    ?? []
            }
            if let group = part.entries.first { return [(tag, "1")] + required(group, depth: depth + 1) }
            return [(tag, value(part.reference.flatMap { document.schemas[$0] } ?? part))]
        }
    }

    private func value(_ field: APISchema) -> String {
        if let first = field.values.first { return first.value }
        return switch field.type {
        case "INT", "LENGTH", "SEQNUM", "NUMINGROUP", "TAGNUM": "1"
        case "PRICE", "QTY", "AMT", "FLOAT", "PRICEOFFSET", "PERCENTAGE": "1.00"
        case "UTCTIMESTAMP", "TZTIMESTAMP": "20260131-12:00:00.000"
        case "UTCDATEONLY", "LOCALMKTDATE": "20260131"
        case "BOOLEAN": "Y"
        case "CHAR": "A"
        case "CURRENCY": "USD"
        default: "TEXT"
        }
    }
}
