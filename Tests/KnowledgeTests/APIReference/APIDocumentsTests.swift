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
            notice: APIDocuments.Notice(isDeprecated: isDeprecated),
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

    @Test("a preview tells what publishing would change, and stores nothing", arguments: TestDatabase.engines)
    func preview(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let documents = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            func preview(_ version: String, _ text: String) async throws -> APIDocuments.Preview {
                try await documents.preview(Array(text.utf8), as: try Self.name(version), of: Self.api)
            }
            let first = try await preview("v2", DescriptionSamples.openapi)
            let published = try await documents.publish(try Self.draft("v2"), by: .system)

            let same = try await preview("v2", DescriptionSamples.openapi)
            let other = try await preview("v2", DescriptionSamples.fix)
            let next = try await preview("v3", DescriptionSamples.fix)
            let earlier = try await preview("v1", DescriptionSamples.fix)

            #expect(
                [first, same, other, next, earlier].map(\.outcome) == [
                    .added, .unchanged, .changed, .added, .added,
                ]
            )
            #expect(
                [first, same, other, next, earlier].map(\.base?.rawValue) == [nil, "v2", "v2", "v2", nil]
            )
            #expect(first.difference.isEmpty && same.difference.isEmpty && earlier.difference.isEmpty)
            #expect(next.difference.breakingCount > 0 && next.difference == other.difference)
            #expect(next.document.title == "FIX 4.4")
            #expect(documents.shelf.versions == [published.version])
            await #expect(throws: APIDocumentError.self) {
                try await preview("v2", "openapi: 3.0.0")
            }
        }
    }

    @Test(
        "a version is deprecated without its file, told once, and not any more",
        arguments: TestDatabase.engines
    )
    func notice(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let documents = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            let (api, name) = (Self.api, try Self.name("v2"))
            let published = try await documents.publish(try Self.draft("v2"), by: .system).version
            let ends = scenario.clock.now + .seconds(86_400)
            let notice = APIDocuments.Notice(isDeprecated: true, migration: "Use *v3*.", endsAt: ends)
            scenario.clock.advance(by: .seconds(60))

            let deprecated = try await documents.set(notice, of: api, name, by: .system)
            let again = try await documents.set(notice, of: api, name, by: .system)
            let told = try await documents.changes(of: api)
            let lifted = try await documents.set(APIDocuments.Notice(), of: api, name, by: .system)

            #expect(deprecated.head.notice == notice && deprecated.document == published.document)
            #expect(deprecated.head.changedAt == scenario.clock.now && again == deprecated)
            #expect(told.map { $0.difference.changes.map(\.rule) } == [[.versionDeprecated], []])
            #expect(lifted.head.notice == APIDocuments.Notice())
            #expect(try await documents.changes(of: api).count == 2)
            await #expect(throws: APIDocumentError.versionNotFound("v9")) {
                try await documents.set(notice, of: api, try Self.name("v9"), by: .system)
            }
            for wrong in [
                APIDocuments.Notice(endsAt: ends),
                APIDocuments.Notice(isDeprecated: true, migration: String(repeating: "x", count: 5_001)),
            ] {
                await #expect(throws: Problem.self) {
                    try await documents.set(wrong, of: api, name, by: .system)
                }
            }
        }
    }

    @Test("the pages of a version that ends say when, in the reader's words", arguments: [true, false])
    func ending(_ isTold: Bool) throws {
        let ends = isTold ? Instant(milliseconds: 1_814_313_600_000) : nil
        let version = try SomeVersions.version("v1", isDeprecated: true, endsAt: ends)

        let head = APIVersionHead(
            version,
            among: [version],
            try Localisation(assets: [KnowledgeAssets.files]),
            .english
        )

        #expect(head.deprecatedText.contains("Jun 30, 2027") == isTold)
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
