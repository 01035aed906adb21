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

    /// A text of an article that names one of some snippets.
    struct Holder: RowDecodable {
        let article: ID<Article>
        let slug: Slug
        let locale: LocaleCode
        let title: String
        let summary: String
        let body: String

        init(row: Row) throws(DatabaseError) {
            self.article = try row.get("article_id")
            self.slug = try row.get("slug")
            self.locale = try row.get("locale")
            self.title = try row.get("title")
            self.summary = try row.get("summary")
            self.body = try row.get("body")
        }

        /// Whether readers of the text would find a place that is not filled in.
        func isWhole(_ shelf: SnippetShelf) -> Bool {
            [summary, body].allSatisfy { shelf.filled($0, in: locale).flaws.isEmpty }
        }
    }

    /// What readers see that names one of `names`, by article and language.
    ///
    /// - Complexity: reads every text that is published; only editors ask, when a snippet changes.
    func shown(naming names: Set<Slug>) throws(DatabaseError) -> [Holder] {
        try holders(Self.shown, naming: names)
    }

    /// What is being written that names one of `names`, likewise; what is archived is left out.
    func drafts(naming names: Set<Slug>) throws(DatabaseError) -> [Holder] {
        try holders(Self.drafts, naming: names)
    }

    /// What shows a video, itself or by a snippet that it names: what readers see, and what is being written.
    ///
    /// - Complexity: reads every text with a video, and every one that names a snippet where one of those shows it.
    func holders(showing video: Slug) throws(DatabaseError) -> (shown: [Holder], drafts: [Holder]) {
        let shelf = try shelf()
        let isInSnippet = shelf.snippets.values.contains { snippet in
            snippet.texts.values.contains { VideoPlacement.names(in: $0).contains(video) }
        }
        let fits: SQL =
            isInSnippet
            ? "(holder.body LIKE '%:::%video%' OR holder.body LIKE '%{{%')" : "holder.body LIKE '%:::%video%'"
        func found(_ tables: SQL) throws(DatabaseError) -> [Holder] {
            try holders(tables, fitting: fits).filter { holder in
                VideoPlacement.names(in: shelf.filled(holder.body, in: holder.locale).text).contains(video)
            }
        }
        return (try found(Self.shown), try found(Self.drafts))
    }

    private static let shown: SQL =
        "article_translation AS holder JOIN article ON article.id = holder.article_id WHERE 1 = 1"
    private static var drafts: SQL {
        """
        article_text AS holder JOIN article ON article.id = holder.article_id
        WHERE holder.stage <> \(TranslationStage.archived)
        """
    }

    private func holders(_ tables: SQL, fitting fits: SQL) throws(DatabaseError) -> [Holder] {
        try db.all(
            Holder.self,
            """
            SELECT holder.article_id, article.slug, holder.locale, holder.title, holder.summary, holder.body
            FROM \(tables) AND \(fits) ORDER BY article.slug, holder.locale
            """
        )
    }

    private func holders(_ tables: SQL, naming names: Set<Slug>) throws(DatabaseError) -> [Holder] {
        // Nothing that LIKE means anything by is in a name; the case, which SQLite passes over, is looked at behind.
        let sorted = names.sorted { $0.rawValue < $1.rawValue }
        // One name is what most have; a condition of hundreds is more than SQLite takes.
        let fits: SQL =
            if let name = sorted.first, sorted.count == 1 {
                Self.names("%:\(name)}}%")
            } else {
                Self.names("%{{%")
            }
        guard !sorted.isEmpty else { return [] }
        return try holders(tables, fitting: fits).filter { holder in
            [holder.summary, holder.body].contains { text in
                SnippetReference.all(in: text).contains { names.contains($0.name) }
            }
        }
    }

    private static func names(_ pattern: String) -> SQL {
        "(holder.body LIKE \(pattern) OR holder.summary LIKE \(pattern))"
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
