import Base
import Storage

/// Tells the search what became of articles: one reading after the other.
///
/// Of two that read at once the one that began first could be told last, and what it says would stand: for seconds readers
/// would be shown what is no longer for them.
final class ArticleTelling: Sendable {
    private let database: any Database
    private let listener: any ArticleListener
    private let turns = Turns()

    init(_ database: any Database, listener: any ArticleListener) {
        self.database = database
        self.listener = listener
    }

    /// This node's search hears at once of what is on disk now; others notice by themselves.
    func tell(_ changed: some Sequence<ID<Article>> & Sendable) async throws {
        let ids = Set(changed).sorted()
        guard !ids.isEmpty else { return }
        try await tell { db in try ArticleSQL(db: db).articles(ids) }
    }

    /// - `read`: Finds them.
    func tell(_ read: @escaping @Sendable (Connection) throws -> [Article]) async throws {
        try await turns.run { [database, listener] in
            listener.articlesChanged(try await database.read { db in try read(db) })
        }
    }
}
