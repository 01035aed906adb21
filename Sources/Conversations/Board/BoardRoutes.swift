import Base
import Hummingbird
package import People
import Web

/// `GET /api/v1/agent/board`: what a supervisor watches.
package struct BoardRoutes: Sendable {
    private let boards: Boards

    package init(boards: Boards) {
        self.boards = boards
    }

    package func register(on router: AgentRouter) {
        router.get("board", needs: .conversationsSupervise, use: board)
    }

    /// The query member `since` says when the day began where the supervisor is.
    @Sendable private func board(_ request: Request, _ context: AgentContext) async throws -> Response {
        let since = try request.query("since").map { text in
            guard let since = Instant(rfc3339: text) else {
                throw Problem(
                    422,
                    "invalid_parameter",
                    "The since is not a time such as 2026-01-01T00:00:00Z."
                )
            }
            return since
        }
        return try .json(await boards.board(since: since))
    }
}
