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
    private let shown: ShownVideos

    /// Gives out the files of `videos`, as far as `articles` show them; `search` hears of every change of those.
    package init(videos: Videos, articles: Articles, search: HelpSearches) {
        self.videos = videos
        self.shown = ShownVideos(articles, search: search)
    }

    package func register(on router: Router<WebContext>) {
        router.get("\(Self.path):id", use: give)
    }

    @Sendable private func give(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<VideoFile>.self)
        let (file, video) = try await videos.file(id)
        let isForEverybody = try await shown.holds(video, for: .everybody)
        if !isForEverybody, try await !isReadable(video, context.audience) { throw VideoError.fileNotFound }
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

    /// The desk sees what is written, before readers do.
    private func isReadable(_ video: Slug, _ audience: Audience) async throws -> Bool {
        if audience == .staff { return true }
        return try await shown.holds(video, for: audience)
    }
}

/// Which videos the articles show that a reader may read.
private final class ShownVideos: Sendable {
    private struct Kept {
        let edition: Int
        let readAt: ContinuousClock.Instant
        let names: Set<Slug>
    }

    private let articles: Articles
    private let search: HelpSearches
    private let kept = Mutex<[Audience: Kept]>([:])

    init(_ articles: Articles, search: HelpSearches) {
        self.articles = articles
        self.search = search
    }

    /// How long what was read is the answer for a video that no article shows: another node may have published one since.
    private static let longestUnheard = Duration.seconds(1)

    /// Whether an article that a reader may read shows a video.
    ///
    /// - Complexity: reads every text once after each change of an article, and for videos that none shows at most once a
    ///   second.
    func holds(_ video: Slug, for reader: Audience) async throws -> Bool {
        // Before the articles are read: what changes meanwhile makes another edition.
        let edition = search.search(for: reader).edition
        let readAt = ContinuousClock.now
        if let kept = kept.withLock({ $0[reader] }), kept.edition == edition {
            let isShown = kept.names.contains(video)
            if isShown || kept.readAt.duration(to: readAt) < Self.longestUnheard { return isShown }
        }
        let names = Set(
            try await articles.all(for: reader).flatMap { article in
                article.translations.flatMap { $0.videos.map(\.name) }
            }
        )
        kept.withLock { $0[reader] = Kept(edition: edition, readAt: readAt, names: names) }
        return names.contains(video)
    }
}
