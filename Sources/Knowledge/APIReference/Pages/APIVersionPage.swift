import Base
import Web

/// One version of an API: what it is, where it is, everything in it, its errors.
struct APIVersionPage: Page {
    static let template = "Knowledge/APIReference/Pages/api-version"
    static let styles = [
        "Web/Design/prose.css", "Knowledge/HelpSearch/search-box.css", "Knowledge/APIReference/Pages/api.css",
    ]
    static let scripts = ["Knowledge/HelpSearch/search-box.js"]
    static let scriptStrings = ["search."]

    struct Server: Codable, Sendable, Hashable {
        let url: String
        let hasSummary: Bool
        let summary: String
    }

    struct Entry: Codable, Sendable, Hashable {
        let method: APIMethod
        let path: String
        let title: String
        let hasTitle: Bool
        let url: String
        let isDeprecated: Bool
    }

    struct Group: Codable, Sendable, Hashable {
        let name: String
        let hasName: Bool
        let anchor: String
        let entries: [Entry]
    }

    struct Field: Codable, Sendable, Hashable {
        let tag: String
        let name: String
        let url: String
    }

    let title: String
    let query: String
    let head: APIVersionHead
    let format: String
    let hasSummary: Bool
    let summaryHtml: String
    let hasServers: Bool
    let servers: [Server]
    let hasContents: Bool
    let groups: [Group]
    let hasErrors: Bool
    let errors: [APIErrorRow]
    let hasFields: Bool
    let fields: [Field]
    let fieldCount: String

    init(
        _ version: APIVersion,
        among versions: [APIVersion],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let document = version.document
        let base = "/api-docs/\(version.api)/\(version.name)"
        self.title = "\(document.title) \(version.name)"
        self.query = ""
        self.head = APIVersionHead(version, among: versions, localisation, locale)
        self.format = localisation.text("api.format.\(document.format.rawValue)", in: locale)
        self.hasSummary = !document.summary.isEmpty
        self.summaryHtml = document.summary.isEmpty ? "" : MarkdownDocument(document.summary).html.markup
        self.servers = document.servers.map {
            Server(url: $0.url, hasSummary: !$0.summary.isEmpty, summary: $0.summary)
        }
        self.hasServers = !servers.isEmpty
        self.groups = Self.groups(document.entries.filter { $0.kind != .field }, base, localisation, locale)
        self.hasContents = groups.count > 1
        self.errors = APIErrorRow.all(of: document, base)
        self.hasErrors = !errors.isEmpty
        let fields = document.entries.filter { $0.kind == .field }
        self.fields = fields.map { Field(tag: $0.method, name: $0.path, url: "\(base)/\($0.key)") }
        self.hasFields = !fields.isEmpty
        self.fieldCount = localisation.plural("api.fields", count: fields.count, in: locale)
    }

    private static func groups(
        _ entries: [APIEntry],
        _ base: String,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> [Group] {
        var names: [String] = []
        var members: [String: [APIEntry]] = [:]
        for entry in entries {
            if members[entry.group] == nil { names.append(entry.group) }
            members[entry.group, default: []].append(entry)
        }
        return names.enumerated().map { position, name in
            Group(
                name: name,
                hasName: !name.isEmpty,
                anchor: "group-\(position + 1)",
                entries: (members[name] ?? []).map { entry in
                    Entry(
                        method: APIMethod(entry, localisation, locale),
                        path: entry.path,
                        title: entry.title == entry.path ? "" : entry.title,
                        hasTitle: !entry.title.isEmpty && entry.title != entry.path,
                        url: "\(base)/\(entry.key)",
                        isDeprecated: entry.isDeprecated
                    )
                }
            )
        }
    }
}

/// What stands before an address: the method, the direction, the message's type.
struct APIMethod: Codable, Sendable, Hashable {
    let text: String
    /// For the colour, which never says anything alone.
    let style: String

    init(_ entry: APIEntry, _ localisation: Localisation, _ locale: LocaleCode) {
        switch entry.kind {
        case .operation:
            text = entry.method
            style =
                ["GET", "HEAD", "OPTIONS"].contains(entry.method)
                ? "read" : entry.method == "DELETE" ? "remove" : "write"
        case .send:
            text = localisation.text("api.method.send", in: locale)
            style = "write"
        case .receive:
            text = localisation.text("api.method.receive", in: locale)
            style = "read"
        case .message:
            text = "35=\(entry.method)"
            style = "read"
        case .field:
            text = localisation.text("api.method.tag", in: locale, ["tag": entry.method])
            style = "read"
        }
    }
}

/// A row of the table of errors.
struct APIErrorRow: Codable, Sendable, Hashable {
    let code: String
    let anchor: String
    let status: String
    let message: String
    let hasAdvice: Bool
    let advice: String
    let hasUrl: Bool
    let url: String
    let place: String

    init(_ error: APIErrorCode, anchor: String = "", url: String = "", place: String = "") {
        self.code = error.code
        self.anchor = anchor
        self.status = error.status
        self.message = error.message
        self.hasAdvice = !error.advice.isEmpty
        self.advice = error.advice
        self.hasUrl = !url.isEmpty
        self.url = url
        self.place = place
    }

    /// Every error of a version once: those of all calls first, then those of single ones, each by its code.
    static func all(of document: APIDocument, _ base: String) -> [APIErrorRow] {
        var known: Set<String> = []
        var rows: [APIErrorRow] = []
        for error in document.errors where known.insert(error.code).inserted {
            rows.append(APIErrorRow(error, anchor: anchor(error.code)))
        }
        for entry in document.entries {
            for error in entry.errors where known.insert(error.code).inserted {
                let place = entry.method.isEmpty ? entry.title : "\(entry.method) \(entry.path)"
                rows.append(
                    APIErrorRow(error, anchor: anchor(error.code), url: "\(base)/\(entry.key)", place: place)
                )
            }
        }
        return rows
    }

    /// The id of a code's row.
    static func anchor(_ code: String) -> String {
        "error-"
            + code.unicodeScalars.map { scalar in
                let isPlain =
                    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                return isPlain || scalar == "-" || scalar == "_" ? String(scalar) : "."
            }.joined()
    }
}
