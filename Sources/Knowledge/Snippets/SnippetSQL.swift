import Base
import People
package import Storage

/// Every statement about the texts that articles share.
struct SnippetSQL {
    let db: Connection

    /// All of them, by name.
    func all() throws(DatabaseError) -> [Snippet] {
        try db.all(Snippet.self, "\(Snippet.select) ORDER BY snippet.name")
    }

    /// Some of them, by name.
    ///
    /// - `last`: Which was told last; nil for the beginning.
    ///
    /// - Complexity: a range of the primary key.
    func page(after last: Slug?, limit: Int) throws(DatabaseError) -> [Snippet] {
        let condition: SQL = last.map { "snippet.name > \($0)" } ?? "1 = 1"
        return try db.all(
            Snippet.self,
            "\(Snippet.select) WHERE \(condition) ORDER BY snippet.name LIMIT \(limit)"
        )
    }

    func shelf() throws(DatabaseError) -> SnippetShelf {
        SnippetShelf(try all())
    }

    /// All of them where one of some texts may name one, else none.
    func shelf(for texts: [String]) throws(DatabaseError) -> SnippetShelf {
        texts.contains(where: SnippetReference.mayStand) ? try shelf() : SnippetShelf([])
    }

    /// All of them where one of some texts may name one; those that are named are held until the transaction ends.
    func heldShelf(for texts: [String]) throws(DatabaseError) -> SnippetShelf {
        var shelf = try shelf(for: texts)
        var held: Set<Slug> = []
        var names = shelf.names(in: texts)
        // What one of them names may have changed until it was held.
        while !names.isSubset(of: held) {
            for name in names.subtracting(held).sorted(by: { $0.rawValue < $1.rawValue }) { try hold(name) }
            held.formUnion(names)
            shelf = try self.shelf()
            names = shelf.names(in: texts)
        }
        return shelf
    }

    func snippet(_ name: Slug) throws(DatabaseError) -> Snippet? {
        try db.first(Snippet.self, "\(Snippet.select) WHERE snippet.name = \(name)")
    }

    /// Holds one against other transactions until this one ends: it is neither changed nor taken away meanwhile.
    ///
    /// - Returns: Whether there is one.
    @discardableResult
    func hold(_ name: Slug) throws(DatabaseError) -> Bool {
        try db.run("UPDATE snippet SET revision = revision WHERE name = \(name)") > 0
    }

    /// The revision of the last text under a name, 0 where there was none.
    func lastRevision(_ name: Slug) throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COALESCE(MAX(revision), 0) FROM snippet_version WHERE name = \(name)")
            ?? 0
    }

    func put(_ snippet: Snippet, by editor: ID<Agent>?) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO snippet (name, kind, texts, revision, editor_id, changed_at)
            VALUES (\(snippet.name), \(snippet.kind), \(JSONColumn(snippet.texts)), \(snippet.revision), \(editor),
                \(snippet.changedAt))
            ON CONFLICT (name) DO UPDATE SET texts = excluded.texts, revision = excluded.revision,
                editor_id = excluded.editor_id, changed_at = excluded.changed_at
            """
        )
        try db.run(
            """
            INSERT INTO snippet_version (name, revision, texts, editor_id, created_at)
            VALUES (\(snippet.name), \(snippet.revision), \(JSONColumn(snippet.texts)), \(editor),
                \(snippet.changedAt))
            """
        )
    }

    func remove(_ name: Slug) throws(DatabaseError) {
        try db.run("DELETE FROM snippet WHERE name = \(name)")
    }

    /// The last 50, the latest first.
    func versions(_ name: Slug) throws(DatabaseError) -> [SnippetVersion] {
        try db.all(
            SnippetVersion.self,
            """
            SELECT snippet_version.revision, snippet_version.texts, snippet_version.created_at,
                agent.name AS editor_name
            FROM snippet_version LEFT JOIN agent ON agent.id = snippet_version.editor_id
            WHERE snippet_version.name = \(name) ORDER BY snippet_version.revision DESC LIMIT 50
            """
        )
    }

    // MARK: - Where they stand

    /// What readers see that names one of `names`, by article and language.
    func shown(naming names: Set<Slug>) throws(DatabaseError) -> [TextHolder] {
        guard let condition = Self.condition(names) else { return [] }
        return try TextHolderSQL(db: db).shown(condition).filter { Self.names(names, in: $0) }
    }

    /// What is being written that names one of `names`, likewise; what is archived is left out.
    func drafts(naming names: Set<Slug>) throws(DatabaseError) -> [TextHolder] {
        guard let condition = Self.condition(names) else { return [] }
        return try TextHolderSQL(db: db).drafts(condition).filter { Self.names(names, in: $0) }
    }

    /// What texts have that name one of `names`, and some others; nil for no names.
    private static func condition(_ names: Set<Slug>) -> SQL? {
        // One name is what most have; a condition of hundreds is more than SQLite takes.
        guard let name = names.first else { return nil }
        let pattern = names.count == 1 ? "%:\(name)}}%" : "%{{%"
        return "(holder.body LIKE \(pattern) OR holder.summary LIKE \(pattern))"
    }

    /// Nothing that LIKE means anything by is in a name; the case, which SQLite passes over, is looked at here.
    private static func names(_ names: Set<Slug>, in holder: TextHolder) -> Bool {
        [holder.summary, holder.body].contains { text in
            SnippetReference.all(in: text).contains { names.contains($0.name) }
        }
    }
}

extension Snippet: RowDecodable {
    fileprivate static var select: SQL {
        """
        SELECT snippet.name AS name, snippet.kind, snippet.texts, snippet.revision, snippet.changed_at,
            agent.name AS editor_name
        FROM snippet LEFT JOIN agent ON agent.id = snippet.editor_id
        """
    }

    package init(row: Row) throws(DatabaseError) {
        self.name = try row.get("name")
        self.kind = try row.get("kind")
        self.texts = try row.get("texts", as: JSONColumn<[String: String]>.self).value
        self.revision = try row.get("revision")
        self.editorName = try row.get("editor_name")
        self.changedAt = try row.get("changed_at")
    }
}

extension SnippetVersion: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.revision = try row.get("revision")
        self.texts = try row.get("texts", as: JSONColumn<[String: String]>.self).value
        self.editorName = try row.get("editor_name")
        self.createdAt = try row.get("created_at")
    }
}
