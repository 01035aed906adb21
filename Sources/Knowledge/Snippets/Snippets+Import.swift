import Base
import Storage

extension Snippets {
    /// What an import brings of one: some of its languages.
    package struct Draft: Sendable, Hashable {
        package var name: Slug
        package var kind: Snippet.Kind
        /// By language tag, or `*`.
        package var texts: [String: String]

        package init(name: Slug, kind: Snippet.Kind, texts: [String: String]) {
            self.name = name
            self.kind = kind
            self.texts = texts
        }
    }

    /// Writes what an import brings, all or nothing: languages that it does not have stay, and what is the same as before makes
    /// no version.
    ///
    /// - Throws: ``SnippetError``: also where something that readers see would name what there is not.
    package func save(_ drafts: [Draft]) async throws {
        let drafts = try drafts.map { draft in
            Draft(name: draft.name, kind: draft.kind, texts: try Snippet.validated(draft.texts, draft.kind))
        }
        let shown = try await checkForReaders(drafts.filter { $0.kind == .snippet }.flatMap(\.texts.values))
        let now = clock.now
        let changed = try await database.write { db -> [ID<Article>] in
            let sql = SnippetSQL(db: db)
            // In one order, as everybody takes them.
            let sorted = drafts.sorted { $0.name.rawValue < $1.name.rawValue }
            for draft in sorted { try sql.hold(draft.name) }
            try Self.hold(shown, db)
            let shelf = try sql.shelf()
            var written: [Snippet] = []
            for draft in sorted {
                let before = shelf.snippets[draft.name]
                if let before, before.kind != draft.kind {
                    throw SnippetError.invalid(field: "kind", "\(before.kind.rawValue), as \(draft.name) is")
                }
                let texts = (before?.texts ?? [:]).merging(draft.texts) { $1 }
                guard texts != before?.texts else { continue }
                let snippet = Snippet(
                    name: draft.name,
                    kind: draft.kind,
                    texts: texts,
                    revision: try sql.lastRevision(draft.name) + 1,
                    editorName: nil,
                    changedAt: now
                )
                try sql.put(snippet, by: nil)
                written.append(snippet)
            }
            let whole = written.reduce(shelf) { $0.with($1) }
            guard whole.snippets.count <= Snippet.most else { throw SnippetError.tooMany }
            // Only now: they may name each other.
            let articles = try written.flatMap { try Self.check($0, from: shelf, to: whole, sql) }
            let changed = Set(articles).sorted { $0.description < $1.description }
            for id in changed { try AuthoringSQL(db: db).tellReaders(id, at: now) }
            return changed
        }
        try await telling.tell(changed)
    }
}
