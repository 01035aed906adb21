import Base
import Web

/// The APIs that are documented.
struct APIListPage: Page {
    static let template = "Knowledge/APIReference/Pages/api-list"
    static let styles = ["Knowledge/HelpSearch/search-box.css", "Knowledge/APIReference/Pages/api.css"]
    static let scripts = ["Knowledge/HelpSearch/search-box.js"]
    static let scriptStrings = ["search."]

    struct API: Codable, Sendable, Hashable {
        let title: String
        let url: String
        let name: String
        let format: String
        let hasSummary: Bool
        let summary: String
        let versions: [APIVersionLink]
    }

    let title: String
    let query: String
    let hasApis: Bool
    let apis: [API]

    init(_ apis: [[APIVersion]], _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("api.title", in: locale)
        self.query = ""
        self.apis = apis.compactMap { versions in
            versions.current.map { current in
                let summary = MarkdownDocument(current.document.summary).sections.first?.text ?? ""
                let first = summary.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
                return API(
                    title: current.document.title,
                    url: "/api-docs/\(current.api)/\(current.name)",
                    name: current.api.rawValue,
                    format: localisation.text("api.format.\(current.document.format.rawValue)", in: locale),
                    hasSummary: !first.isEmpty,
                    summary: first,
                    versions: versions.map { APIVersionLink($0, isCurrent: false) }
                )
            }
        }
        self.hasApis = !apis.isEmpty
    }
}

/// A way to a version, or to the same place in it.
struct APIVersionLink: Codable, Sendable, Hashable {
    let name: String
    let url: String
    let isDeprecated: Bool
    let isCurrent: Bool

    /// - `key`: The entry that is read; where the version lacks it, the link leads to the version.
    init(_ version: APIVersion, key: String? = nil, isCurrent: Bool) {
        let place = key.flatMap { version.document.entry($0) }.map { "/\($0.key)" } ?? ""
        self.name = version.name.rawValue
        self.url = "/api-docs/\(version.api)/\(version.name)\(place)"
        self.isDeprecated = version.head.isDeprecated
        self.isCurrent = isCurrent
    }
}

/// What stands above every page of a version: which it is, which there are, and whether to leave it.
struct APIVersionHead: Codable, Sendable, Hashable {
    let api: String
    let apiTitle: String
    let version: String
    let url: String
    let versions: [APIVersionLink]
    let isDeprecated: Bool
    let deprecatedText: String
    let hasNewer: Bool
    let newerText: String
    let newerUrl: String
    let hasMigration: Bool
    let migrationHtml: String
    /// Whether there is another version to compare with.
    let hasChanges: Bool
    let changesUrl: String

    init(
        _ version: APIVersion,
        among versions: [APIVersion],
        key: String? = nil,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let newer = versions.current.flatMap { $0.name == version.name ? nil : $0 }
        self.api = version.api.rawValue
        self.apiTitle = version.document.title
        self.version = version.name.rawValue
        self.url = "/api-docs/\(version.api)/\(version.name)"
        self.versions = versions.map { APIVersionLink($0, key: key, isCurrent: $0.name == version.name) }
        self.isDeprecated = version.head.isDeprecated
        self.deprecatedText = localisation.text(
            version.head.endsAt == nil ? "api.deprecated_version" : "api.deprecated_until",
            in: locale,
            [
                "version": version.name.rawValue,
                "date": version.head.endsAt?.text(in: locale, to: .day) ?? "",
            ]
        )
        self.hasNewer = newer != nil
        self.newerText = localisation.text("api.newer", in: locale, ["version": newer?.name.rawValue ?? ""])
        self.newerUrl = newer.map { APIVersionLink($0, key: key, isCurrent: false).url } ?? ""
        self.hasChanges = versions.count > 1
        // A version that is to be left is compared with what there is instead, another with the one before it.
        self.changesUrl =
            PageAddress(
                "/api-docs/\(version.api)/changes",
                newer == nil
                    ? ["to": version.name.rawValue]
                    : ["from": version.name.rawValue, "to": newer?.name.rawValue]
            ).url
        self.hasMigration = !version.head.migration.isEmpty
        self.migrationHtml =
            version.head.migration.isEmpty ? "" : MarkdownDocument(version.head.migration).html.markup
    }
}
