import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/marks` and what changes them: mentions and followed conversations.
package struct MentionRoutes: Sendable {
    private struct Marks: Encodable {
        struct MentionView: Encodable {
            let conversation: String
            let noteSeq: Int
            let createdAt: Instant
            let read: Bool
        }

        let mentions: [MentionView]
        let following: [String]
    }

    private let mentions: Mentions

    package init(mentions: Mentions) {
        self.mentions = mentions
    }

    package func register(on router: AgentRouter) {
        router.get("marks", needs: .conversationsRead, use: marks)
        router.post("conversations/:id/mentions/read", needs: .conversationsRead, use: markRead)
        router.put("conversations/:id/follow", needs: .conversationsRead, use: follow)
        router.delete("conversations/:id/follow", needs: .conversationsRead, use: unfollow)
    }

    @Sendable private func marks(_ request: Request, _ context: AgentContext) async throws -> Response {
        let marks = try await mentions.marks(of: context.agent.id)
        return try .json(
            Marks(
                mentions: marks.mentions.map { mention in
                    Marks.MentionView(
                        conversation: mention.conversation.description,
                        noteSeq: mention.noteSeq,
                        createdAt: mention.createdAt,
                        read: mention.isRead
                    )
                },
                following: marks.followed.map(\.description)
            )
        )
    }

    @Sendable private func markRead(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        try await mentions.markRead(id, by: context.agent.id)
        return .noContent
    }

    @Sendable private func follow(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        try await mentions.follow(id, true, by: context.agent.id)
        return .noContent
    }

    @Sendable private func unfollow(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        try await mentions.follow(id, false, by: context.agent.id)
        return .noContent
    }
}
