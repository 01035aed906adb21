import Base
package import People
package import Storage

/// The texts that articles share: one door for writing them and for seeing where they stand.
package struct Snippets: Sendable {
    let database: any Database
    let clock: any WallClock
    /// Hears of the articles that say something else now, once it is on disk.
    let telling: ArticleTelling

    /// - `articles`: Where they are shown.
    package init(_ articles: Articles) {
        self.database = articles.database
        self.clock = articles.clock
        self.telling = articles.telling
    }

    /// All of them, by name.
    package func all() async throws -> [Snippet] {
        try await database.read { db in try SnippetSQL(db: db).all() }
    }

    /// Some of them, by name, and after which the list goes on; nil at its end.
    ///
    /// - `last`: Which was told last; nil for the beginning.
    func list(after last: Slug?, limit: Int) async throws -> (snippets: [Snippet], next: Slug?) {
        let found = try await database.read { db in
            try SnippetSQL(db: db).page(after: last, limit: limit + 1)
        }
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last?.name : nil)
    }

    /// One, with where it stands and what it said before.
    package struct Detail: Sendable {
        package let snippet: Snippet
        package let uses: [TextUse]
        /// The snippets that name it.
        package let snippets: [Slug]
        package let versions: [SnippetVersion]
    }

    /// - Throws: ``SnippetError/notFound(_:)``.
    package func detail(_ name: Slug) async throws -> Detail {
        try await database.read { db in
            let sql = SnippetSQL(db: db)
            let shelf = try sql.shelf()
            guard let snippet = shelf.snippets[name] else { throw SnippetError.notFound(name.rawValue) }
            let family = shelf.family(of: name)
            return Detail(
                snippet: snippet,
                uses: try Self.uses(family, sql),
                snippets: family.filter { $0 != name }.sorted { $0.rawValue < $1.rawValue },
                versions: try sql.versions(name)
            )
        }
    }

    /// A text with what its snippets say, as readers would see it.
    func filled(_ text: String, in locale: LocaleCode) async throws -> (text: String, flaws: [TextFlaw]) {
        guard SnippetReference.mayStand(in: text) else { return (text, []) }
        return try await database.read { db in try SnippetSQL(db: db).shelf() }.filled(text, in: locale)
    }

    /// Writes one; every article that names it says the new text from now on.
    ///
    /// - Parameters:
    ///   - name: Of which; a new name makes a new one.
    ///   - kind: What it is for good.
    ///   - texts: All of them, by language tag or `*`.
    ///   - revision: The one that the editor started from; 0 for a new one.
    ///   - agent: Who writes.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: It as it is now.
    /// - Throws: ``SnippetError``.
    package func save(
        _ name: Slug,
        _ kind: Snippet.Kind,
        _ texts: [String: String],
        from revision: Int,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Snippet {
        let texts = try Snippet.validated(texts, kind)
        let shown = kind == .snippet ? try await checkForReaders(Array(texts.values)) : Illustrations.Names()
        let named = Set(texts.values.flatMap(SnippetReference.all).map(\.name))
        let held = named.union([name]).sorted { $0.rawValue < $1.rawValue }
        let now = clock.now
        let (saved, changed) = try await first(name) { db in
            let sql = SnippetSQL(db: db)
            for name in held { try sql.hold(name) }
            try Self.hold(shown, db)
            let shelf = try sql.shelf()
            let before = shelf.snippets[name]
            guard before?.revision ?? 0 == revision else {
                throw SnippetError.changedMeanwhile(revision: before?.revision ?? 0)
            }
            if let before, before.kind != kind {
                throw SnippetError.invalid(field: "kind", "\(before.kind.rawValue), as it is")
            }
            guard before != nil || shelf.snippets.count < Snippet.most else { throw SnippetError.tooMany }
            let snippet = Snippet(
                name: name,
                kind: kind,
                texts: texts,
                revision: try sql.lastRevision(name) + 1,
                editorName: agent.name,
                changedAt: now
            )
            try sql.put(snippet, by: agent.id)
            let articles = try Self.check(snippet, from: shelf, to: shelf.with(snippet), sql)
            for id in articles { try AuthoringSQL(db: db).tellReaders(id, at: now) }
            let deed = Deed(.snippetChanged, by: actor, on: AuditSubject("snippet", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
            return (snippet, articles)
        }
        try await telling.tell(changed)
        return saved
    }

    /// Takes one away that nothing names any more.
    ///
    /// - Throws: ``SnippetError``.
    package func remove(_ name: Slug, as actor: AuditActor) async throws {
        let now = clock.now
        try await database.write { db in
            let sql = SnippetSQL(db: db)
            guard try sql.hold(name) else { throw SnippetError.notFound(name.rawValue) }
            let family = try sql.shelf().family(of: name)
            let uses = try Self.uses(family, sql).map(\.place)
            let names = family.filter { $0 != name }.map(\.rawValue).sorted()
            guard uses.isEmpty, names.isEmpty else {
                throw SnippetError.inUse(name.rawValue, uses: names + uses)
            }
            try sql.remove(name)
            let deed = Deed(.snippetRemoved, by: actor, on: AuditSubject("snippet", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
        }
    }

    // MARK: - Inside

    /// Whether readers can be shown Markdown texts: looked at before a transaction that others wait for.
    ///
    /// - Returns: The videos and pictures that they show, which ``hold(_:_:)`` looks at once more within it.
    /// - Throws: ``SnippetError/invalid(field:_:)``.
    func checkForReaders(_ texts: [String]) async throws -> Illustrations.Names {
        let documents = texts.map { MarkdownDocument($0) }
        var names = Illustrations.Names(in: texts)
        names.videos = Set(documents.flatMap(\.videos))
        let shown = try await database.read { [names] db in try Illustrations(names, db) }
        try Self.refuse(Set(documents.flatMap { $0.flaws(showing: shown) }))
        // What stands in code, say, is no picture.
        names.pictures.formIntersection(shown.pictures.keys)
        return names
    }

    /// Holds what texts show: nothing of it is deleted until the transaction ends, and then it is found where it is shown.
    ///
    /// - Throws: ``SnippetError/invalid(field:_:)`` where some of it is gone by now.
    static func hold(_ names: Illustrations.Names, _ db: Connection) throws {
        let shown = try Illustrations(holding: names, db)
        let films = names.videos.filter { shown.videos[$0]?.film == nil }
            .map { TextFlaw(kind: .videoUnknown, name: $0.rawValue) }
        let pictures = names.pictures.filter { shown.pictures[$0] == nil }
            .map { TextFlaw(kind: .pictureUnknown, name: "\(PicturePlacement.path)\($0)") }
        try refuse(Set(films + pictures))
    }

    private static func refuse(_ flaws: Set<TextFlaw>) throws(SnippetError) {
        guard flaws.isEmpty else {
            throw .invalid(field: "texts", flaws.map(\.words).sorted().joined(separator: "; "))
        }
    }

    /// Of two who take a name at once, the second hears of it.
    private func first<Value: Sendable>(
        _ name: Slug,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(body)
        } catch let error as DatabaseError where error.isUniqueViolation {
            let now = try await database.read { db in try SnippetSQL(db: db).snippet(name)?.revision }
            throw SnippetError.changedMeanwhile(revision: now ?? 0)
        }
    }

    /// Whether everything that readers see, and what waits for its time, stays whole.
    ///
    /// - Returns: The articles that say something else now, in the order in which everybody takes them.
    static func check(
        _ snippet: Snippet,
        from shelf: SnippetShelf,
        to changed: SnippetShelf,
        _ sql: SnippetSQL
    ) throws -> [ID<Article>] {
        for reference in snippet.references where changed.snippets[reference.name]?.kind != reference.kind {
            throw SnippetError.unknown(reference.notation)
        }
        let family = changed.family(of: snippet.name)
        guard !family.contains(where: { changed.isEndless($0) }) else {
            throw SnippetError.endless(snippet.name.rawValue)
        }
        let shown = try sql.shown(naming: family)
        let drafts = try sql.drafts(naming: family)
        let broken = (shown + drafts).filter { $0.isWhole(shelf) && !$0.isWhole(changed) }
        guard broken.isEmpty else {
            throw SnippetError.inUse(
                snippet.name.rawValue,
                uses: Set(broken.map { "/help/\($0.slug) (\($0.locale))" }).sorted()
            )
        }
        return Set(shown.map(\.article)).sorted { $0.description < $1.description }
    }

    private static func uses(_ names: Set<Slug>, _ sql: SnippetSQL) throws(DatabaseError) -> [TextUse] {
        TextUse.all(shown: try sql.shown(naming: names), drafts: try sql.drafts(naming: names))
    }
}
