import Base
import People
import Storage

/// Every statement that looks for messages.
struct MessageSearchSQL {
    /// So many entries of a GIN index are looked through one by one before the whole index is asked.
    static let firstStretch = 16_384

    let db: Connection

    /// Lets PostgreSQL plan with the values at hand: a rare word and a common one want different ways.
    func prepare() throws(DatabaseError) {
        _ = try db.run(
            db.dialect(sqlite: "SELECT 1", postgres: "SET LOCAL plan_cache_mode = force_custom_plan")
        )
    }

    /// Down to which id is looked in one go.
    ///
    /// FTS5 gives what it finds in order, as much as is asked for, so all of it is one stretch. A GIN index gives all or
    /// nothing: where a word is common the latest entries are read one by one, and where it turns out to be rare the
    /// stretches grow until the index is worth asking.
    ///
    /// - `entries`: How many; nil for all.
    func end(ofStretchBelow high: Int64, above low: Int64, entries: Int?) throws(DatabaseError) -> Int64 {
        guard let entries else { return low }
        return try db.value(
            Int64.self,
            db.dialect(
                sqlite: "SELECT \(low)",
                postgres: """
                    SELECT id FROM message_index WHERE id > \(low) AND id < \(high)
                    ORDER BY id DESC LIMIT 1 OFFSET \(entries)
                    """
            )
        ) ?? low
    }

    /// Entries with the words between two ids, the latest first, of conversations that pass a filter: of the latest
    /// `matches` with the words, `limit` of those that pass.
    func stretch(
        _ query: MessageTokenQuery,
        above low: Int64,
        below high: Int64,
        _ filter: SearchFilter,
        matches: Int,
        limit: Int
    ) throws(DatabaseError) -> MessageStretch {
        let conditions = conditions(filter)
        let passing: SQL =
            conditions.isEmpty
            ? ""
            : "JOIN conversation c ON c.id = m.conversation_id AND \(conditions.joined(separator: " AND "))"
        let rows = try db.rows(
            """
            WITH found AS MATERIALIZED (\(found(query, above: low, below: high, limit: matches)))
            SELECT s.matches, s.lowest, p.id, p.conversation_id, p.is_note, p.seq
            FROM (SELECT COUNT(*) AS matches, MIN(id) AS lowest FROM found) s LEFT JOIN (
                SELECT m.id, m.conversation_id, m.is_note, m.seq FROM found
                JOIN message_index m ON m.id = found.id \(passing) ORDER BY m.id DESC LIMIT \(limit)
            ) p ON 1 = 1 ORDER BY p.id DESC
            """
        )
        var stretch = MessageStretch()
        for row in rows {
            stretch.matches = try row.get("matches")
            stretch.lowest = try row.get("lowest")
            if try row.get("id", as: Int64?.self) != nil { stretch.hits.append(try MessageHit(row: row)) }
        }
        return stretch
    }

    private func conditions(_ filter: SearchFilter) -> [SQL] {
        var conditions: [SQL] = []
        if !filter.status.isEmpty { conditions.append("c.status IN (\(list: filter.status))") }
        if let topic = filter.topic { conditions.append("c.topic = \(topic)") }
        if let channel = filter.channel { conditions.append("c.channel = \(channel)") }
        switch filter.agent {
        case .anybody: break
        case .nobody: conditions.append("c.agent_id IS NULL")
        case .agent(let agent): conditions.append("c.agent_id = \(agent)")
        }
        return conditions
    }

    /// The entries of some conversations with the words, the latest first.
    ///
    /// - `query`: It names the conversations too.
    func hits(
        _ query: MessageTokenQuery,
        above low: Int64,
        below high: Int64,
        limit: Int
    ) throws(DatabaseError) -> [MessageHit] {
        try db.all(
            MessageHit.self,
            """
            WITH found AS MATERIALIZED (\(found(query, above: low, below: high, limit: limit)))
            SELECT m.id, m.conversation_id, m.is_note, m.seq FROM found JOIN message_index m ON m.id = found.id
            ORDER BY m.id DESC
            """
        )
    }

    /// Selects the conversations that have the words, of the latest 10,000 entries that do.
    func conversations(_ query: MessageTokenQuery) -> SQL {
        """
        SELECT conversation_id FROM message_index WHERE id IN (
            \(found(query, above: -1, below: .max, limit: 10_000))
        )
        """
    }

    private func found(
        _ query: MessageTokenQuery,
        above low: Int64,
        below high: Int64,
        limit: Int
    ) -> SQL {
        db.dialect(
            sqlite: """
                SELECT rowid AS id FROM message_token WHERE message_token MATCH \(query.forSQLite)
                    AND rowid > \(low) AND rowid < \(high) ORDER BY rowid DESC LIMIT \(limit)
                """,
            postgres: """
                SELECT id FROM message_index WHERE tokens @@ CAST(\(query.forPostgres) AS tsquery)
                    AND id > \(low) AND id < \(high) ORDER BY id DESC LIMIT \(limit)
                """
        )
    }
}

/// An entry of the index that has the words.
struct MessageHit: RowDecodable, Hashable {
    let id: Int64
    let conversation: ID<Conversation>
    let isNote: Bool
    let seq: Int

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.conversation = try row.get("conversation_id")
        self.isNote = try row.get("is_note")
        self.seq = try row.get("seq")
    }
}

/// What a stretch of the index holds.
struct MessageStretch {
    /// Those that pass the filter, the latest first.
    var hits: [MessageHit] = []
    /// How many entries have the words, whether they pass the filter or not.
    var matches = 0
    /// The lowest of them; nil when there is none.
    var lowest: Int64?

    /// The lowest id that was looked at, where the stretch was cut off at so many matches, or at so many that pass.
    func end(_ mostMatches: Int, _ mostHits: Int) -> Int64? {
        if hits.count >= mostHits { return hits.last?.id }
        return matches >= mostMatches ? lowest : nil
    }
}
