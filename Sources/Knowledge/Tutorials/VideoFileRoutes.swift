import Base
import HTTPTypes
package import Hummingbird
import People
import Synchronization
package import Web

/// `/videos/{id}`: films, posters, captions and chapters, for whoever may read an article that shows them.
///
/// A file's address cannot be guessed, and that is not relied on: who asks is looked at each time.
package struct VideoFileRoutes: Sendable {
    static let path = "/videos/"

    private let videos: Videos
    private let shown: ShownNames

    /// Gives out the files of `videos`, as far as `articles` show them; `search` hears of every change of those.
    package init(videos: Videos, articles: Articles, search: HelpSearches) {
        self.videos = videos
        self.shown = ShownNames(articles, search: search) { $0.videos.map(\.name) }
    }

    package func register(on router: Router<WebContext>) {
        router.get("\(Self.path):id", use: give)
    }

    @Sendable private func give(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<VideoFile>.self)
        let (file, video) = try await videos.file(id)
        // The desk sees what is written, before readers do.
        let mayRead =
            context.reader == .staff ? true : try await shown.holds(video, for: context.reader)
        guard mayRead else { throw VideoError.fileNotFound }
        let isForEverybody = try await shown.isKnown(video, to: .everybody)
        let headers: HTTPFields = [
            // A file never changes; who may read it may, so that even a public one is asked for again after a day.
            .cacheControl: isForEverybody ? "public, max-age=86400" : "private, no-cache"
        ]
        return try await .file(
            file.sizeInBytes,
            type: file.mediaType,
            tag: "\"\(file.id)\"",
            to: request,
            headers
        ) { [videos] byte in
            try await videos.content(of: file, from: byte)
        }
    }
}

/// For whom the articles are that show a video, or a picture.
final class ShownNames: Sendable {
    private struct Kept {
        let edition: Int
        /// By its name, of everything that is published.
        let audiences: [Slug: Set<Audience>]
        let readAt: ContinuousClock.Instant

        func shows(_ name: Slug, to reader: Reader) -> Bool {
            audiences[name]?.contains(where: reader.sees) ?? false
        }
    }

    /// How long what was read is the answer for what no article shows: another node may have published one since.
    private static let longestUnheard = Duration.seconds(1)

    private let articles: Articles
    private let search: HelpSearches
    private let names: @Sendable (Article.Translation) -> [Slug]
    private let kept = Mutex<Kept?>(nil)
    private let running = Mutex<Task<Kept, any Error>?>(nil)

    /// - `names`: What a text shows.
    init(
        _ articles: Articles,
        search: HelpSearches,
        names: @escaping @Sendable (Article.Translation) -> [Slug]
    ) {
        self.articles = articles
        self.search = search
        self.names = names
    }

    /// Whether an article that a reader may read shows something.
    ///
    /// - Complexity: reads every text once after each change of an article, and for what none shows at most once a
    ///   second, however many ask.
    func holds(_ name: Slug, for reader: Reader) async throws -> Bool {
        if let known = now {
            if known.shows(name, to: reader) { return true }
            if known.readAt.duration(to: .now) < Self.longestUnheard { return false }
        }
        let edition = search.edition
        let found = try await read()
        if found.shows(name, to: reader) { return true }
        // That reading had begun before an article changed.
        return found.edition == edition ? false : try await read().shows(name, to: reader)
    }

    /// The same as far as it is known here: what another node has published a moment ago may be missing.
    func isKnown(_ name: Slug, to reader: Reader) async throws -> Bool {
        if let known = now { return known.shows(name, to: reader) }
        return try await read().shows(name, to: reader)
    }

    /// What was read since the last change of an article; nil for nothing.
    private var now: Kept? {
        let edition = search.edition
        return kept.withLock { $0 }.flatMap { $0.edition == edition ? $0 : nil }
    }

    /// Reads what the articles show; whoever comes meanwhile waits for the same reading.
    private func read() async throws -> Kept {
        let reading = running.withLock { running in
            if let running { return running }
            // A task of its own: it is read for all who wait, also when the first of them hangs up.
            let task = Task {
                defer { self.running.withLock { $0 = nil } }
                // Before the articles are read: what changes meanwhile makes another edition.
                let edition = search.edition
                var audiences: [Slug: Set<Audience>] = [:]
                for article in try await articles.all(for: .staff) {
                    for name in article.translations.flatMap(self.names) {
                        audiences[name, default: []].insert(article.audience)
                    }
                }
                let found = Kept(edition: edition, audiences: audiences, readAt: .now)
                kept.withLock { $0 = found }
                return found
            }
            running = task
            return task
        }
        return try await reading.value
    }
}
