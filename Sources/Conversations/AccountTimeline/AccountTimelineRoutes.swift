import Base
import Hummingbird
package import People
package import Storage
import Web

/// `/api/v1/agent/customers/{id}/timeline`: what happened to a customer and their account.
package struct AccountTimelineRoutes: Sendable {
    private struct EventView: Encodable {
        let id: String
        let at: Instant
        let source: String
        let kind: String
        let title: String?
        let detail: String?
        let values: [String: String]
        let status: AccountEvent.Status
        let link: String?

        init(_ event: AccountEvent) {
            self.id = event.place.id
            self.at = event.place.at
            self.source = event.place.source
            self.kind = event.kind
            self.title = event.title
            self.detail = event.detail
            self.values = event.values
            self.status = event.status
            self.link = event.link
        }
    }

    private struct Part: Encodable {
        let page: ListPage<EventView>
        let unavailable: [String]

        private enum CodingKeys: CodingKey {
            case unavailable
        }

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(unavailable, forKey: .unavailable)
        }
    }

    private let timeline: AccountTimeline
    private let audit: AuditTrail

    package init(timeline: AccountTimeline, audit: AuditTrail) {
        self.timeline = timeline
        self.audit = audit
    }

    package func register(on router: AgentRouter) {
        router.get("customers/:id/timeline", needs: .conversationsRead, use: list)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let customer = try context.parameter("id", as: ID<Customer>.self)
        let page = try await timeline.page(
            of: customer,
            in: try conversation(request),
            before: try request.cursor(AccountEvent.Place.self),
            limit: try request.query("limit", in: 1...100, default: 20)
        )
        let seen = Deed(.customerDetailsViewed, by: context.actor, on: AuditSubject("customer", customer))
        try await audit.recordSight(seen)
        return try .json(
            Part(
                page: ListPage(page.events.map(EventView.init), nextCursor: page.next?.description),
                unavailable: page.unavailable
            )
        )
    }

    private func conversation(_ request: Request) throws -> ID<ConversationPlace>? {
        try request.query("conversation").map { text in
            guard let id = ID<ConversationPlace>(text) else {
                throw Problem(422, "invalid_parameter", "The conversation is not a conversation's id.")
            }
            return id
        }
    }
}
