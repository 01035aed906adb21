import Base
import Foundation
import HTTPTypes
import Hummingbird
package import People
package import Web

/// `/api/v1/agent/search`: what was written in conversations.
package struct SearchRoutes: Sendable {
    private struct Found: Encodable {
        let page: ListPage<FoundConversation>
        let passedOver: [String]
        let tookMs: Double

        private enum CodingKeys: CodingKey {
            case passedOver, tookMs
        }

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(passedOver, forKey: .passedOver)
            try container.encode(tookMs, forKey: .tookMs)
        }
    }

    private let search: ConversationSearch
    private let limiter: RateLimiter

    /// - `limiter`: How often one agent may search.
    package init(search: ConversationSearch, limiter: RateLimiter) {
        self.search = search
        self.limiter = limiter
    }

    package func register(on router: AgentRouter) {
        router.get("search", needs: .conversationsRead, use: find)
    }

    /// `GET /api/v1/agent/search` → what was found, page by page, by q, from, to, agent, topic, status and channel.
    @Sendable private func find(_ request: Request, _ context: AgentContext) async throws -> Response {
        try limiter.check(context.agent.id.description)
        let limit = try request.query("limit", in: 1...ConversationSearch.largestPage, default: 20)
        let began = ContinuousClock.now
        let page = try await search.find(
            request.query("q") ?? "",
            try filter(request, context),
            after: try request.cursor(SearchCursor.self),
            limit: limit
        )
        let took = (ContinuousClock.now - began) / .milliseconds(1)
        return try .json(
            Found(
                page: ListPage(page.conversations, nextCursor: page.next?.description),
                passedOver: page.passedOver,
                tookMs: (took * 10).rounded() / 10
            )
        )
    }

    private func filter(_ request: Request, _ context: AgentContext) throws -> SearchFilter {
        var filter = SearchFilter()
        filter.from = try moment("from", request)
        filter.to = try moment("to", request)
        filter.topic = try request.query("topic", as: Topic.self)
        filter.channel = request.query("channel").map { String($0.prefix(40)) }
        filter.status = try (request.query("status") ?? "").split(separator: ",").map { name in
            guard let status = Conversation.Status(rawValue: String(name)) else {
                throw Problem(422, "invalid_parameter", "There is no status of that name.")
            }
            return status
        }
        switch request.query("agent") {
        case nil: break
        case "me": filter.agent = .agent(context.agent.id)
        case "none": filter.agent = .nobody
        case .some(let text):
            guard let id = ID<Agent>(text) else {
                throw Problem(422, "invalid_parameter", "agent must be an agent's id, me or none.")
            }
            filter.agent = .agent(id)
        }
        return filter
    }

    /// A day in UTC, or a moment; `to` with a day means its end.
    private func moment(_ name: String, _ request: Request) throws -> Instant? {
        guard let text = request.query(name) else { return nil }
        if let moment = Instant(rfc3339: text) { return moment }
        guard text.utf8.count == 10, let day = Instant(rfc3339: text + "T00:00:00Z") else {
            throw SearchError.dateUnreadable(name)
        }
        return name == "to" ? day + .seconds(86_400) : day
    }
}
