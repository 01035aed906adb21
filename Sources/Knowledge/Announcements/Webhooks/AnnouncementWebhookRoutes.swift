import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/admin/announcement-webhooks…` and `/desk/announcements/webhooks`: which programs are told what is announced, for
/// admins.
package struct AnnouncementWebhookRoutes: Sendable {
    private struct Body: Decodable {
        let url: String
        let kinds: [String]?
        let products: [String]?
        let enabled: Bool?
    }

    private struct WebhookView: Encodable {
        let id: String
        let url: String
        let kinds: [Announcement.Kind]
        let products: [String]
        let enabled: Bool
        let createdAt: Instant
        let takenAt: Instant?
        let disabledAt: Instant?
        /// Told once, to whoever made it.
        let secret: String?

        init(_ webhook: AnnouncementWebhook, secret: String? = nil) {
            self.id = webhook.id.description
            self.url = webhook.contents.url
            self.kinds = webhook.scope.kinds
            self.products = webhook.scope.products
            self.enabled = webhook.disabledAt == nil
            self.createdAt = webhook.createdAt
            self.takenAt = webhook.takenAt
            self.disabledAt = webhook.disabledAt
            self.secret = secret
        }
    }

    private struct DeliveryView: Encodable {
        let id: String
        let announcement: String
        let type: AnnouncementDelivery.Kind
        let state: AnnouncementDelivery.State
        let attempts: Int
        let status: Int?
        let lastError: String?
        let createdAt: Instant
        let settledAt: Instant?

        init(_ delivery: AnnouncementDelivery) {
            self.id = delivery.id.description
            self.announcement = delivery.announcement.description
            self.type = delivery.kind
            self.state = delivery.state
            self.attempts = delivery.attempts
            self.status = delivery.status
            self.lastError = delivery.lastError
            self.createdAt = delivery.createdAt
            self.settledAt = delivery.settledAt
        }
    }

    private let webhooks: AnnouncementWebhooks
    private let pages: PageRenderer

    package init(webhooks: AnnouncementWebhooks, pages: PageRenderer) {
        self.webhooks = webhooks
        self.pages = pages
    }

    package func register(on router: Router<WebContext>, _ admin: AgentRouter) {
        admin.get("announcement-webhooks", needs: .webhooksManage, use: list)
        admin.post("announcement-webhooks", needs: .webhooksManage, use: create)
        admin.put("announcement-webhooks/:id", needs: .webhooksManage, use: change)
        admin.delete("announcement-webhooks/:id", needs: .webhooksManage, use: remove)
        admin.get("announcement-webhooks/:id/deliveries", needs: .webhooksManage, use: deliveries)
        pages.serve("/desk/announcements/webhooks", needs: .webhooksManage, on: router) {
            AnnouncementWebhooksPage($1, $2)
        }
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await webhooks.webhooks().map { WebhookView($0) }))
    }

    /// `{url, kinds?, products?}` → 201 with the secret, which is told once.
    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let made = try await webhooks.create(body.url, try scope(body), by: context.actor)
        return try .json(
            WebhookView(made, secret: made.contents.secret.text.exposed),
            status: .created,
            headers: [.cacheControl: "no-store"]
        )
    }

    /// `{url, kinds?, products?, enabled?}` → the webhook; its secret stays.
    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(Body.self)
        let changed = try await webhooks.change(
            try id(context),
            body.url,
            try scope(body),
            isEnabled: body.enabled ?? true,
            by: context.actor
        )
        return try .json(WebhookView(changed))
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await webhooks.delete(try id(context), by: context.actor)
        return .noContent
    }

    @Sendable private func deliveries(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await webhooks.deliveries(
            of: try id(context),
            before: try request.cursor(ID<AnnouncementDelivery>.self),
            limit: try request.query("limit", in: 1...100, default: 50)
        )
        return try .json(
            ListPage(found.deliveries.map(DeliveryView.init), nextCursor: found.next?.description)
        )
    }

    private func scope(_ body: Body) throws -> SubscriptionScope {
        try SubscriptionScope(kinds: body.kinds ?? [], products: body.products ?? [])
    }

    private func id(_ context: AgentContext) throws -> ID<AnnouncementWebhook> {
        try context.parameter("id", as: ID<AnnouncementWebhook>.self)
    }
}
