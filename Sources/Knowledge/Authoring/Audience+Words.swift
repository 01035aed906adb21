import Base
import People

extension Audience {
    /// What somebody says who may read something, in the words of a program or a file.
    ///
    /// - Parameters:
    ///   - visibility: The word for it.
    ///   - tiers: As they were written; empty ones are passed over.
    ///   - regions: The same.
    /// - Throws: ``AuthoringError/invalid(field:_:)`` with the field `tiers` or `regions`.
    init(_ visibility: Visibility, tiers: [String], regions: [String]) throws(AuthoringError) {
        let limits = Limits(tiers: try Self.tiers(tiers), regions: try Self.regions(regions))
        guard let audience = Audience(visibility, limits) else {
            throw .invalid(
                field: limits.tiers.isEmpty ? "regions" : "tiers",
                "limits of what is for signed-in customers, with visibility signed_in"
            )
        }
        self = audience
    }

    private static func tiers(_ texts: [String]) throws(AuthoringError) -> [Tier] {
        let wanted = texts.filter { !$0.trimmed.isEmpty }
        let tiers = wanted.compactMap(Tier.init(rawValue:))
        guard tiers.count == wanted.count, Set(tiers).count <= Limits.mostTiers else {
            throw .invalid(
                field: "tiers",
                "\(Limits.mostTiers) names at most, each of \(Tier.longest) characters at most, without commas"
            )
        }
        return tiers
    }

    private static func regions(_ texts: [String]) throws(AuthoringError) -> [Region] {
        let wanted = texts.map(\.trimmed).filter { !$0.isEmpty }
        let regions = wanted.compactMap { Region($0) }
        guard regions.count == wanted.count else {
            throw .invalid(field: "regions", "codes of ISO 3166-1 such as HK")
        }
        return regions
    }
}

extension Audience {
    /// Limits shown by name before the rest is only counted.
    private static let mostNamed = 5

    /// Who may read it, in words.
    func words(_ localisation: Localisation, _ locale: LocaleCode) -> String {
        func named(_ names: [String]) -> String {
            let rest = names.count - Self.mostNamed
            let shown = names.prefix(Self.mostNamed)
                .joined(separator: localisation.text("knowledge.comma", in: locale))
            guard rest > 0 else { return shown }
            return localisation.text(
                "knowledge.and_more",
                in: locale,
                ["names": shown, "count": String(rest)]
            )
        }
        let word = localisation.text("knowledge.visibility.\(visibility.rawValue)", in: locale)
        let limits = [named(limits.tiers.map(\.rawValue)), named(limits.regions.map { $0.name(in: locale) })]
            .filter { !$0.isEmpty }
        guard !limits.isEmpty else { return word }
        let told = limits.joined(separator: " · ")
        return localisation.text("knowledge.limited_to", in: locale, ["who": word, "limits": told])
    }
}
