import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/filters`: lists that agents have put together.
package struct SavedFilterRoutes: Sendable {
    private struct FilterView: Encodable {
        let id: String
        let name: String
        let shared: Bool
        let own: Bool
        let filter: SavedFilter.Filter

        init(_ saved: SavedFilter, for agent: Agent) {
            self.id = saved.id.description
            self.name = saved.name
            self.shared = saved.isShared
            self.own = saved.owner == agent.id
            self.filter = saved.filter
        }
    }

    private struct FilterBody: Decodable {
        let name: String
        let shared: Bool?
        let filter: SavedFilter.Filter
    }

    private let filters: SavedFilters

    package init(filters: SavedFilters) {
        self.filters = filters
    }

    package func register(on router: AgentRouter) {
        router.get("filters", needs: .conversationsRead, use: list)
        router.post("filters", needs: .conversationsRead, use: create)
        router.put("filters/:id", needs: .conversationsRead, use: change)
        router.delete("filters/:id", needs: .conversationsRead, use: delete)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await filters.all(for: context.agent.id)
        return try .json(ListPage(found.map { FilterView($0, for: context.agent) }))
    }

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(FilterBody.self)
        let saved = try await filters.create(
            body.name,
            body.filter,
            isShared: body.shared ?? false,
            by: context.agent
        )
        return try .json(FilterView(saved, for: context.agent), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<SavedFilter>.self)
        let body = try await request.json(FilterBody.self)
        let saved = try await filters.change(
            id,
            body.name,
            body.filter,
            isShared: body.shared ?? false,
            by: context.agent
        )
        return try .json(FilterView(saved, for: context.agent))
    }

    @Sendable private func delete(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await filters.delete(
            try context.parameter("id", as: ID<SavedFilter>.self),
            by: context.agent
        )
        return .noContent
    }
}
