import Base
package import Storage

/// Every statement about the versions of APIs.
struct APIVersionSQL {
    let db: Connection

    /// Every version without its document, by API and name.
    func heads() throws(DatabaseError) -> [APIVersion.Head] {
        try db.all(APIVersion.Head.self, "\(APIVersion.Head.select) FROM api_version ORDER BY api, version")
    }

    /// The same of one API.
    func heads(of api: Slug) throws(DatabaseError) -> [APIVersion.Head] {
        try db.all(
            APIVersion.Head.self,
            "\(APIVersion.Head.select) FROM api_version WHERE api = \(api) ORDER BY version"
        )
    }

    func version(_ api: Slug, _ name: APIVersionName) throws(DatabaseError) -> APIVersion? {
        try db.first(
            APIVersion.self,
            "\(APIVersion.Head.select), document FROM api_version WHERE api = \(api) AND version = \(name)"
        )
    }

    func put(_ head: APIVersion.Head, document: String) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO api_version (api, version, is_deprecated, migration, ends_at, digest, imported_at, changed_at, document)
            VALUES (\(head.api), \(head.name), \(head.isDeprecated), \(head.migration), \(head.endsAt), \(head.digest),
                \(head.importedAt), \(head.changedAt), \(document))
            ON CONFLICT (api, version) DO UPDATE SET is_deprecated = excluded.is_deprecated,
                migration = excluded.migration, ends_at = excluded.ends_at, digest = excluded.digest,
                changed_at = excluded.changed_at, document = excluded.document
            """
        )
    }

    /// Changes whether callers are to leave a version, how and until when; its document stays.
    func set(_ notice: APIDocuments.Notice, of head: APIVersion.Head, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE api_version SET is_deprecated = \(notice.isDeprecated), migration = \(notice.migration),
                ends_at = \(notice.endsAt), changed_at = \(now)
            WHERE api = \(head.api) AND version = \(head.name)
            """
        )
    }

    /// - Returns: Whether there was one.
    func remove(_ api: Slug, _ name: APIVersionName) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM api_version WHERE api = \(api) AND version = \(name)") > 0
    }
}

extension APIVersion.Head: RowDecodable {
    fileprivate static var select: SQL {
        "SELECT api, version, is_deprecated, migration, ends_at, digest, imported_at, changed_at"
    }

    package init(row: Row) throws(DatabaseError) {
        self.api = try row.get("api")
        self.name = try row.get("version")
        self.isDeprecated = try row.get("is_deprecated")
        self.migration = try row.get("migration")
        self.endsAt = try row.get("ends_at")
        self.digest = try row.get("digest")
        self.importedAt = try row.get("imported_at")
        self.changedAt = try row.get("changed_at")
    }
}

extension APIVersion: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.head = try Head(row: row)
        self.document = try row.get("document", as: JSONColumn<APIDocument>.self).value
    }
}
