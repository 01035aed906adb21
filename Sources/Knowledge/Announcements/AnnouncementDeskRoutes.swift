package import Base
import Hummingbird
package import People
import Storage
import Web

/// `/api/v1/agent/announcements…`: where announcements are written and incidents told on.
package struct AnnouncementDeskRoutes: Sendable {
    private struct Choices: Encodable {
        let locales: [LocaleCode]
        let topics: [String]
    }

    private let desk: AnnouncementDesk
    private let locales: [LocaleCode]
    private let topics: [String]

    /// - `locales`: The languages that the installation speaks.
    /// - `topics`: What conversations can be about.
    package init(desk: AnnouncementDesk, locales: [LocaleCode], topics: [String]) {
        self.desk = desk
        self.locales = locales
        self.topics = topics
    }

    package func register(on desk: AgentRouter) {
        desk.get("announcements", needs: .announcementsEdit, use: list)
        desk.post("announcements", needs: .announcementsEdit, use: create)
        desk.get("announcements/choices", needs: .announcementsEdit, use: choices)
        desk.get("announcements/:id", needs: .announcementsEdit, use: read)
        desk.put("announcements/:id", needs: .announcementsEdit, use: save)
        desk.post("announcements/:id/publish", needs: .announcementsEdit, use: publish)
        desk.post("announcements/:id/unschedule", needs: .announcementsEdit, use: unschedule)
        desk.post("announcements/:id/withdraw", needs: .announcementsEdit, use: withdraw)
        desk.post("announcements/:id/updates", needs: .announcementsEdit, use: update)
        desk.get("announcements/:id/history", needs: .announcementsEdit, use: history)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let filter = AnnouncementFilter(
            stage: try request.query("stage", as: AnnouncementStage.self),
            kind: try request.query("kind", as: Announcement.Kind.self)
        )
        let found = try await desk.list(
            filter,
            before: try request.cursor(ID<Announcement>.self),
            limit: try request.query("limit", in: 1...100, default: 50)
        )
        return try .json(
            ListPage(found.announcements.map(AnnouncementDeskView.init), nextCursor: found.next?.description)
        )
    }

    @Sendable private func choices(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(Choices(locales: locales, topics: topics))
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        try answer(try await desk.announcement(try id(context)))
    }

    @Sendable private func history(_ request: Request, _ context: AgentContext) async throws -> Response {
        let deeds = try await desk.deeds(on: try id(context))
        return try .json(ListPage(deeds.map(AnnouncementDeedView.init)))
    }

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(AnnouncementBody.self, limitInBytes: 1024 * 1024)
        let draft = try body.draft(locales, at: desk.clock.now)
        let made = try await desk.create(draft, by: context.agent)
        return try .json(AnnouncementDeskView(made), status: .created)
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(AnnouncementBody.self, limitInBytes: 1024 * 1024)
        guard let revision = body.revision else {
            throw AnnouncementError.invalid(field: "revision", "the one that was read")
        }
        let known = try await desk.announcement(try id(context))
        return try answer(
            try await desk.save(
                try body.draft(locales, known.slug, at: desk.clock.now),
                of: known.id,
                from: revision,
                by: actor(context)
            )
        )
    }

    @Sendable private func publish(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(PublishAnnouncementBody.self)
        return try answer(
            try await desk.publish(try id(context), from: body.revision, at: body.at, by: actor(context))
        )
    }

    @Sendable private func unschedule(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(AnnouncementRevisionBody.self).revision
        return try answer(try await desk.unschedule(try id(context), from: revision, by: actor(context)))
    }

    @Sendable private func withdraw(_ request: Request, _ context: AgentContext) async throws -> Response {
        let revision = try await request.json(AnnouncementRevisionBody.self).revision
        return try answer(try await desk.withdraw(try id(context), from: revision, by: actor(context)))
    }

    @Sendable private func update(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(AnnouncementUpdateBody.self)
        let texts = Dictionary(body.texts.map { ($0.locale, $0.text) }) { $1 }
        return try answer(
            try await desk.update(
                texts,
                state: body.state,
                expectedEnd: body.expectedEndAt,
                of: try id(context),
                from: body.revision,
                by: actor(context)
            )
        )
    }

    // MARK: - Inside

    private func answer(_ announcement: Announcement) throws -> Response {
        try .json(AnnouncementDeskView(announcement))
    }

    private func id(_ context: AgentContext) throws -> ID<Announcement> {
        try context.parameter("id", as: ID<Announcement>.self)
    }

    private func actor(_ context: AgentContext) -> AuditActor {
        context.agent.acting(from: context.web.remoteAddress)
    }
}
