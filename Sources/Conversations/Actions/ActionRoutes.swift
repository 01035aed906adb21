import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/actions`: several things to several conversations at once.
package struct ActionRoutes: Sendable {
    private struct ActionsBody: Decodable {
        let conversations: [ID<Conversation>]
        let actions: [DeskAction]
    }

    private struct ResultView: Encodable {
        let conversation: String
        let ok: Bool
        let code: String?
        let title: String?

        init(_ result: ActionResult) {
            self.conversation = result.conversation.description
            self.ok = result.problem == nil
            self.code = result.problem?.code
            self.title = result.problem?.title
        }
    }

    private let timeline: Timeline
    private let approvals: Approvals

    package init(timeline: Timeline, approvals: Approvals) {
        self.timeline = timeline
        self.approvals = approvals
    }

    package func register(on router: AgentRouter) {
        router.post("actions", needs: .conversationsAnswer, use: perform)
    }

    /// `POST /api/v1/agent/actions` → 200 with one result for each conversation, whatever became of it; 202 where
    /// a second person must agree first.
    @Sendable private func perform(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(ActionsBody.self)
        let wish = Timeline.ActionsOnMany(conversations: body.conversations, actions: body.actions)
        guard wish.isFinishingMany else { return try await perform(wish, context) }
        let about = [
            "count": "\(wish.conversations.count)",
            "actions": try wish.actions.map { try $0.code }.joined(separator: ", "),
        ]
        return try await approvals.carryOut(
            Timeline.finishingMany,
            try timeline.checked(wish),
            about: about,
            context
        ) { try await perform(wish, context) }
    }

    private func perform(_ wish: Timeline.ActionsOnMany, _ context: AgentContext) async throws -> Response {
        let results = try await timeline.perform(
            wish.actions,
            on: wish.conversations,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try .json(ListPage(results.map(ResultView.init)))
    }
}
