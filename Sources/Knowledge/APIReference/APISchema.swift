/// What a value of an API looks like.
///
/// A schema that has a name is kept once, in ``APIDocument/schemas``, and referred to: schemas that hold each other would
/// have no end.
package struct APISchema: Sendable, Hashable {
    /// A value that is allowed, with what it means where that is told.
    package struct Value: Sendable, Hashable, Codable {
        /// As it is written.
        package let value: String
        package let meaning: String
    }

    package struct Property: Sendable, Hashable, Codable {
        package let name: String
        package let isRequired: Bool
        package let schema: APISchema
    }

    /// How a schema is made of ``parts``.
    package enum Composition: String, Sendable, Hashable, Codable {
        case all, one, any
    }

    /// A bound such as `maximum` with its value as it is written.
    package struct Bound: Sendable, Hashable, Codable {
        package let name: String
        package let value: String
    }

    /// The key of the schema that this stands for; everything else but the summary is empty then.
    package var reference: String?
    /// Such as `object`, `string`, `integer`; of FIX the field's type; empty for any value.
    package var type = ""
    package var format = ""
    package var summary = ""
    package var isDeprecated = false
    package var isNullable = false
    /// All the values that there are; empty for no such bound.
    package var values: [Value] = []
    /// As JSON.
    package var standard: String?
    /// As JSON.
    package var example: String?
    package var bounds: [Bound] = []
    /// The field's number in a FIX dictionary.
    package var tag: Int?
    package var properties: [Property] = []
    /// What a list's entries, or an object's members of any name, look like: none or one.
    package var entries: [APISchema] = []
    package var composition: Composition?
    package var parts: [APISchema] = []

    package init(type: String = "") {
        self.type = type
    }

    package init(reference: String) {
        self.reference = reference
    }
}

/// Most of a schema's members are empty nearly always: only what is there is written.
extension APISchema: Codable {
    private enum Key: String, CodingKey {
        case reference, type, format, summary, isDeprecated, isNullable, values, standard, example, bounds,
            tag
        case properties, entries, composition, parts
    }

    package init(from decoder: any Decoder) throws {
        let kept = try decoder.container(keyedBy: Key.self)
        reference = try kept.decodeIfPresent(String.self, forKey: .reference)
        type = try kept.decodeIfPresent(String.self, forKey: .type) ?? ""
        format = try kept.decodeIfPresent(String.self, forKey: .format) ?? ""
        summary = try kept.decodeIfPresent(String.self, forKey: .summary) ?? ""
        isDeprecated = try kept.decodeIfPresent(Bool.self, forKey: .isDeprecated) ?? false
        isNullable = try kept.decodeIfPresent(Bool.self, forKey: .isNullable) ?? false
        values = try kept.decodeIfPresent([Value].self, forKey: .values) ?? []
        standard = try kept.decodeIfPresent(String.self, forKey: .standard)
        example = try kept.decodeIfPresent(String.self, forKey: .example)
        bounds = try kept.decodeIfPresent([Bound].self, forKey: .bounds) ?? []
        tag = try kept.decodeIfPresent(Int.self, forKey: .tag)
        properties = try kept.decodeIfPresent([Property].self, forKey: .properties) ?? []
        entries = try kept.decodeIfPresent([APISchema].self, forKey: .entries) ?? []
        composition = try kept.decodeIfPresent(Composition.self, forKey: .composition)
        parts = try kept.decodeIfPresent([APISchema].self, forKey: .parts) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var kept = encoder.container(keyedBy: Key.self)
        try kept.encodeIfPresent(reference, forKey: .reference)
        if !type.isEmpty { try kept.encode(type, forKey: .type) }
        if !format.isEmpty { try kept.encode(format, forKey: .format) }
        if !summary.isEmpty { try kept.encode(summary, forKey: .summary) }
        if isDeprecated { try kept.encode(true, forKey: .isDeprecated) }
        if isNullable { try kept.encode(true, forKey: .isNullable) }
        if !values.isEmpty { try kept.encode(values, forKey: .values) }
        try kept.encodeIfPresent(standard, forKey: .standard)
        try kept.encodeIfPresent(example, forKey: .example)
        if !bounds.isEmpty { try kept.encode(bounds, forKey: .bounds) }
        try kept.encodeIfPresent(tag, forKey: .tag)
        if !properties.isEmpty { try kept.encode(properties, forKey: .properties) }
        if !entries.isEmpty { try kept.encode(entries, forKey: .entries) }
        try kept.encodeIfPresent(composition, forKey: .composition)
        if !parts.isEmpty { try kept.encode(parts, forKey: .parts) }
    }
}
