import Base
@testable import Knowledge

/// Versions of an API as they would be stored.
enum SomeVersions {
    static func version(
        _ name: String,
        _ text: String = DescriptionSamples.openapi,
        api: String = "spot",
        isDeprecated: Bool = false,
        migration: String = "",
        endsAt: Instant? = nil
    ) throws -> APIVersion {
        let document = try DescriptionSamples.read(text)
        return APIVersion(
            head: .init(
                api: SmallHelpCentre.slug(api),
                name: try Self.name(name),
                isDeprecated: isDeprecated,
                migration: migration,
                endsAt: endsAt,
                digest: "\(name) \(text.count)",
                importedAt: SmallHelpCentre.now,
                changedAt: SmallHelpCentre.now
            ),
            document: document
        )
    }

    static func name(_ text: String) throws -> APIVersionName {
        guard let name = APIVersionName(rawValue: text) else { throw APIDocumentError.invalidVersion(text) }
        return name
    }
}
