import Base
import Storage

extension Authoring {
    /// A text that readers can be shown, as long as it and what it names say the same.
    struct CheckedText: Sendable, Hashable {
        let text: ArticleText
        let shelf: SnippetShelf
        let shown: Illustrations
    }

    /// Looks at a text before it is moved: reading it through takes too long for a transaction that others wait for.
    ///
    /// - Returns: Nil where there is another revision, which the transaction says.
    func checkedForReaders(
        _ id: ID<Article>,
        _ locale: LocaleCode,
        from revision: Int
    ) async throws -> CheckedText? {
        let (working, shelf, shown) = try await database.read { db in
            let working = try Self.text(id, locale, WorkingTextSQL(db: db))
            let text = working.text
            let shelf = try SnippetSQL(db: db).shelf(for: [text.summary, text.body])
            let names = Illustrations.Names(in: [shelf.filled(text.body, in: locale).text])
            return (working, shelf, try Illustrations(names, db))
        }
        guard working.revision == revision else { return nil }
        try working.text.checkedForReaders(in: locale, shelf, shown)
        return CheckedText(text: working.text, shelf: shelf, shown: shown)
    }

    /// Whether readers can be shown a text; what it names stays until the transaction ends.
    ///
    /// - `checked`: What was looked at before.
    static func checkForReaders(
        _ text: ArticleText,
        in locale: LocaleCode,
        _ db: Connection,
        unless checked: CheckedText? = nil
    ) throws {
        let shelf = try SnippetSQL(db: db).heldShelf(for: [text.summary, text.body])
        let names = Illustrations.Names(in: [shelf.filled(text.body, in: locale).text])
        let shown = try Illustrations(holding: names, db)
        if let checked, checked == CheckedText(text: text, shelf: shelf, shown: shown) { return }
        try text.checkedForReaders(in: locale, shelf, shown)
    }
}
