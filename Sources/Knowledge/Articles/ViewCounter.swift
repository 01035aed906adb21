import Base
package import Logging
import ServiceLifecycle
import Synchronization

/// Counts opened articles in memory and writes the sums now and then: a page must not cost a write.
///
/// What was counted since the last writing is lost when the process is killed; views are a measure of interest, not
/// something that was promised to anybody.
package final class ViewCounter: Service {
    private static let pause = Duration.seconds(10)

    private let counts = Mutex<[Slug: Int]>([:])
    private let articles: Articles
    private let logger: Logger

    package init(_ articles: Articles, logger: Logger) {
        self.articles = articles
        self.logger = logger
    }

    package func count(_ slug: Slug) {
        counts.withLock { $0[slug, default: 0] += 1 }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // Cancelled at the end: what is left is written once more below.
                try? await Task.sleep(for: Self.pause)
                await write()
            }
        }
    }

    private func write() async {
        let taken = counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
        do {
            try await articles.addViews(taken)
        } catch {
            logger.warning("views could not be written: \(error)")
            counts.withLock { counts in counts.merge(taken) { $0 + $1 } }
        }
    }
}
