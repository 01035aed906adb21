import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/…/draft`: what agents have written and not sent.
package struct DraftRoutes: Sendable {
    private struct DraftBody: Decodable {
        let kind: ReplyDraft.Kind
        let body: String
        let version: Int
        /// What the same device saved since that version without getting an answer.
        let over: [String]?
    }

    private let drafts: Drafts

    package init(drafts: Drafts) {
        self.drafts = drafts
    }

    package func register(on router: AgentRouter) {
        router.get("drafts", needs: .conversationsAnswer, use: list)
        router.put("conversations/:id/draft", needs: .conversationsAnswer, use: save)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await drafts.all(of: context.agent.id)))
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(DraftBody.self)
        let draft = try await drafts.save(
            body.body,
            for: body.kind,
            in: id,
            by: context.agent.id,
            over: body.version,
            orOwn: body.over ?? []
        )
        return try .json(draft)
    }
}
