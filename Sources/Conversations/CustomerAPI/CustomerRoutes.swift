package import Base
import Crypto
import Foundation
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// What the assistant says first; the room upstairs knows.
package protocol Greeter: Sendable {
    /// The first message of a chat about a topic.
    func greeting(for topic: Topic, locale: LocaleCode, customer: Customer) -> Timeline.Draft
}

/// `/api/v1/conversations`: everything a customer does with their conversations, and nobody else's.
package struct CustomerRoutes: Sendable {
    private struct OpeningBody: Decodable {
        let kind: Conversation.Kind
        let topic: Topic
        let subject: String?
        let body: String?
        let attachments: [ID<Attachment>]?
        let clientId: UUID?
        let action: String?
        let locale: LocaleCode?
        /// The path of the page that it is opened from.
        let page: String?
    }

    private struct MessageBody: Decodable {
        let clientId: UUID?
        let body: String?
        let attachments: [ID<Attachment>]?
        let action: String?
    }

    private struct RatingBody: Decodable {
        let score: Int
        let comment: String?
    }

    private let timeline: Timeline
    private let greeter: any Greeter
    private let limiter: RateLimiter

    package init(timeline: Timeline, greeter: any Greeter, limiter: RateLimiter) {
        self.timeline = timeline
        self.greeter = greeter
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>) {
        let group = router.group("/api/v1/conversations", context: CustomerContext.self)
        group.post(use: open)
        group.get(use: list)
        group.get(":id", use: show)
        group.get(":id/messages", use: messages)
        group.post(":id/messages", use: write)
        group.post(":id/handover", use: handOver)
        group.post(":id/ticket", use: turnIntoTicket)
        group.post(":id/resolve", use: resolve)
        group.post(":id/rating", use: rate)
    }

    @Sendable private func open(_ request: Request, _ context: CustomerContext) async throws -> Response {
        try limiter.check("open:\(context.customer.id)")
        let key = try Self.idempotencyKey(of: request)
        let body = try await request.json(OpeningBody.self)
        // A program that says no language here said one when it began the session.
        let locale =
            body.locale ?? (context.web.statesLocale ? context.locale : context.customer.profile.locale)
        let opening = Timeline.Opening(
            kind: body.kind,
            topic: body.topic,
            subject: body.subject,
            locale: locale,
            first: Self.draft(body.body, body.attachments, body.clientId, body.action),
            clientID: body.clientId ?? key,
            visit: Visit(userAgent: request.headers[.userAgent], page: body.page)
        )
        if body.kind == .ticket, opening.first == nil { throw ConversationError.emptyMessage }
        let greeting = greeter.greeting(for: body.topic, locale: locale, customer: context.customer)
        let conversation = try await timeline.open(opening, by: context.customer, greeting: greeting)
        return try .json(
            await timeline.view(of: conversation),
            status: .created,
            headers: [.location: "/api/v1/conversations/\(conversation.id)"]
        )
    }

    private static func draft(
        _ body: String?,
        _ attachments: [ID<Attachment>]?,
        _ clientID: UUID?,
        _ action: String?
    )
        -> Timeline.Draft?
    {
        guard body?.isEmpty == false || attachments?.isEmpty == false else { return nil }
        return Timeline.Draft(
            clientID: clientID,
            body: body ?? "",
            attachments: attachments ?? [],
            action: action
        )
    }

    /// `Idempotency-Key` as an id of ours: the first 16 bytes of its hash.
    private static func idempotencyKey(of request: Request) throws -> UUID? {
        try request.idempotencyKey.flatMap { UUID(bytes: Array(SHA256.hash(data: Data($0.utf8)).prefix(16))) }
    }

    @Sendable private func list(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let limit = try request.query("limit", in: 1...100, default: 20)
        let cursor = try request.cursor(ConversationCursor.self)
        let page = try await timeline.conversations(of: context.customer, after: cursor, limit: limit)
        return try .json(ListPage(page.views, nextCursor: page.next?.description))
    }

    @Sendable private func show(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        return try .json(await timeline.view(of: timeline.conversation(id, for: context.customer)))
    }

    @Sendable private func messages(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let after = try request.query("after_seq", in: 0...Int(Int32.max), default: 0)
        let limit = try request.query("limit", in: 1...200, default: 200)
        let conversation = try await timeline.conversation(id, for: context.customer)
        let messages = try await timeline.messages(conversation.id, after: after, limit: limit)
        let reader = context.customer.id.description
        return try .json(
            ListPage(
                messages.map { MessageView($0, for: reader, timeline.linkGuard) },
                nextCursor: messages.count == limit ? messages.last.map { String($0.seq) } : nil
            )
        )
    }

    @Sendable private func write(_ request: Request, _ context: CustomerContext) async throws -> Response {
        try limiter.check("write:\(context.customer.id)")
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let key = try Self.idempotencyKey(of: request)
        let body = try await request.json(MessageBody.self)
        guard let clientID = body.clientId ?? key else {
            throw ConversationError.invalid(
                field: "client_id",
                "a UUID is required, so that a repeat is recognised"
            )
        }
        let draft = Timeline.Draft(
            clientID: clientID,
            body: body.body ?? "",
            attachments: body.attachments ?? [],
            action: body.action
        )
        let message = try await timeline.write(draft, to: id, by: context.customer)
        return try .json(
            MessageView(message, for: context.customer.id.description, timeline.linkGuard),
            status: .created
        )
    }

    @Sendable private func handOver(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        return try .json(await timeline.view(of: timeline.askForPerson(id, by: context.customer)))
    }

    @Sendable private func turnIntoTicket(
        _ request: Request,
        _ context: CustomerContext
    ) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        return try .json(await timeline.view(of: timeline.turnIntoTicket(id, by: context.customer)))
    }

    @Sendable private func resolve(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        return try .json(await timeline.view(of: timeline.resolve(id, by: context.customer)))
    }

    @Sendable private func rate(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(RatingBody.self)
        let conversation = try await timeline.rate(
            id,
            score: body.score,
            comment: body.comment,
            by: context.customer
        )
        return try .json(await timeline.view(of: conversation))
    }
}
