import Base
import People
import Storage

/// Every statement about the words of the system's messages.
struct MessageTemplateSQL {
    let db: Connection

    /// All own words, by key and locale: some hundreds at most.
    func all() throws(DatabaseError) -> [MessageTemplateRow] {
        try db.all(
            MessageTemplateRow.self,
            """
            SELECT message_template.key, message_template.locale, message_template.body, message_template.updated_at,
                agent.name FROM message_template
            JOIN agent ON agent.id = message_template.agent_id
            ORDER BY message_template.key, message_template.locale
            """
        )
    }

    /// Takes the place of what was written in the language before.
    func save(
        _ key: String,
        _ locale: LocaleCode,
        _ body: String,
        by agent: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO message_template (key, locale, body, agent_id, updated_at)
            VALUES (\(key), \(locale), \(body), \(agent), \(now))
            ON CONFLICT (key, locale) DO UPDATE SET body = excluded.body, agent_id = excluded.agent_id,
                updated_at = excluded.updated_at
            """
        )
    }

    /// In how many other languages a message has own words.
    func count(_ key: String, besides locale: LocaleCode) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM message_template WHERE key = \(key) AND locale <> \(locale)"
        ) ?? 0
    }

    func delete(_ key: String, _ locale: LocaleCode) throws(DatabaseError) {
        try db.run("DELETE FROM message_template WHERE key = \(key) AND locale = \(locale)")
    }
}

/// Own words with what they are for.
struct MessageTemplateRow: RowDecodable {
    let key: String
    let text: MessageTemplate.Text

    init(row: Row) throws(DatabaseError) {
        self.key = try row.get("key")
        self.text = MessageTemplate.Text(
            locale: try row.get("locale"),
            body: try row.get("body"),
            updatedAt: try row.get("updated_at"),
            author: try row.get("name")
        )
    }
}
