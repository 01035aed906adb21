import Base
import HTTPTypes
import Hummingbird
package import People
package import Storage
import Web

/// `/api/v1/agent/tags`: the words that conversations can have.
package struct TagRoutes: Sendable {
    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    package func register(on router: AgentRouter) {
        router.get("tags", needs: .conversationsRead, use: list)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let tags = try await database.read { db in
            try TagSQL(db: db).all(limit: TimelineTransaction.mostTags)
        }
        return try .json(ListPage(tags.map(\.rawValue)))
    }
}
