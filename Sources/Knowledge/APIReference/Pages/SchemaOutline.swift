import Base

/// A schema as a page shows it: a nested list of names, types and what is said of them.
struct SchemaOutline: Codable, Sendable, Hashable {
    struct Value: Codable, Sendable, Hashable {
        let value: String
        let hasMeaning: Bool
        let meaning: String
    }

    /// The member's name; empty for an entry of a list or one of several forms.
    let name: String
    let hasName: Bool
    let hasTag: Bool
    let tag: String
    let type: String
    let hasType: Bool
    let url: String
    let hasUrl: Bool
    let isRequired: Bool
    let isDeprecated: Bool
    let hasSummary: Bool
    let summaryHtml: String
    let hasFacts: Bool
    let facts: [String]
    let hasValues: Bool
    let values: [Value]
    /// Whether there are more values than are shown, and how many there are.
    let hasMoreValues: Bool
    let valueCount: String
    let hasChildren: Bool
    let children: [SchemaOutline]
    /// Whether what is inside is open at first.
    let isOpen: Bool
    /// Whether there is more inside than is shown here.
    let isCut: Bool
}

/// Makes outlines of one page, which together have an end.
struct SchemaOutlines {
    private static let deepest = 8
    private static let mostRows = 800
    private static let mostValues = 60

    private let version: APIVersion
    private let localisation: Localisation
    private let locale: LocaleCode
    /// The keys of the entries of FIX fields, by their names.
    private let fields: [String: String]
    private var rows = 0
    /// The named schemas that are being shown: one within itself is not shown again.
    private var shown: Set<String> = []

    init(_ version: APIVersion, _ localisation: Localisation, _ locale: LocaleCode) {
        self.version = version
        self.localisation = localisation
        self.locale = locale
        let fields = version.document.entries.filter { $0.kind == .field }.map { ($0.path, $0.key) }
        self.fields = Dictionary(fields) { first, _ in first }
    }

    /// The schema itself, without a name.
    mutating func outline(_ schema: APISchema) -> SchemaOutline {
        outline(schema, name: "", isRequired: false, depth: 1)
    }

    private mutating func outline(
        _ written: APISchema,
        name: String,
        isRequired: Bool,
        depth: Int
    ) -> SchemaOutline {
        rows += 1
        let reference = written.reference
        let named = reference.flatMap { version.document.schemas[$0] }
        let schema = named ?? written
        let isWithinItself = reference.map(shown.contains) ?? false
        let isCut = isWithinItself || depth >= Self.deepest || rows >= Self.mostRows
        let hasMore = !schema.properties.isEmpty || !schema.entries.isEmpty || !schema.parts.isEmpty
        var children: [SchemaOutline] = []
        if hasMore, !isCut {
            let isNew = reference.map { shown.insert($0).inserted } ?? false
            children = self.children(schema, depth: depth)
            if isNew, let reference { shown.remove(reference) }
        }
        let summary = written.summary.isEmpty ? schema.summary : written.summary
        let key = reference.flatMap { fields[$0] }
        let facts = facts(schema)
        return SchemaOutline(
            name: name,
            hasName: !name.isEmpty,
            hasTag: written.tag != nil,
            tag: written.tag.map(String.init) ?? "",
            type: type(written),
            hasType: !type(written).isEmpty,
            url: key.map { "/api-docs/\(version.api)/\(version.name)/\($0)" } ?? "",
            hasUrl: key != nil,
            isRequired: isRequired,
            isDeprecated: written.isDeprecated || schema.isDeprecated,
            hasSummary: !summary.isEmpty,
            summaryHtml: BriefMarkdown.html(summary).markup,
            hasFacts: !facts.isEmpty,
            facts: facts,
            hasValues: !schema.values.isEmpty,
            values: schema.values.prefix(Self.mostValues).map {
                .init(value: $0.value, hasMeaning: !$0.meaning.isEmpty, meaning: $0.meaning)
            },
            hasMoreValues: schema.values.count > Self.mostValues,
            valueCount: localisation.plural("api.values", count: schema.values.count, in: locale),
            hasChildren: !children.isEmpty,
            children: children,
            isOpen: depth <= 2,
            isCut: hasMore && isCut
        )
    }

    private mutating func children(_ schema: APISchema, depth: Int) -> [SchemaOutline] {
        var children: [SchemaOutline] = []
        for property in schema.properties where rows < Self.mostRows {
            children.append(
                outline(
                    property.schema,
                    name: property.name,
                    isRequired: property.isRequired,
                    depth: depth + 1
                )
            )
        }
        for part in schema.entries + schema.parts where rows < Self.mostRows {
            let inner = outline(part, name: "", isRequired: false, depth: depth + 1)
            // What a list's entries or all parts together have is as good as here.
            let isPlain = schema.composition != .one && schema.composition != .any
            if isPlain, inner.hasChildren, !inner.hasSummary {
                children += inner.children
            } else {
                children.append(inner)
            }
        }
        return children
    }

    /// The type in words: `array of Order`, `string (date-time) or null`.
    func type(_ schema: APISchema, depth: Int = 1) -> String {
        var text: String
        // A list of itself has no end.
        guard depth < 6 else { return "…" }
        if let reference = schema.reference {
            let named = version.document.schemas[reference]
            let plain =
                named.map { $0.properties.isEmpty && $0.parts.isEmpty ? type($0, depth: depth + 1) : "" }
                ?? ""
            text =
                plain.isEmpty
                ? SpecificationReading.name(ofReference: reference.replacing("component ", with: "")) : plain
        } else if let composition = schema.composition, schema.type.isEmpty {
            let names = schema.parts.map { type($0, depth: depth + 1) }.filter { !$0.isEmpty }
            text = names.joined(separator: composition == .all ? " & " : " | ")
        } else if schema.type == "array", let entry = schema.entries.first {
            text = localisation.text("api.type.list", in: locale, ["type": type(entry, depth: depth + 1)])
        } else {
            text = schema.type
        }
        if !schema.format.isEmpty { text += " (\(schema.format))" }
        if schema.isNullable { text = localisation.text("api.type.nullable", in: locale, ["type": text]) }
        return text
    }

    private func facts(_ schema: APISchema) -> [String] {
        var facts = schema.bounds.map { "\($0.name): \($0.value)" }
        if let standard = schema.standard { facts.insert("default: \(standard)", at: 0) }
        if let example = schema.example, example.utf8.count <= 120 { facts.append("example: \(example)") }
        return facts
    }

    /// Facts of a parameter, and its values beside them.
    func outlineOfParameter(_ schema: APISchema) -> (facts: [String], values: [SchemaOutline.Value]) {
        let named = schema.reference.flatMap { version.document.schemas[$0] } ?? schema
        let listed = named.values.isEmpty ? named.entries.first?.values ?? [] : named.values
        return (
            facts(named),
            listed.prefix(Self.mostValues).map {
                .init(value: $0.value, hasMeaning: !$0.meaning.isEmpty, meaning: $0.meaning)
            }
        )
    }
}

/// Short texts of descriptions, of which there are hundreds on a page and few have marks.
enum BriefMarkdown {
    static func html(_ text: String) -> SafeHTML {
        let hasMarks = text.contains { "*_`[]<>|#~\n&\\!".contains($0) } || text.contains("://")
        return hasMarks ? MarkdownDocument(text).html : SafeHTML(escaping: text)
    }
}
