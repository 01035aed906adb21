package import Base
import Hummingbird
package import People
import Web

/// `/api/v1/agent/articles…`: where articles are written.
package struct AuthoringRoutes: Sendable {
    private struct Choices: Encodable {
        struct Shelf: Encodable {
            let slug: Slug
            let name: String
        }

        struct Place: Encodable {
            let code: Region
            let name: String
        }

        let categories: [Shelf]
        let owners: [WorkingArticleView.Owner]
        /// By code, called as in the language of who asks.
        let regions: [Place]
        let locales: [LocaleCode]
        let mayPublish: Bool
    }

    private struct Preview: Encodable {
        let html: String
        /// What keeps it from readers.
        let flaws: [TextFlaw]
    }

    private let authoring: Authoring
    private let snippets: Snippets
    private let videos: Videos
    private let pictures: Pictures
    private let drawings: DiagramDrawings
    private let locales: [LocaleCode]

    /// - `snippets`: What texts may name.
    /// - `videos`, `pictures`: What texts may show.
    /// - `drawings`: Draws what stands in texts as words.
    /// - `locales`: The languages that the installation speaks.
    package init(
        authoring: Authoring,
        snippets: Snippets,
        videos: Videos,
        pictures: Pictures,
        drawings: DiagramDrawings,
        locales: [LocaleCode]
    ) {
        self.authoring = authoring
        self.snippets = snippets
        self.videos = videos
        self.pictures = pictures
        self.drawings = drawings
        self.locales = locales
    }

    package func register(on desk: AgentRouter) {
        desk.get("articles", needs: .articlesPropose, use: list)
        desk.post("articles", needs: .articlesPropose, use: create)
        desk.get("articles/choices", needs: .articlesPropose, use: choices)
        desk.post("articles/preview", needs: .articlesPropose, use: preview)
        desk.get("articles/:id", needs: .articlesPropose, use: read)
        desk.put("articles/:id", needs: .articlesEdit, use: change)
        desk.put("articles/:id/texts/:locale", needs: .articlesPropose, use: save)
        desk.post("articles/:id/texts/:locale/review", needs: .articlesPropose, use: askReview)
        desk.post("articles/:id/texts/:locale/return", needs: .articlesEdit, use: sendBack)
        desk.post("articles/:id/texts/:locale/publish", needs: .articlesEdit, use: publish)
        desk.post("articles/:id/texts/:locale/discard", needs: .articlesEdit, use: discard)
        desk.post("articles/:id/texts/:locale/archive", needs: .articlesEdit, use: archive)
        desk.post("articles/:id/texts/:locale/reopen", needs: .articlesEdit, use: reopen)
        desk.get("articles/:id/texts/:locale/versions", needs: .articlesPropose, use: versions)
        desk.get("articles/:id/texts/:locale/difference", needs: .articlesPropose, use: difference)
        desk.post("articles/:id/texts/:locale/restore", needs: .articlesPropose, use: restore)
        desk.get("articles/:id/texts/:locale/comments", needs: .articlesPropose, use: comments)
        desk.post("articles/:id/texts/:locale/comments", needs: .articlesPropose, use: comment)
    }

    // MARK: - Reading

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        var filter = WorkingArticleFilter()
        filter.stage = try request.query("stage", as: TranslationStage.self)
        filter.locale = try request.query("locale", as: LocaleCode.self)
        filter.category = try request.query("category", as: Slug.self)
        filter.visibility = try request.query("visibility", as: Audience.Visibility.self)
        filter.isLimited = try request.flag("limited") ?? false
        if let owner = request.query("owner") {
            guard let id = owner == "me" ? context.agent.id : ID<Agent>(owner) else {
                throw Problem(422, "invalid_parameter", "owner is not somebody's id, or me.")
            }
            filter.owner = id
        }
        filter.isDue = try request.flag("due") ?? false
        filter.isOutOfDate = try request.flag("out_of_date") ?? false
        filter.words = String((request.query("q") ?? "").prefix(100))
        let found = try await authoring.list(
            filter,
            after: try request.cursor(WorkingArticleCursor.self),
            limit: try request.query("limit", in: 1...100, default: 50)
        )
        return try .json(
            ListPage(found.articles.map(WorkingArticleView.init), nextCursor: found.next?.description)
        )
    }

    @Sendable private func choices(_ request: Request, _ context: AgentContext) async throws -> Response {
        let categories = try await authoring.categories()
        let owners = try await authoring.owners()
        return try .json(
            Choices(
                categories: categories.map { .init(slug: $0.slug, name: $0.name(for: context.locale).name) },
                owners: owners.map { .init(id: $0.id.description, name: $0.name) },
                regions: Region.all.map { .init(code: $0, name: $0.name(in: context.locale)) },
                locales: locales,
                mayPublish: Permission.articlesEdit.isGranted(to: context.agent.role)
            )
        )
    }

    /// What readers would see of a text: the same renderer, the same cleaning.
    @Sendable private func preview(_ request: Request, _ context: AgentContext) async throws -> Response {
        let asked = try await request.json(PreviewTextBody.self, limitInBytes: 1024 * 1024)
        let (body, locale) = (asked.body, try asked.locale.map { try self.locale($0) } ?? .english)
        guard body.utf8.count <= ArticleText.mostBytes else {
            throw AuthoringError.invalid(field: "body", "\(ArticleText.mostBytes) bytes of text at most")
        }
        if asked.of == .announcement {
            let html = try await BlockingWork.run { MarkdownDocument(body, in: locale).html.markup }
            return try .json(Preview(html: html, flaws: []))
        }
        let filled = try await snippets.filled(body, in: locale)
        let document = try await BlockingWork.run { MarkdownDocument(filled.text, in: locale) }
        var shown = Illustrations()
        shown.videos = try await videos.named(in: filled.text)
        shown.pictures = try await pictures.named(Set(PicturePlacement.names(in: filled.text)))
        let figures = shown.videos.compactMapValues { VideoFigure($0, in: locale)?.html }
        let drawn = await drawings.drawn(document, videos: figures, pictures: shown.pictures)
        let undrawn = drawn.isWhole ? [] : [TextFlaw(kind: .diagramNotDrawn, name: "flowchart")]
        let flaws = filled.flaws + document.flaws(showing: shown) + undrawn
        return try .json(Preview(html: drawn.html.markup, flaws: flaws))
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        try answer(try await authoring.article(try id(context)))
    }

    @Sendable private func versions(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await authoring.versions(try id(context), in: try locale(context))
        return try .json(ListPage(found.map(ArticleVersionView.init)))
    }

    @Sendable private func difference(_ request: Request, _ context: AgentContext) async throws -> Response {
        let to = request.query("to") == nil ? nil : try request.query("to", in: 1...1_000_000, default: 1)
        let found = try await authoring.difference(
            try id(context),
            in: try locale(context),
            from: try request.query("from", in: 0...1_000_000, default: 0),
            to: to
        )
        return try .json(TextDifferenceView(found))
    }

    @Sendable private func comments(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await authoring.comments(try id(context), in: try locale(context))
        return try .json(ListPage(found.map(ArticleCommentView.init)))
    }

    // MARK: - Writing

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(CreateArticleBody.self, limitInBytes: 1024 * 1024)
        let article = try await authoring.create(
            try body.settings(at: authoring.clock.now),
            in: try locale(body.locale),
            body.text,
            by: context.agent
        )
        return try .json(WorkingArticleView(article), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let settings = try await request.json(ArticleSettingsBody.self).settings()
        return try answer(
            try await authoring.change(
                try id(context),
                to: settings,
                by: context.agent,
                from: context.web.remoteAddress
            )
        )
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(SaveArticleTextBody.self, limitInBytes: 1024 * 1024)
        return try answer(
            try await authoring.save(
                body.text,
                of: try id(context),
                in: try locale(context),
                from: body.revision,
                sourceVersion: body.sourceVersion,
                by: context.agent
            )
        )
    }

    @Sendable private func restore(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(RestoreVersionBody.self)
        return try answer(
            try await authoring.restore(
                body.version,
                of: try id(context),
                in: try locale(context),
                from: body.revision,
                by: context.agent
            )
        )
    }

    @Sendable private func comment(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(MarkdownBody.self).body
        let comment = try await authoring.comment(
            body,
            on: try id(context),
            in: try locale(context),
            by: context.agent
        )
        return try .json(ArticleCommentView(comment), status: .created)
    }

    // MARK: - Stages

    @Sendable private func askReview(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(ArticleRevisionBody.self).revision
        return try answer(
            try await authoring.askReview(try id(context), in: try locale(context), from: revision)
        )
    }

    @Sendable private func sendBack(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(ArticleRevisionBody.self).revision
        return try answer(
            try await authoring.sendBack(try id(context), in: try locale(context), from: revision)
        )
    }

    @Sendable private func publish(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(PublishArticleBody.self)
        return try answer(
            try await authoring.publish(
                try id(context),
                in: try locale(context),
                from: body.revision,
                at: body.at,
                note: body.note ?? "",
                by: context.agent,
                from: context.web.remoteAddress
            )
        )
    }

    @Sendable private func discard(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(ArticleRevisionBody.self).revision
        return try answer(
            try await authoring.discard(try id(context), in: try locale(context), from: revision)
        )
    }

    @Sendable private func archive(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(ArticleRevisionBody.self).revision
        return try answer(
            try await authoring.archive(
                try id(context),
                in: try locale(context),
                from: revision,
                by: context.agent,
                from: context.web.remoteAddress
            )
        )
    }

    @Sendable private func reopen(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(ArticleRevisionBody.self).revision
        return try answer(
            try await authoring.reopen(try id(context), in: try locale(context), from: revision)
        )
    }

    // MARK: - Inside

    private func answer(_ article: WorkingArticle) throws -> Response {
        try .json(WorkingArticleView(article))
    }

    private func id(_ context: AgentContext) throws -> ID<Article> {
        try context.parameter("id", as: ID<Article>.self)
    }

    private func locale(_ context: AgentContext) throws -> LocaleCode {
        try locale(try context.parameter("locale", as: String.self))
    }

    private func locale(_ tag: String) throws -> LocaleCode {
        guard let locale = LocaleCode(rawValue: tag) else {
            throw AuthoringError.invalid(field: "locale", "a language tag such as en or zh-CN")
        }
        return locale
    }
}
