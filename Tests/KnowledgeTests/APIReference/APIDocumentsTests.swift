import Base
@testable import Knowledge
import Storage
import TestSupport
import Testing

@Suite("API documents")
struct APIDocumentsTests {
    private static let api = SmallHelpCentre.slug("spot")

    private static func name(_ text: String) throws -> APIVersionName {
        try #require(APIVersionName(rawValue: text))
    }

    private static func draft(
        _ version: String,
        _ text: String = DescriptionSamples.openapi,
        isDeprecated: Bool = false
    ) throws -> APIDocuments.Draft {
        APIDocuments.Draft(
            api: api,
            name: try name(version),
            isDeprecated: isDeprecated,
            migration: "",
            file: Array(text.utf8)
        )
    }

    @Test(
        "versions are kept beside each other; the same again changes nothing",
        arguments: TestDatabase.engines
    )
    func versions(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let shelf = APIShelf()
            let documents = APIDocuments(scenario.database, shelf: shelf, clock: scenario.clock)
            let first = try await documents.publish(try Self.draft("v2"), by: .system)
            let second = try await documents.publish(try Self.draft("v3"), by: .system)
            let edition = shelf.edition

            scenario.clock.advance(by: .seconds(60))
            let again = try await documents.publish(try Self.draft("v3"), by: .system)

            #expect([first.outcome, second.outcome, again.outcome] == [.added, .added, .unchanged])
            #expect(again.version == second.version)
            #expect(shelf.edition == edition)
            #expect(shelf.versions(of: Self.api).map(\.name.rawValue) == ["v3", "v2"])
        }
    }

    @Test("another text, and being deprecated, change a version", arguments: TestDatabase.engines)
    func changes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let shelf = APIShelf()
            let documents = APIDocuments(scenario.database, shelf: shelf, clock: scenario.clock)
            _ = try await documents.publish(try Self.draft("v3"), by: .system)
            _ = try await documents.publish(try Self.draft("v2"), by: .system)

            let changed = try await documents.publish(
                try Self.draft("v3", DescriptionSamples.fix),
                by: .system
            )
            let left = try await documents.publish(
                try Self.draft("v3", DescriptionSamples.fix, isDeprecated: true),
                by: .system
            )

            #expect([changed.outcome, left.outcome] == [.changed, .changed])
            #expect(try shelf.version(Self.api, try Self.name("v3")).document.title == "FIX 4.4")
            #expect(shelf.versions(of: Self.api).current?.name.rawValue == "v2")
        }
    }

    @Test("another node reads what is stored, and what is gone", arguments: TestDatabase.engines)
    func otherNodes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let documents = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            let elsewhere = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            _ = try await documents.publish(try Self.draft("v3"), by: .system)

            try await elsewhere.refresh()
            #expect(elsewhere.shelf.versions == documents.shelf.versions)

            try await documents.remove(Self.api, try Self.name("v3"), by: .system)
            try await elsewhere.refresh()
            #expect(elsewhere.shelf.versions.isEmpty)
            await #expect(throws: APIDocumentError.versionNotFound("v3")) {
                try await documents.remove(Self.api, try Self.name("v3"), by: .system)
            }
        }
    }

    @Test("a file with a mistake changes nothing", arguments: TestDatabase.engines)
    func mistakes(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let documents = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            let published = try await documents.publish(try Self.draft("v3"), by: .system)

            await #expect(throws: APIDocumentError.self) {
                try await documents.publish(try Self.draft("v3", "openapi: 3.0.0"), by: .system)
            }

            #expect(documents.shelf.versions == [published.version])
        }
    }
}
