import Base
package import Logging
import ServiceLifecycle
import Storage

/// Notices articles that another process wrote, an import or another node, and has the search told.
package struct ArticleWatcher: Service {
    private static let pause = Duration.seconds(2)
    /// Longer than a transaction and the clocks of two nodes are apart.
    private static let overlap = Duration.seconds(20)

    private let articles: Articles
    private let logger: Logger

    package init(_ articles: Articles, logger: Logger) {
        self.articles = articles
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: Self.pause,
            "articles could not be looked at",
            logger,
            from: ArticleMark?.none
        ) { seen in
            try await look(seen)
        }
    }

    /// - `seen`: What the listener knows; nil at first, when it was just told everything.
    ///
    /// Returns: What the listener knows now.
    func look(_ seen: ArticleMark?) async throws -> ArticleMark {
        let mark = try await articles.mark()
        guard let seen, mark != seen else { return mark }
        // From a while before: what began earlier may have been on disk later, and telling twice does no harm.
        let since = (seen.changedAt ?? Instant(milliseconds: 0)) - Self.overlap
        try await articles.tellChanges(since: since)
        return mark
    }
}
