import Base
import Web

/// One operation, message or field.
struct APIEntryPage: Page {
    static let template = "Knowledge/APIReference/Pages/api-entry"
    static let styles = ["Web/Design/prose.css", "Knowledge/APIReference/Pages/api.css"]

    struct Parameter: Codable, Sendable, Hashable {
        let name: String
        let place: String
        let type: String
        let isRequired: Bool
        let isDeprecated: Bool
        let hasSummary: Bool
        let summaryHtml: String
        let hasFacts: Bool
        let facts: [String]
        let hasValues: Bool
        let values: [SchemaOutline.Value]
    }

    struct Content: Codable, Sendable, Hashable {
        let mediaType: String
        let hasMediaType: Bool
        let schema: SchemaOutline
        let hasExample: Bool
        let example: String
    }

    struct Answer: Codable, Sendable, Hashable {
        let status: String
        let hasSummary: Bool
        let summaryHtml: String
        let hasContents: Bool
        let contents: [Content]
        let isOpen: Bool
    }

    struct Example: Codable, Sendable, Hashable {
        let label: String
        let source: String
        let isOpen: Bool
    }

    struct Use: Codable, Sendable, Hashable {
        let title: String
        let url: String
    }

    let title: String
    let head: APIVersionHead
    let method: APIMethod
    let address: String
    let name: String
    let isDeprecated: Bool
    let hasSummary: Bool
    let summaryHtml: String
    let hasSecurity: Bool
    let security: [String]
    let hasParameters: Bool
    let parameters: [Parameter]
    let hasContents: Bool
    let contentsTitle: String
    let contents: [Content]
    let hasAnswers: Bool
    let answersTitle: String
    let answers: [Answer]
    let hasErrors: Bool
    let errors: [APIErrorRow]
    let hasExamples: Bool
    let examples: [Example]
    let hasUses: Bool
    let uses: [Use]

    init(
        _ entry: APIEntry,
        of version: APIVersion,
        among versions: [APIVersion],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let document = version.document
        var outlines = SchemaOutlines(version, localisation, locale)
        func contents(_ contents: [APIContent]) -> [Content] {
            contents.map { content in
                let example = content.example.flatMap(ExampleValue.read)?.prettyJSON() ?? ""
                return Content(
                    mediaType: content.mediaType,
                    hasMediaType: !content.mediaType.isEmpty,
                    schema: outlines.outline(content.schema),
                    hasExample: !example.isEmpty && example.utf8.count <= 20_000,
                    example: example
                )
            }
        }
        let name = entry.title.isEmpty ? entry.path : entry.title
        self.title = "\(name) · \(document.title) \(version.name)"
        self.head = APIVersionHead(version, among: versions, key: entry.key, localisation, locale)
        self.method = APIMethod(entry, localisation, locale)
        self.address = entry.path
        self.name = name
        self.isDeprecated = entry.isDeprecated
        self.hasSummary = !entry.summary.isEmpty
        self.summaryHtml = entry.summary.isEmpty ? "" : MarkdownDocument(entry.summary).html.markup
        self.security = entry.security.map { way in way.map(\.text).joined(separator: " + ") }
        self.hasSecurity = !security.isEmpty
        self.parameters = entry.parameters.map { parameter in
            let (facts, values) = outlines.outlineOfParameter(parameter.schema)
            let summary = parameter.summary.isEmpty ? parameter.schema.summary : parameter.summary
            return Parameter(
                name: parameter.name,
                place: localisation.text("api.place.\(parameter.place.rawValue)", in: locale),
                type: outlines.type(parameter.schema),
                isRequired: parameter.isRequired,
                isDeprecated: parameter.isDeprecated,
                hasSummary: !summary.isEmpty,
                summaryHtml: BriefMarkdown.html(summary).markup,
                hasFacts: !facts.isEmpty,
                facts: facts,
                hasValues: !values.isEmpty,
                values: values
            )
        }
        self.hasParameters = !parameters.isEmpty
        self.contents = contents(entry.contents)
        self.hasContents = !self.contents.isEmpty
        let part = entry.kind == .operation ? "body" : entry.kind == .field ? "field" : "message"
        self.contentsTitle = localisation.text("api.contents.\(part)", in: locale)
        self.answers = entry.answers.map { answer in
            Answer(
                status: answer.status,
                hasSummary: !answer.summary.isEmpty,
                summaryHtml: BriefMarkdown.html(answer.summary).markup,
                hasContents: !answer.contents.isEmpty,
                contents: contents(answer.contents),
                isOpen: answer.status.hasPrefix("2") || entry.kind != .operation
            )
        }
        self.hasAnswers = !answers.isEmpty
        self.answersTitle = localisation.text(
            entry.kind == .operation ? "api.answers" : "api.replies",
            in: locale
        )
        self.errors = entry.errors.map { APIErrorRow($0, anchor: APIErrorRow.anchor($0.code)) }
        self.hasErrors = !errors.isEmpty
        self.examples = CallExample.all(of: entry, in: document).enumerated().map { position, example in
            Example(
                label: localisation.text("api.example.\(example.language.rawValue)", in: locale),
                source: example.source,
                isOpen: position == 0
            )
        }
        self.hasExamples = !examples.isEmpty
        self.uses = entry.kind == .field ? Self.uses(of: entry, in: version) : []
        self.hasUses = !uses.isEmpty
    }

    /// The messages that a FIX field stands in, also by a component.
    private static func uses(of field: APIEntry, in version: APIVersion) -> [Use] {
        let document = version.document
        // The names of components that hold the field, until no further one is found.
        var holding: Set<String> = [field.path]
        func holds(_ schema: APISchema) -> Bool {
            if let reference = schema.reference { return holding.contains(reference) }
            return schema.tag.map(String.init) == field.method
                || schema.properties.contains { holds($0.schema) } || schema.entries.contains { holds($0) }
        }
        let components = document.schemas.filter { $0.key.hasPrefix("component ") }
        var isGrowing = true
        while isGrowing {
            let found = components.filter { !holding.contains($0.key) && holds($0.value) }.map(\.key)
            holding.formUnion(found)
            isGrowing = !found.isEmpty
        }
        return document.entries.filter { $0.kind == .message && $0.contents.contains { holds($0.schema) } }
            .map {
                Use(title: $0.title, url: "/api-docs/\(version.api)/\(version.name)/\($0.key)")
            }
    }
}
