import Base
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/videos…` and `/desk/knowledge/videos`: the videos that articles show.
package struct VideoRoutes: Sendable {
    private struct SaveBody: Decodable {
        let titles: [String: String]
        let revision: Int
    }

    private let videos: Videos
    private let pages: PageRenderer

    package init(videos: Videos, pages: PageRenderer) {
        self.videos = videos
        self.pages = pages
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("videos", needs: .articlesPropose, use: list)
        desk.get("videos/:name", needs: .articlesPropose, use: read)
        desk.put("videos/:name", needs: .articlesEdit, use: save)
        desk.delete("videos/:name", needs: .articlesEdit, use: remove)
        desk.put("videos/:name/film", needs: .articlesEdit, use: putFilm)
        desk.put("videos/:name/poster", needs: .articlesEdit, use: putPoster)
        desk.delete("videos/:name/poster", needs: .articlesEdit, use: removePoster)
        desk.put("videos/:name/stills/:second", needs: .articlesEdit, use: putStill)
        desk.delete("videos/:name/stills/:second", needs: .articlesEdit, use: removeStill)
        desk.put("videos/:name/captions/:locale", needs: .articlesEdit, use: putCaptions)
        desk.delete("videos/:name/captions/:locale", needs: .articlesEdit, use: removeCaptions)
        desk.put("videos/:name/chapters/:locale", needs: .articlesEdit, use: putChapters)
        desk.delete("videos/:name/chapters/:locale", needs: .articlesEdit, use: removeChapters)
        let limit = videos.limitInBytes
        pages.serve("/desk/knowledge/videos", needs: .articlesPropose, on: router) {
            agent,
            localisation,
            locale in
            VideosPage(agent, limitInBytes: limit, localisation, locale)
        }
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await videos.all().map(VideoView.init)))
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await videos.detail(try named(context))
        return try .json(VideoDetailView(found.video, found.uses))
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let name = try named(context)
        let body = try await request.json(SaveBody.self)
        let saved = try await videos.save(
            name,
            body.titles,
            from: body.revision,
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved), status: body.revision == 0 ? .created : .ok)
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await videos.remove(try named(context), as: context.actor)
        return .noContent
    }

    /// The raw body: an MP4 or a WebM, whatever its `Content-Type` says.
    @Sendable private func putFilm(_ request: Request, _ context: AgentContext) async throws -> Response {
        let saved = try await videos.putFilm(
            request.pieces,
            size: request.headers[.contentLength].flatMap { Int($0) },
            of: try named(context),
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved))
    }

    @Sendable private func putPoster(_ request: Request, _ context: AgentContext) async throws -> Response {
        let name = try named(context)
        let content = try await Self.content(
            of: request,
            most: Videos.largestPoster,
            else: .tooLarge(limitInBytes: Videos.largestPoster)
        )
        let saved = try await videos.putPoster(content, of: name, by: context.agent, as: context.actor)
        return try .json(VideoView(saved))
    }

    @Sendable private func removePoster(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        try await remove(.poster, in: nil, context)
    }

    @Sendable private func putStill(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (name, second) = (try named(context), try second(context))
        let content = try await Self.content(
            of: request,
            most: Videos.largestPoster,
            else: .tooLarge(limitInBytes: Videos.largestPoster)
        )
        let saved = try await videos.putStill(
            content,
            at: second,
            of: name,
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved))
    }

    @Sendable private func removeStill(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let saved = try await videos.removeStill(
            at: try second(context),
            of: try named(context),
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved))
    }

    @Sendable private func putCaptions(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await put(.captions, request, context)
    }

    @Sendable private func removeCaptions(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        try await remove(.captions, in: try locale(context), context)
    }

    @Sendable private func putChapters(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await put(.chapters, request, context)
    }

    @Sendable private func removeChapters(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        try await remove(.chapters, in: try locale(context), context)
    }

    // MARK: - Inside

    private func put(
        _ role: VideoFile.Role,
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let (name, locale) = (try named(context), try locale(context))
        let content = try await Self.content(of: request, most: WebVTT.mostBytes, else: .textTooLarge)
        let saved = try await videos.put(
            content,
            as: role,
            in: locale,
            of: name,
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved))
    }

    private func remove(
        _ role: VideoFile.Role,
        in locale: LocaleCode?,
        _ context: AgentContext
    ) async throws -> Response {
        let saved = try await videos.remove(
            role,
            in: locale,
            of: try named(context),
            by: context.agent,
            as: context.actor
        )
        return try .json(VideoView(saved))
    }

    private static func content(
        of request: Request,
        most: Int,
        else error: VideoError
    ) async throws -> [UInt8] {
        do {
            return try await request.bytes(limitInBytes: most)
        } catch let problem as Problem where problem.status == 413 {
            throw error
        }
    }

    private func named(_ context: AgentContext) throws -> Slug {
        let text = try context.parameter("name", as: String.self)
        guard let name = Slug(rawValue: text) else {
            throw VideoError.invalid(field: "name", "1 to 80 lower-case letters, digits and single hyphens")
        }
        return name
    }

    private func second(_ context: AgentContext) throws -> Int {
        guard let second = Int(try context.parameter("second", as: String.self)),
            (0..<1_000_000).contains(second)
        else { throw VideoError.invalid(field: "second", "a whole number of seconds from the beginning") }
        return second
    }

    private func locale(_ context: AgentContext) throws -> LocaleCode {
        let text = try context.parameter("locale", as: String.self)
        guard let locale = LocaleCode(rawValue: text) else {
            throw VideoError.invalid(field: "locale", "a language tag such as en or zh-CN")
        }
        return locale
    }
}
