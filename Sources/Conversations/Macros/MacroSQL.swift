import Base
import People
import Storage

/// Every statement about macros.
struct MacroSQL {
    let db: Connection

    /// Everybody's and an agent's own, by shortcut.
    ///
    /// - `agent`: Whose besides everybody's.
    func macros(for agent: ID<Agent>) throws(DatabaseError) -> [Macro] {
        let rows = try db.all(
            MacroRow.self,
            """
            SELECT id, agent_id, shortcut, actions FROM macro WHERE agent_id IS NULL OR agent_id = \(agent)
            ORDER BY shortcut, id
            """
        )
        let texts = try texts(of: rows.map(\.id))
        return rows.map { $0.macro(texts[$0.id] ?? []) }
    }

    func macro(_ id: ID<Macro>) throws(DatabaseError) -> Macro? {
        let row = try db.first(
            MacroRow.self,
            "SELECT id, agent_id, shortcut, actions FROM macro WHERE id = \(id)"
        )
        guard let row else { return nil }
        return row.macro(try texts(of: [id])[id] ?? [])
    }

    private func texts(of ids: [ID<Macro>]) throws(DatabaseError) -> [ID<Macro>: [Macro.Text]] {
        let rows = try db.all(
            MacroTextRow.self,
            """
            SELECT macro_id, locale, title, body FROM macro_text WHERE macro_id IN (\(list: ids)) ORDER BY locale
            """
        )
        return Dictionary(grouping: rows, by: \.macro).mapValues { $0.map(\.text) }
    }

    /// How many there are: everybody's, or an agent's own.
    func count(of owner: ID<Agent>?) throws(DatabaseError) -> Int {
        let condition: SQL = owner.map { "agent_id = \($0)" } ?? "agent_id IS NULL"
        return try db.value(Int.self, "SELECT COUNT(*) FROM macro WHERE \(condition)") ?? 0
    }

    /// - Throws: `DatabaseError` with a unique violation when the shortcut is taken.
    func insert(_ macro: Macro, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO macro (id, agent_id, shortcut, actions, created_at, updated_at)
            VALUES (\(macro.id), \(macro.owner), \(macro.draft.shortcut), \(JSONColumn(macro.draft.actions)),
                \(now), \(now))
            """
        )
        try insertTexts(of: macro)
    }

    /// - Throws: `DatabaseError` with a unique violation when the shortcut is taken.
    func update(_ macro: Macro, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE macro SET agent_id = \(macro.owner), shortcut = \(macro.draft.shortcut),
                actions = \(JSONColumn(macro.draft.actions)), updated_at = \(now)
            WHERE id = \(macro.id)
            """
        )
        try db.run("DELETE FROM macro_text WHERE macro_id = \(macro.id)")
        try insertTexts(of: macro)
    }

    private func insertTexts(of macro: Macro) throws(DatabaseError) {
        for text in macro.draft.texts {
            try db.run(
                """
                INSERT INTO macro_text (macro_id, locale, title, body)
                VALUES (\(macro.id), \(text.locale), \(text.title), \(text.body))
                """
            )
        }
    }

    func delete(_ id: ID<Macro>) throws(DatabaseError) {
        try db.run("DELETE FROM macro_text WHERE macro_id = \(id)")
        try db.run("DELETE FROM macro WHERE id = \(id)")
    }
}

private struct MacroRow: RowDecodable {
    let id: ID<Macro>
    let owner: ID<Agent>?
    let shortcut: String
    let actions: [DeskAction]

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.owner = try row.get("agent_id")
        self.shortcut = try row.get("shortcut")
        self.actions = try row.get("actions", as: JSONColumn<[DeskAction]>.self).value
    }

    func macro(_ texts: [Macro.Text]) -> Macro {
        Macro(
            id: id,
            owner: owner,
            draft: Macro.Draft(shortcut: shortcut, texts: texts, actions: actions)
        )
    }
}

private struct MacroTextRow: RowDecodable {
    let macro: ID<Macro>
    let text: Macro.Text

    init(row: Row) throws(DatabaseError) {
        self.macro = try row.get("macro_id")
        self.text = Macro.Text(
            locale: try row.get("locale"),
            title: try row.get("title"),
            body: try row.get("body")
        )
    }
}
