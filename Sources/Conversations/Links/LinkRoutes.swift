import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/conversations/…`: putting together, taking apart, naming each other.
package struct LinkRoutes: Sendable {
    private struct MergeBody: Decodable {
        /// An id or a reference.
        let into: String
    }

    private struct LinkBody: Decodable {
        /// An id or a reference.
        let other: String
    }

    private struct SplitBody: Decodable {
        let messages: [Int]
    }

    private let timeline: Timeline
    private let desk: Desk

    package init(timeline: Timeline, desk: Desk) {
        self.timeline = timeline
        self.desk = desk
    }

    package func register(on router: AgentRouter) {
        router.post("conversations/:id/merge", needs: .conversationsAnswer, use: merge)
        router.post("conversations/:id/split", needs: .conversationsAnswer, use: split)
        router.post("conversations/:id/links", needs: .conversationsAnswer, use: link)
        router.post("conversations/:id/unlink", needs: .conversationsAnswer, use: unlink)
    }

    /// `POST …/merge` → 200 with the conversation that goes on.
    @Sendable private func merge(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let target = try await timeline.find(try await request.json(MergeBody.self).into)
        try await timeline.merge(id, into: target.id, by: context.agent, from: context.web.remoteAddress)
        return try .json(await desk.details(of: target.id, for: context.agent.role))
    }

    /// `POST …/split` → 201 with the new conversation.
    @Sendable private func split(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(SplitBody.self)
        let part = try await timeline.split(
            body.messages,
            of: id,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try .json(await desk.details(of: part.id, for: context.agent.role), status: .created)
    }

    @Sendable private func link(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await setLinked(true, request, context)
    }

    @Sendable private func unlink(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await setLinked(false, request, context)
    }

    private func setLinked(
        _ isLinked: Bool,
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let other = try await timeline.find(try await request.json(LinkBody.self).other)
        try await timeline.link(
            id,
            other.id,
            isLinked,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try .json(await desk.details(of: id, for: context.agent.role))
    }
}
