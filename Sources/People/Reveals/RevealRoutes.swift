import Base
import HTTPTypes
import Hummingbird
import Safeguard
import Web

/// `/api/v1/agent/customers/{id}/reveal` and `/api/v1/admin/reveals`: contact data as it is, and who saw it.
package struct RevealRoutes: Sendable {
    private struct Body: Decodable {
        let field: String
        let reason: Reveal.Reason
        let note: String?
        let conversation: ID<ConversationPlace>?
    }

    private struct SeenView: Encodable {
        let field: String
        let kind: ContactMask.Kind
        let value: String
    }

    private let reveals: Reveals
    private let approvals: Approvals

    package init(reveals: Reveals, approvals: Approvals) {
        self.reveals = reveals
        self.approvals = approvals
    }

    package func register(on desk: AgentRouter, _ admin: AgentRouter) {
        desk.post("customers/:id/reveal", needs: .contactReveal, use: reveal)
        admin.get("reveals", needs: .revealsRead, use: list)
    }

    /// `{field, reason, note?, conversation?}` → the value, which nobody may keep; 202 where a second person must agree
    /// first: the same again shows it then; 409 where the customer has to verify in the conversation.
    @Sendable private func reveal(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Customer>.self)
        let body = try await request.json(Body.self)
        let wanted = try reveals.request(body.field, because: body.reason, note: body.note ?? "")
        if let seen = try await reveals.take(
            wanted.field,
            of: id,
            in: body.conversation,
            by: context.agent,
            as: context.actor
        ) {
            return try answer(seen)
        }
        let about = try await reveals.about(wanted, of: id, in: body.conversation)
        let concerned = about.customer
        return try await approvals.carryOut(
            Reveals.revealing,
            Reveals.Wish(customer: concerned.id, request: wanted),
            about: about.words,
            concerning: concerned.id,
            context
        ) {
            try answer(
                await reveals.reveal(
                    wanted,
                    of: id,
                    in: body.conversation,
                    by: context.agent,
                    as: context.actor
                )
            )
        }
    }

    private func answer(_ seen: Reveals.Seen) throws -> Response {
        try .json(
            SeenView(field: seen.field.name, kind: seen.field.kind, value: seen.value.exposed),
            headers: [.cacheControl: "no-store"]
        )
    }

    /// `?cursor=&limit=` → who saw what of whom and why, the newest first.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let limit = try request.query("limit", in: 1...200, default: 50)
        let before = try request.cursor(ID<Reveal>.self)
        let found = try await reveals.list(before: before, limit: limit + 1)
        let page = found.prefix(limit)
        return try .json(ListPage(Array(page), nextCursor: found.count > limit ? page.last?.id : nil))
    }
}

/// Who saw what of whom, as those read it who may.
package struct RevealView: Encodable, Sendable {
    private struct Person: Encodable {
        let id: String
        let name: String
        let badge: String
    }

    let id: String
    private let customer: String
    private let agent: Person
    private let field: String
    private let kind: ContactMask.Kind
    private let reason: Reveal.Reason
    private let note: String?
    private let happenedAt: Instant

    init(_ reveal: Reveal, by agent: Agent) {
        self.id = reveal.id.description
        self.customer = reveal.customer.description
        self.agent = Person(id: agent.id.description, name: agent.name, badge: agent.badge.rawValue)
        self.field = reveal.field
        self.kind = reveal.kind
        self.reason = reveal.reason
        self.note = reveal.note.isEmpty ? nil : reveal.note
        self.happenedAt = reveal.happenedAt
    }
}
