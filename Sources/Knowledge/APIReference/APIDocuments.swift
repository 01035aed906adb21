package import Base
import Crypto
import Foundation
package import Storage

/// The API documents: one door for importing and removing versions.
package struct APIDocuments: Sendable {
    /// What is imported.
    package struct Draft: Sendable {
        package let api: Slug
        package let name: APIVersionName
        package let notice: Notice
        package let file: [UInt8]

        package init(api: Slug, name: APIVersionName, notice: Notice = Notice(), file: [UInt8]) {
            self.api = api
            self.name = name
            self.notice = notice
            self.file = file
        }
    }

    /// Whether callers are to leave a version, how and until when.
    package struct Notice: Sendable, Hashable {
        package let isDeprecated: Bool
        /// Markdown; may be empty.
        package let migration: String
        /// When it is switched off; nil where nobody says when.
        package let endsAt: Instant?

        package init(isDeprecated: Bool = false, migration: String = "", endsAt: Instant? = nil) {
            self.isDeprecated = isDeprecated
            self.migration = migration
            self.endsAt = endsAt
        }

        /// - Throws: ``Problem`` 422.
        func validated() throws -> Notice {
            guard migration.unicodeScalars.count <= APIDocuments.longestMigration else {
                throw Problem.invalid(
                    field: "migration",
                    "\(APIDocuments.longestMigration) characters at most"
                )
            }
            guard isDeprecated || endsAt == nil else {
                throw Problem.invalid(field: "ends_at", "left out of a version that is not deprecated")
            }
            return self
        }
    }

    package enum Outcome: String, Sendable, Hashable, Codable {
        case added, changed, unchanged
    }

    /// The longest migration note, in characters.
    package static let longestMigration = 5_000

    let database: any Database
    /// Where they are read.
    package let shelf: APIShelf
    let clock: any WallClock

    /// - `shelf`: Where they are read from; it is told of every change.
    package init(_ database: any Database, shelf: APIShelf, clock: any WallClock) {
        self.database = database
        self.shelf = shelf
        self.clock = clock
    }

    /// Publishes a version; one of the same name is replaced, and what is the same changes nothing.
    ///
    /// - Throws: ``APIDocumentError``; nothing is changed then.
    package func publish(
        _ draft: Draft,
        by actor: AuditActor
    ) async throws -> (version: APIVersion, outcome: Outcome) {
        _ = try draft.notice.validated()
        let read = try await Read(draft.file)
        for _ in 0..<Self.mostTries {
            if let published = try await store(read, draft, by: actor) {
                try await refresh()
                return published
            }
        }
        throw Problem(503, "busy", "The API is being imported by others.", retryAfter: .seconds(2))
    }

    /// A file as it is stored.
    struct Read: Sendable {
        let document: APIDocument
        let json: String
        let digest: String

        /// - Throws: ``APIDocumentError``.
        init(_ file: [UInt8]) async throws {
            (document, json, digest) = try await BlockingWork.run(.long) {
                let document = try APIDocument(reading: file)
                let json = String(decoding: try WireJSON.encode(document), as: UTF8.self)
                return (document, json, SHA256.hash(data: Data(json.utf8)).hexadecimal)
            }
        }
    }

    /// How often it is begun anew where another import came first.
    private static let mostTries = 5

    /// Writes a version and what it changes; nil where the API changed since it was looked at.
    ///
    /// Two versions are compared before the transaction, which is to be short.
    private func store(
        _ read: Read,
        _ draft: Draft,
        by actor: AuditActor
    ) async throws -> (version: APIVersion, outcome: Outcome)? {
        let heads = try await database.read { db in try APIVersionSQL(db: db).heads(of: draft.api) }
        let before = heads.first { $0.name == draft.name }
        let isSame = before?.digest == read.digest && before?.notice == draft.notice
        if let before, isSame { return (APIVersion(head: before, document: read.document), .unchanged) }
        let base = Self.base(of: draft.name, among: heads)
        let isNewlyDeprecated = draft.notice.isDeprecated && before?.isDeprecated == false
        let difference = try await difference(from: base, to: read)
            .with(isNewlyDeprecated ? [.versionDeprecated] : [])
        let now = clock.now
        let head = APIVersion.Head(
            api: draft.api,
            name: draft.name,
            isDeprecated: draft.notice.isDeprecated,
            migration: draft.notice.migration,
            endsAt: draft.notice.endsAt,
            digest: read.digest,
            importedAt: before?.importedAt ?? now,
            changedAt: now
        )
        let change = APIChange(
            id: ID(at: now),
            api: draft.api,
            version: draft.name,
            before: base?.name,
            title: read.document.title,
            createdAt: now,
            difference: difference
        )
        let isStored = try await database.write { db in
            let sql = APIVersionSQL(db: db)
            guard try sql.heads(of: draft.api) == heads else { return false }
            try sql.put(head, document: read.json)
            // A first version, and one that only says it better, are told as well; another note alone is not.
            if before == nil || !difference.isEmpty { try APIChangeSQL(db: db).insert(change) }
            try Self.record(.apiVersionPublished, draft.api, draft.name, by: actor, at: now, in: db)
            return true
        }
        guard isStored else { return nil }
        return (APIVersion(head: head, document: read.document), before == nil ? .added : .changed)
    }

    /// What a version is compared with: itself as it was, else the one before it; nil for the first.
    static func base(of name: APIVersionName, among heads: [APIVersion.Head]) -> APIVersion.Head? {
        heads.first { $0.name == name } ?? heads.filter { $0.name < name }.max { $0.name < $1.name }
    }

    func difference(from base: APIVersion.Head?, to read: Read) async throws -> APIDifference {
        guard let base, base.digest != read.digest,
            let older = try await database.read({ db in try APIVersionSQL(db: db).version(base.api, base.name)
            })
        else { return APIDifference() }
        return try await BlockingWork.run(.long) { APIDifference(from: older.document, to: read.document) }
    }

    /// The change log of an API, the latest first.
    package func changes(of api: Slug) async throws -> [APIChange] {
        try await database.read { db in try APIChangeSQL(db: db).latest(of: api, limit: Self.longestLog) }
    }

    /// How many changes pages and feeds show.
    private static let longestLog = 50

    /// Takes a version away.
    ///
    /// - Throws: ``APIDocumentError/versionNotFound(_:)``.
    package func remove(_ api: Slug, _ name: APIVersionName, by actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            guard try APIVersionSQL(db: db).remove(api, name) else {
                throw APIDocumentError.versionNotFound(name.rawValue)
            }
            try Self.record(.apiVersionRemoved, api, name, by: actor, at: now, in: db)
        }
        try await refresh()
    }

    /// Brings the shelf up to what is stored, by whichever process; only what is new is read.
    package func refresh() async throws {
        let known = shelf.versions
        let heads = try await database.read { db in try APIVersionSQL(db: db).heads() }
        guard heads != known.map(\.head) else { return }
        let held = Dictionary(uniqueKeysWithValues: known.map { ($0.head, $0) })
        var versions: [APIVersion] = []
        for head in heads {
            if let version = held[head] {
                versions.append(version)
            } else if let version = try await database.read({ db in
                try APIVersionSQL(db: db).version(head.api, head.name)
            }) {
                versions.append(version)
            }
        }
        shelf.put(versions)
    }

    static func record(
        _ action: AuditAction,
        _ api: Slug,
        _ name: APIVersionName,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let deed = Deed(action, by: actor, on: AuditSubject("api_version", "\(api) \(name)"))
        try AuditTrail.record(deed, at: now, in: db)
    }
}
