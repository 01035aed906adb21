import Base
import People
package import Storage

/// Every statement about official channels.
struct OfficialChannelSQL {
    let db: Connection

    /// All of them by kind, platform and value, whether they count at the moment or not.
    func all() throws(DatabaseError) -> [OfficialChannel] {
        try db.all(
            OfficialChannel.self,
            "SELECT \(OfficialChannel.columns) FROM official_channel ORDER BY match_key"
        )
    }

    /// How far the register has come; it differs after every change.
    func mark() throws(DatabaseError) -> String {
        try db.value(
            String.self,
            """
            SELECT CAST(COUNT(*) AS TEXT) || '.' || CAST(COALESCE(MAX(updated_at), 0) AS TEXT) FROM official_channel
            """
        ) ?? ""
    }

    func count() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM official_channel") ?? 0
    }

    /// - Throws: `DatabaseError` with a unique violation when it is registered already.
    func insert(_ channel: OfficialChannel, by agent: ID<Agent>?, at now: Instant) throws(DatabaseError) {
        let draft = channel.draft
        try db.run(
            """
            INSERT INTO official_channel (id, kind, value, platform, match_key, region, languages, topics, labels, user_content,
                valid_from, valid_until, agent_id, created_at, updated_at)
            VALUES (\(channel.id), \(draft.kind), \(draft.value), \(draft.platform), \(channel.key), \(draft.region),
                \(JSONColumn(draft.languages)), \(JSONColumn(draft.topics)), \(JSONColumn(draft.labels)), \(draft.userContent.map { JSONColumn($0) }), \(draft.validFrom),
                \(draft.validUntil), \(agent), \(now), \(now))
            """
        )
    }

    /// - Returns: Whether there is such a channel.
    /// - Throws: `DatabaseError` with a unique violation when another has the same value.
    func update(
        _ channel: OfficialChannel,
        by agent: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        let draft = channel.draft
        return try db.run(
            """
            UPDATE official_channel SET kind = \(draft.kind), value = \(draft.value), platform = \(draft.platform),
                match_key = \(channel.key), region = \(draft.region), languages = \(JSONColumn(draft.languages)),
                topics = \(JSONColumn(draft.topics)), labels = \(JSONColumn(draft.labels)),
                user_content = \(draft.userContent.map { JSONColumn($0) }), valid_from = \(draft.validFrom),
                valid_until = \(draft.validUntil), agent_id = \(agent), updated_at = \(now)
            WHERE id = \(channel.id)
            """
        ) == 1
    }

    /// One that nobody else changes until this transaction ends.
    func held(_ id: ID<OfficialChannel>) throws(DatabaseError) -> OfficialChannel? {
        try db.first(
            OfficialChannel.self,
            """
            UPDATE official_channel SET updated_at = updated_at WHERE id = \(id)
            RETURNING \(OfficialChannel.columns)
            """
        )
    }

    /// - Returns: Whether there was such a channel.
    func delete(_ id: ID<OfficialChannel>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM official_channel WHERE id = \(id)") == 1
    }
}

extension OfficialChannel.Kind: SQLConvertible {}

extension OfficialChannel: RowDecodable {
    static let columns: SQL = """
        id, kind, value, platform, region, languages, topics, labels, user_content, valid_from, valid_until
        """

    package init(row: Row) throws(DatabaseError) {
        let userContent: JSONColumn<[String]>? = try row.get("user_content")
        self.init(
            id: try row.get("id"),
            draft: Draft(
                try row.get("kind"),
                try row.get("value"),
                platform: try row.get("platform"),
                region: try row.get("region"),
                languages: try row.get("languages", as: JSONColumn<[LocaleCode]>.self).value,
                topics: try row.get("topics", as: JSONColumn<[String]>.self).value,
                labels: try row.get("labels", as: JSONColumn<[Label]>.self).value,
                userContent: userContent?.value,
                validFrom: try row.get("valid_from"),
                validUntil: try row.get("valid_until")
            )
        )
    }
}
