package import Base
package import Storage

/// An entry of an API's change log: what one import changed for callers.
package struct APIChange: Sendable, Hashable, Identified {
    package static let idPrefix = "apc"

    package let id: ID<APIChange>
    package let api: Slug
    package let version: APIVersionName
    /// The version before, or the same one as it was; nil for the first of an API.
    package let before: APIVersionName?
    /// The API's, as it was then.
    package let title: String
    package let createdAt: Instant
    package let difference: APIDifference
}

extension APIChange: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.api = try row.get("api")
        self.version = try row.get("version")
        self.before = try row.get("before_version")
        self.title = try row.get("title")
        self.createdAt = try row.get("created_at")
        self.difference = try row.get("difference", as: JSONColumn<APIDifference>.self).value
    }
}

/// Every statement about the change log.
struct APIChangeSQL {
    let db: Connection

    func insert(_ change: APIChange) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO api_change (id, api, version, before_version, title, created_at, difference)
            VALUES (\(change.id), \(change.api), \(change.version), \(change.before), \(change.title),
                \(change.createdAt), \(JSONColumn(change.difference)))
            """
        )
    }

    /// An API's latest changes, the latest first.
    ///
    /// - Complexity: one range of `api_change_by_time`.
    func latest(of api: Slug, limit: Int) throws(DatabaseError) -> [APIChange] {
        try db.all(
            APIChange.self,
            """
            SELECT id, api, version, before_version, title, created_at, difference FROM api_change
            WHERE api = \(api) ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        )
    }
}
