import Base
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/pictures…` and `/desk/knowledge/pictures`: the pictures that articles show.
package struct PictureRoutes: Sendable {
    private struct SaveBody: Decodable {
        let alts: [String: String]
        let revision: Int
    }

    private let pictures: Pictures
    private let pages: PageRenderer
    private let limiter: RateLimiter

    /// - `limiter`: How often somebody may bring one: each is a process.
    package init(pictures: Pictures, pages: PageRenderer, limiter: RateLimiter) {
        self.pictures = pictures
        self.pages = pages
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("pictures", needs: .articlesPropose, use: list)
        // Who writes a draft may show something in it; readers see it once an editor publishes that.
        desk.post("pictures", needs: .articlesPropose, use: add)
        desk.get("pictures/:name", needs: .articlesPropose, use: read)
        desk.put("pictures/:name", needs: .articlesEdit, use: save)
        desk.put("pictures/:name/content", needs: .articlesEdit, use: replace)
        desk.delete("pictures/:name", needs: .articlesEdit, use: remove)
        pages.serve("/desk/knowledge/pictures", needs: .articlesPropose, on: router) {
            PicturesPage($0, $1, $2)
        }
    }

    /// `GET /api/v1/agent/pictures?q=…`: the newest first.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await pictures.list(
            String((request.query("q") ?? "").prefix(100)),
            after: try request.cursor(PictureCursor.self),
            limit: try request.query("limit", in: 1...100, default: 50)
        )
        return try .json(ListPage(found.pictures.map(PictureView.init), nextCursor: found.next?.description))
    }

    /// `POST /api/v1/agent/pictures?name=…&alt=…&locale=…`, the file as the raw body → 201; 200 with the picture that there is
    /// of the same file.
    @Sendable private func add(_ request: Request, _ context: AgentContext) async throws -> Response {
        try limiter.check("pictures:\(context.agent.id)")
        let alt = try Self.words(request, "alt") ?? ""
        guard !alt.trimmed.isEmpty else {
            throw PictureError.invalid(field: "alt", "say what the picture shows, for who does not see it")
        }
        let locale = try request.query("locale", as: LocaleCode.self) ?? context.locale
        let made = try await pictures.add(
            try await Self.content(of: request),
            called: try Self.words(request, "name") ?? "",
            showing: alt,
            in: locale,
            by: context.agent,
            as: context.actor
        )
        return try .json(PictureView(made.picture), status: made.isNew ? .created : .ok)
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await pictures.detail(try named(context))
        return try .json(PictureDetailView(found.picture, found.uses))
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let name = try named(context)
        let body = try await request.json(SaveBody.self)
        let saved = try await pictures.save(
            name,
            body.alts,
            from: body.revision,
            by: context.agent,
            as: context.actor
        )
        return try .json(PictureView(saved))
    }

    /// The raw body, whatever its `Content-Type` says.
    @Sendable private func replace(_ request: Request, _ context: AgentContext) async throws -> Response {
        let name = try named(context)
        try limiter.check("pictures:\(context.agent.id)")
        let content = try await Self.content(of: request)
        return try .json(
            PictureView(try await pictures.replace(name, by: content, context.agent, as: context.actor))
        )
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await pictures.remove(try named(context), as: context.actor)
        return .noContent
    }

    // MARK: - Inside

    private static func content(of request: Request) async throws -> [UInt8] {
        do {
            return try await request.bytes(limitInBytes: Picture.largest)
        } catch let problem as Problem where problem.status == 413 {
            throw PictureError.tooLarge
        }
    }

    /// Words of the address.
    private static func words(_ request: Request, _ name: String) throws -> String? {
        guard let words = request.query(name) else { return nil }
        guard words.utf8.count <= 4 * Picture.longestAlt else {
            throw PictureError.invalid(field: name, "\(Picture.longestAlt) characters at most")
        }
        return words
    }

    private func named(_ context: AgentContext) throws -> Slug {
        let text = try context.parameter("name", as: String.self)
        guard let name = Slug(rawValue: text) else {
            throw PictureError.invalid(field: "name", "1 to 80 lower-case letters, digits and single hyphens")
        }
        return name
    }
}

/// One as the desk's API tells it.
private struct PictureView: Encodable {
    let name: Slug
    let alts: [String: String]
    let revision: Int
    let editor: String?
    let createdAt: Instant
    let changedAt: Instant
    let url: String
    /// A small copy; nil where it is small itself.
    let smallUrl: String?
    let mediaType: String
    let size: Int
    let width: Int
    let height: Int
    let moves: Bool

    init(_ picture: Picture) {
        self.name = picture.name
        self.alts = picture.alts
        self.revision = picture.revision
        self.editor = picture.editorName
        self.createdAt = picture.createdAt
        self.changedAt = picture.changedAt
        self.url = picture.file.address
        self.smallUrl = picture.file.smallAddress
        self.mediaType = picture.file.mediaType
        self.size = picture.file.sizeInBytes
        self.width = picture.file.width
        self.height = picture.file.height
        self.moves = picture.file.moves
    }
}

private struct PictureDetailView: Encodable {
    let picture: PictureView
    let usedBy: [TextUseView]

    init(_ picture: Picture, _ uses: [TextUse]) {
        self.picture = PictureView(picture)
        self.usedBy = uses.map(TextUseView.init)
    }
}
