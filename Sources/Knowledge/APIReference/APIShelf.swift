import Base
package import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// The API documents in memory, from where pages and the search read them.
package final class APIShelf: Sendable {
    private struct State {
        var versions: [APIVersion] = []
        var edition = 0
        var search = APISearch()
        /// Of two versions by their digests: a comparison of large ones takes a while.
        var differences: [[String]: APIDifference] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// All that there are, by API and name as the database orders them.
    package var versions: [APIVersion] { state.withLock { $0.versions } }

    /// Differs after every change.
    var edition: Int { state.withLock { $0.edition } }

    /// The search over all of them.
    var search: APISearch { state.withLock { $0.search } }

    /// The APIs by name, each with its versions, the newest first.
    var apis: [[APIVersion]] { Self.apis(of: versions) }

    private static func apis(of versions: [APIVersion]) -> [[APIVersion]] {
        Dictionary(grouping: versions, by: \.api).values
            .map { $0.sorted { $0.name > $1.name } }
            .sorted { $0[0].api.rawValue < $1[0].api.rawValue }
    }

    /// The versions of an API, the newest first.
    func versions(of api: Slug) -> [APIVersion] {
        versions.filter { $0.api == api }.sorted { $0.name > $1.name }
    }

    /// - Throws: ``APIDocumentError``.
    func version(_ api: Slug, _ name: APIVersionName) throws(APIDocumentError) -> APIVersion {
        let versions = versions(of: api)
        guard !versions.isEmpty else { throw .notFound }
        guard let version = versions.first(where: { $0.name == name }) else {
            throw .versionNotFound(name.rawValue)
        }
        return version
    }

    /// What changed between two versions.
    func difference(from older: APIVersion, to newer: APIVersion) async throws -> APIDifference {
        let key = [older.head.digest, newer.head.digest]
        if let known = state.withLock({ $0.differences[key] }) { return known }
        let made = try await BlockingWork.run { APIDifference(from: older.document, to: newer.document) }
        state.withLock { state in
            if state.differences.count >= Self.mostDifferences { state.differences = [:] }
            state.differences[key] = made
        }
        return made
    }

    private static let mostDifferences = 50

    func put(_ versions: [APIVersion]) {
        let search = APISearch(Self.apis(of: versions))
        state.withLock { state in
            state.versions = versions
            state.search = search
            state.edition += 1
        }
    }
}

extension [APIVersion] {
    /// What somebody reads who names no version: the newest that is not deprecated, else the newest.
    var current: APIVersion? {
        let newest = sorted { $0.name > $1.name }
        return newest.first { !$0.head.isDeprecated } ?? newest.first
    }
}

/// Notices API documents that another process imported, the command line or another node.
package struct APIShelfWatcher: Service {
    private static let pause = Duration.seconds(2)

    private let documents: APIDocuments
    private let logger: Logger

    package init(_ documents: APIDocuments, logger: Logger) {
        self.documents = documents
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: Self.pause,
            "API documents could not be looked at",
            logger,
            from: ()
        ) { _ in
            try await documents.refresh()
        }
    }
}
