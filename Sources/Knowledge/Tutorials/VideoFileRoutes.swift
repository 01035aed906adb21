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
        // The desk sees what is written, before readers do.
        let mayRead =
            context.audience == .staff ? true : try await shown.holds(video, for: context.audience)
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

/// Which videos the articles show that a reader may read.
private final class ShownVideos: Sendable {
    private struct Kept {
        let edition: Int
        let names: Set<Slug>
        let readAt: ContinuousClock.Instant
    }

    /// How long what was read is the answer for a video that no article shows: another node may have published one since.
    private static let longestUnheard = Duration.seconds(1)

    private let articles: Articles
    private let search: HelpSearches
    private let kept = Mutex<[Audience: Kept]>([:])
    private let readings = Mutex<[Audience: Task<Kept, any Error>]>([:])

    init(_ articles: Articles, search: HelpSearches) {
        self.articles = articles
        self.search = search
    }

    /// Whether an article that a reader may read shows a video.
    ///
    /// - Complexity: reads every text once after each change of an article, and for videos that none shows at most once a
    ///   second, however many ask.
    func holds(_ video: Slug, for reader: Audience) async throws -> Bool {
        if let known = now(reader) {
            if known.names.contains(video) { return true }
            if known.readAt.duration(to: .now) < Self.longestUnheard { return false }
        }
        let edition = search.search(for: reader).edition
        let found = try await read(for: reader)
        if found.names.contains(video) { return true }
        // That reading had begun before an article changed.
        return found.edition == edition ? false : try await read(for: reader).names.contains(video)
    }

    /// The same as far as it is known here: what another node has published a moment ago may be missing.
    func isKnown(_ video: Slug, to reader: Audience) async throws -> Bool {
        if let known = now(reader) { return known.names.contains(video) }
        return try await read(for: reader).names.contains(video)
    }

    /// What was read since the last change of an article; nil for nothing.
    private func now(_ reader: Audience) -> Kept? {
        let edition = search.search(for: reader).edition
        return kept.withLock { $0[reader] }.flatMap { $0.edition == edition ? $0 : nil }
    }

    /// Reads what the articles show; whoever comes meanwhile waits for the same reading.
    private func read(for reader: Audience) async throws -> Kept {
        let reading = readings.withLock { readings in
            if let running = readings[reader] { return running }
            // A task of its own: it is read for all who wait, also when the first of them hangs up.
            let task = Task {
                defer { self.readings.withLock { $0[reader] = nil } }
                // Before the articles are read: what changes meanwhile makes another edition.
                let edition = search.search(for: reader).edition
                let names = try await articles.all(for: reader).flatMap { article in
                    article.translations.flatMap { $0.videos.map(\.name) }
                }
                let found = Kept(edition: edition, names: Set(names), readAt: .now)
                kept.withLock { $0[reader] = found }
                return found
            }
            readings[reader] = task
            return task
        }
        return try await reading.value
    }
}
