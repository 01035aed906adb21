import Base
package import Logging
import ServiceLifecycle
import Storage

/// How far the stored articles have come.
struct ArticleMark: RowDecodable, Sendable, Hashable {
    let translations: Int
    let changedAt: Instant?

    init(translations: Int, changedAt: Instant?) {
        self.translations = translations
        self.changedAt = changedAt
    }

    init(row: Row) throws(DatabaseError) {
        self.translations = try row.get("translations")
        self.changedAt = try row.get("changed_at")
    }
}

/// Notices articles that another process wrote, an import or another node, and tells the listener.
package struct ArticleWatcher: Service {
    private static let pause = Duration.seconds(2)

    private let articles: Articles
    private let listener: any ArticleListener
    private let logger: Logger

    package init(_ articles: Articles, listener: any ArticleListener, logger: Logger) {
        self.articles = articles
        self.listener = listener
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: ArticleMark?
            while !Task.isCancelled {
                do {
                    seen = try await look(seen)
                } catch {
                    logger.warning("articles could not be looked at: \(error)")
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// - `seen`: What the listener knows; nil at first, when it was just told everything.
    ///
    /// Returns: What the listener knows now.
    func look(_ seen: ArticleMark?) async throws -> ArticleMark {
        let mark = try await articles.mark()
        guard let seen, mark != seen else { return mark }
        // From the same millisecond on: two writings may share it, and telling twice does no harm.
        listener.articlesChanged(
            try await articles.changed(since: seen.changedAt ?? Instant(milliseconds: 0))
        )
        return mark
    }
}
