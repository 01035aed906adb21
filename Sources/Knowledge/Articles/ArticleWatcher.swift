import Base
package import Logging
import ServiceLifecycle
import Storage

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
        await RepeatedWork.run(
            every: Self.pause,
            "articles could not be looked at",
            logger,
            from: TranslationMark?.none
        ) { seen in
            try await look(seen)
        }
    }

    /// - `seen`: What the listener knows; nil at first, when it was just told everything.
    ///
    /// Returns: What the listener knows now.
    func look(_ seen: TranslationMark?) async throws -> TranslationMark {
        let mark = try await articles.mark()
        guard let seen, mark != seen else { return mark }
        // From the same millisecond on: two writings may share it, and telling twice does no harm.
        listener.articlesChanged(
            try await articles.changed(since: seen.changedAt ?? Instant(milliseconds: 0))
        )
        return mark
    }
}
