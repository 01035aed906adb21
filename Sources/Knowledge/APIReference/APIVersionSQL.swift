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
            INSERT INTO api_version (api, version, is_deprecated, migration, digest, imported_at, changed_at, document)
            VALUES (\(head.api), \(head.name), \(head.isDeprecated), \(head.migration), \(head.digest),
                \(head.importedAt), \(head.changedAt), \(document))
            ON CONFLICT (api, version) DO UPDATE SET is_deprecated = excluded.is_deprecated,
                migration = excluded.migration, digest = excluded.digest, changed_at = excluded.changed_at,
                document = excluded.document
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
        "SELECT api, version, is_deprecated, migration, digest, imported_at, changed_at"
    }

    package init(row: Row) throws(DatabaseError) {
        self.api = try row.get("api")
        self.name = try row.get("version")
        self.isDeprecated = try row.get("is_deprecated")
        self.migration = try row.get("migration")
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
