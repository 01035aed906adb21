import Base
package import Storage

/// What an editor looks at before publishing, and says of a version afterwards.
extension APIDocuments {
    /// What publishing a file would do.
    struct Preview: Sendable {
        let document: APIDocument
        let outcome: Outcome
        /// What it is compared with: the version as it is, else the one before it; nil for the first.
        let base: APIVersionName?
        let difference: APIDifference
    }

    /// Reads a file as ``publish(_:by:)`` does, and says what that would change; nothing is stored.
    ///
    /// - Throws: ``APIDocumentError``.
    func preview(_ file: [UInt8], as name: APIVersionName, of api: Slug) async throws -> Preview {
        let read = try await Read(file)
        let heads = try await database.read { db in try APIVersionSQL(db: db).heads(of: api) }
        let base = Self.base(of: name, among: heads)
        let isThere = base?.name == name
        return Preview(
            document: read.document,
            outcome: !isThere ? .added : base?.digest == read.digest ? .unchanged : .changed,
            base: base?.name,
            difference: try await difference(from: base, to: read)
        )
    }

    /// Says whether callers are to leave a version, how and until when; what it describes stays.
    ///
    /// - Throws: ``APIDocumentError/versionNotFound(_:)``; ``Problem`` 422.
    package func set(
        _ notice: Notice,
        of api: Slug,
        _ name: APIVersionName,
        by actor: AuditActor
    ) async throws -> APIVersion {
        let notice = try notice.validated()
        try await refresh()
        // Its title does not change with the notice: what is remembered of it is good enough for the log.
        let title = try shelf.version(api, name).document.title
        let now = clock.now
        try await database.write { db in
            let sql = APIVersionSQL(db: db)
            guard let before = try sql.heads(of: api).first(where: { $0.name == name }) else {
                throw APIDocumentError.versionNotFound(name.rawValue)
            }
            guard before.notice != notice else { return }
            try sql.set(notice, of: before, at: now)
            if notice.isDeprecated, !before.isDeprecated {
                let change = APIChange(
                    id: ID(at: now),
                    api: api,
                    version: name,
                    before: name,
                    title: title,
                    createdAt: now,
                    difference: APIDifference([.versionDeprecated])
                )
                try APIChangeSQL(db: db).insert(change)
            }
            try Self.record(.apiVersionPublished, api, name, by: actor, at: now, in: db)
        }
        try await refresh()
        return try shelf.version(api, name)
    }
}

extension APIVersion.Head {
    var notice: APIDocuments.Notice {
        APIDocuments.Notice(isDeprecated: isDeprecated, migration: migration, endsAt: endsAt)
    }
}
