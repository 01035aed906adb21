/// Compares two schemas: what a caller sends must go on being taken, what they are answered must go on being understood.
struct SchemaComparison {
    private static let deepest = 24
    private static let lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"]
    private static let upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"]

    /// Whether callers read it; else they write it.
    let isAnswer: Bool
    /// Pairs of named schemas that were compared: those that hold each other would have no end.
    private var seen: Set<[String]> = []

    init(isAnswer: Bool) {
        self.isAnswer = isAnswer
    }

    mutating func compare(
        _ older: APISchema,
        _ newer: APISchema,
        _ place: String,
        _ comparison: inout APIComparison,
        depth: Int = 1
    ) {
        guard depth <= Self.deepest else { return }
        if let old = older.reference, let new = newer.reference {
            guard seen.insert([old, new]).inserted else { return }
            // FIX fields are entries of their own: what changed of one is told there, once.
            if comparison.newer.format == .fix, older.tag != nil, newer.tag != nil { return }
        }
        let old = older.reference.flatMap { comparison.older.schemas[$0] } ?? older
        let new = newer.reference.flatMap { comparison.newer.schemas[$0] } ?? newer
        if new.isDeprecated, !old.isDeprecated { comparison.note(.fieldDeprecated, place) }
        compareType(old, new, place, &comparison)
        compareValues(old, new, place, &comparison)
        compareBounds(old, new, place, &comparison)
        if !isAnswer, let before = old.standard, before != new.standard {
            comparison.note(.standardChanged, place, before: before, after: new.standard ?? "")
        }
        compareMembers(
            Self.properties(old, in: comparison.older),
            Self.properties(new, in: comparison.newer),
            place,
            &comparison,
            depth: depth
        )
        if let before = old.entries.first, let after = new.entries.first {
            compare(before, after, place + "[]", &comparison, depth: depth + 1)
        }
        // Forms to choose from are compared in their order; that their number changed is told with the type.
        if old.composition != .all, new.composition != .all, old.parts.count == new.parts.count {
            for (before, after) in zip(old.parts, new.parts) {
                compare(before, after, place, &comparison, depth: depth + 1)
            }
        }
    }

    private func compareType(
        _ old: APISchema,
        _ new: APISchema,
        _ place: String,
        _ comparison: inout APIComparison
    ) {
        let (before, after) = (Self.type(old), Self.type(new))
        if before != after {
            // Whoever sent whole numbers goes on where any are taken; whoever read any goes on where they are whole.
            let isWider = before == "integer" && after == "number" || after.isEmpty
            let isNarrower = before == "number" && after == "integer"
            let isFine = isAnswer ? isNarrower : isWider
            comparison.note(isFine ? .typeWidened : .typeChanged, place, before: before, after: after)
        }
        guard old.isNullable != new.isNullable else { return }
        switch (isAnswer, new.isNullable) {
        case (false, true): comparison.note(.nullTaken, place)
        case (false, false): comparison.note(.nullNotTaken, place)
        case (true, true): comparison.note(.mayBeNull, place)
        case (true, false): comparison.note(.neverNull, place)
        }
    }

    private static func type(_ schema: APISchema) -> String {
        if let composition = schema.composition, composition != .all {
            return "\(composition.rawValue) of \(schema.parts.count)"
        }
        let type = schema.composition == .all && schema.type.isEmpty ? "object" : schema.type
        return schema.format.isEmpty ? type : "\(type) (\(schema.format))"
    }

    private func compareValues(
        _ old: APISchema,
        _ new: APISchema,
        _ place: String,
        _ comparison: inout APIComparison
    ) {
        let (before, after) = (old.values.map(\.value), new.values.map(\.value))
        guard Set(before) != Set(after) else { return }
        let text = { (values: [String]) in values.prefix(20).joined(separator: ", ") }
        // An empty list stands for every value.
        let gone = after.isEmpty ? [] : before.isEmpty ? ["*"] : before.filter { !after.contains($0) }
        let come = before.isEmpty ? [] : after.isEmpty ? ["*"] : after.filter { !before.contains($0) }
        // A value that is not sent any more breaks no reader.
        if !gone.isEmpty, !isAnswer {
            comparison.note(.valueRemoved, place, before: text(gone), after: text(after))
        }
        if !come.isEmpty { comparison.note(isAnswer ? .unknownValue : .valueAdded, place, after: text(come)) }
    }

    private func compareBounds(
        _ old: APISchema,
        _ new: APISchema,
        _ place: String,
        _ comparison: inout APIComparison
    ) {
        let names =
            old.bounds.map(\.name)
            + new.bounds.map(\.name).filter { name in !old.bounds.contains { $0.name == name } }
        for name in names {
            let before = old.bounds.first { $0.name == name }?.value
            let after = new.bounds.first { $0.name == name }?.value
            guard before != after else { continue }
            let isTighter = Self.isTighter(name, before, after)
            let rule: APIDifference.Rule =
                switch (isAnswer, isTighter) {
                case (false, true): .boundTightened
                case (false, false): .boundLoosened
                case (true, true): .answerBoundTightened
                // Whoever reads meets what they did not have to expect before.
                case (true, false): .answerBoundLoosened
                }
            comparison.note(
                rule,
                place,
                before: before.map { "\(name): \($0)" } ?? "",
                after: after.map { "\(name): \($0)" } ?? ""
            )
        }
    }

    private static func isTighter(_ name: String, _ before: String?, _ after: String?) -> Bool {
        guard let after else { return false }
        guard let before else { return true }
        guard let old = Double(before), let new = Double(after) else { return true }
        return lower.contains(name) ? new > old : upper.contains(name) ? new < old : true
    }

    private mutating func compareMembers(
        _ before: [APISchema.Property],
        _ after: [APISchema.Property],
        _ place: String,
        _ comparison: inout APIComparison,
        depth: Int
    ) {
        let new = Dictionary(after.map { ($0.name, $0) }) { first, _ in first }
        let old = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
        for property in before {
            let inner = place.isEmpty ? property.name : "\(place) › \(property.name)"
            guard let now = new[property.name] else {
                comparison.note(.memberRemoved, inner)
                continue
            }
            if property.isRequired != now.isRequired {
                switch (isAnswer, now.isRequired) {
                case (false, true): comparison.note(.becameRequired, inner)
                case (false, false): comparison.note(.becameOptional, inner)
                case (true, true): comparison.note(.isAlwaysThere, inner)
                case (true, false): comparison.note(.mayBeMissing, inner)
                }
            }
            compare(property.schema, now.schema, inner, &comparison, depth: depth + 1)
        }
        for property in after where old[property.name] == nil {
            let inner = place.isEmpty ? property.name : "\(place) › \(property.name)"
            comparison.note(property.isRequired && !isAnswer ? .requiredMemberAdded : .memberAdded, inner)
        }
    }

    /// The members of a schema with those of all its parts.
    private static func properties(
        _ schema: APISchema,
        in document: APIDocument,
        depth: Int = 1
    ) -> [APISchema.Property] {
        guard schema.composition == .all, depth < 8 else { return schema.properties }
        return schema.properties
            + schema.parts.flatMap { part in
                properties(
                    part.reference.flatMap { document.schemas[$0] } ?? part,
                    in: document,
                    depth: depth + 1
                )
            }
    }
}
