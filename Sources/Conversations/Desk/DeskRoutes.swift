import Base
import Foundation
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/…`: everything the desk does.
package struct DeskRoutes: Sendable {
    private struct MessageBody: Decodable {
        let clientId: UUID
        let body: String?
        let kind: String?
        let attachments: [ID<Attachment>]?
        let quickReplies: [String]?
        let expectedSeq: Int?
    }

    private struct StatusBody: Decodable {
        let status: Conversation.Status
    }

    private struct PresenceBody: Decodable {
        let state: Presence
        let reason: AwayReason?
    }

    private struct Me: Encodable {
        let agent: AgentView
        let counts: InboxCounts
    }

    private struct Inbox: Encodable {
        let page: ListPage<InboxRow>
        let counts: InboxCounts

        private enum CodingKeys: CodingKey {
            case counts
        }

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(counts, forKey: .counts)
        }
    }

    private struct TimelinePart: Encodable {
        let data: [MessageView]
        let notes: [MessageView]
    }

    private struct Colleague: Encodable {
        let id: String
        let name: String
        let badge: String
        let presence: Presence
        let reason: AwayReason?
        let open: Int
    }

    private let timeline: Timeline
    private let desk: Desk
    private let agents: Agents

    package init(timeline: Timeline, desk: Desk, agents: Agents) {
        self.timeline = timeline
        self.desk = desk
        self.agents = agents
    }

    package func register(on router: AgentRouter) {
        router.get("me", needs: .ownSession, use: me)
        router.put("presence", needs: .presenceSet, use: setPresence)
        router.get("agents", needs: .conversationsRead, use: colleagues)
        router.get("conversations", needs: .conversationsRead, use: list)
        router.get("conversations/:id", needs: .conversationsRead, use: show)
        router.get("conversations/:id/messages", needs: .conversationsRead, use: messages)
        router.post("conversations/:id/messages", needs: .conversationsAnswer, use: write)
        router.post("conversations/:id/assign", needs: .conversationsAnswer, use: assign)
        router.post("conversations/:id/status", needs: .conversationsAnswer, use: setStatus)
    }

    @Sendable private func me(_ request: Request, _ context: AgentContext) async throws -> Response {
        let presence = try await agents.presence(of: context.agent.id)
        let counts = try await desk.counts(for: context.agent.id)
        return try .json(Me(agent: AgentView(context.agent, presence), counts: counts))
    }

    @Sendable private func setPresence(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(PresenceBody.self)
        try await timeline.setPresence(body.state, because: body.reason, of: context.agent.id)
        return try .json(AgentView(context.agent, await agents.presence(of: context.agent.id)))
    }

    @Sendable private func colleagues(_ request: Request, _ context: AgentContext) async throws -> Response {
        let loads = try await desk.loads()
        let presences = try await agents.presences()
        var colleagues: [Colleague] = []
        for agent in try await agents.activeAgents()
        where agent.role.permissions.contains(.conversationsAnswer) {
            colleagues.append(
                Colleague(
                    id: agent.id.description,
                    name: agent.name,
                    badge: agent.badge.rawValue,
                    presence: presences[agent.id]?.state ?? .offline,
                    reason: presences[agent.id]?.reason,
                    open: loads[agent.id] ?? 0
                )
            )
        }
        return try .json(ListPage(colleagues))
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let view = try request.query("view", as: InboxView.self) ?? .mine
        let limit = try request.query("limit", in: 1...100, default: 50)
        let filter = InboxFilter(
            queue: try request.query("queue", as: Topic.self),
            agent: try request.query("agent").map { text in
                guard let agent = ID<Agent>(text) else {
                    throw Problem(422, "invalid_parameter", "The agent is not an agent's id.")
                }
                return agent
            },
            status: try request.query("status", as: Conversation.Status.self),
            kind: try request.query("kind", as: Conversation.Kind.self),
            locale: try request.query("locale", as: LocaleCode.self),
            tag: try request.query("tag", as: Tag.self),
            text: request.query("q").map { String($0.prefix(100)) }
        )
        let page = try await desk.list(
            view,
            for: context.agent.id,
            filter,
            after: try request.cursor(ConversationCursor.self),
            limit: limit
        )
        let counts = try await desk.counts(for: context.agent.id)
        return try .json(Inbox(page: ListPage(page.rows, nextCursor: page.next?.description), counts: counts))
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let details = try await desk.details(of: id, for: context.agent.role)
        try await timeline.noteSight(of: details, by: context.actor)
        return try .json(details)
    }

    @Sendable private func messages(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let afterSeq = try request.query("after_seq", in: 0...Int(Int32.max), default: 0)
        let afterNoteSeq = try request.query("after_note_seq", in: 0...Int(Int32.max), default: 0)
        _ = try await timeline.conversation(id)
        try await timeline.noteSight(of: id, by: context.actor)
        let reader = context.agent.id.description
        let messages = try await timeline.messages(id, after: afterSeq, limit: 500)
        let notes = try await timeline.notes(id, after: afterNoteSeq, limit: 500)
        return try .json(
            TimelinePart(
                data: messages.map { MessageView($0, for: reader, timeline.linkGuard) },
                notes: notes.map { MessageView($0, for: reader, timeline.linkGuard) }
            )
        )
    }

    @Sendable private func write(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(MessageBody.self)
        let draft = Timeline.Draft(
            clientID: body.clientId,
            body: body.body ?? "",
            attachments: body.attachments ?? [],
            quickReplies: body.quickReplies ?? []
        )
        let message: Message
        switch body.kind {
        case "note": message = try await timeline.note(draft, on: id, by: context.agent)
        case "whisper": message = try await timeline.whisper(draft, on: id, by: context.agent)
        case "text", nil:
            message = try await timeline.reply(
                draft,
                to: id,
                by: context.agent,
                expecting: body.expectedSeq
            )
        default: throw ConversationError.invalid(field: "kind", "text, note or whisper")
        }
        return try .json(
            MessageView(message, for: context.agent.id.description, timeline.linkGuard),
            status: .created
        )
    }

    @Sendable private func assign(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let body = try await request.json(AssignmentBody.self)
        _ = try await timeline.assign(
            id,
            to: try body.destination(of: context.agent),
            note: body.note.map { Timeline.Draft(body: $0) },
            by: context.agent,
            expecting: body.expected,
            from: context.web.remoteAddress
        )
        return try .json(await desk.details(of: id, for: context.agent.role))
    }

    @Sendable private func setStatus(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let place = context.web.remoteAddress
        switch try await request.json(StatusBody.self).status {
        case .resolved: _ = try await timeline.finish(id, .resolved, by: context.actor)
        case .closed: _ = try await timeline.finish(id, .closed, by: context.actor)
        case .queued: _ = try await timeline.assign(id, to: .back, by: context.agent, from: place)
        case .assigned:
            let own = Timeline.Destination.agent(context.agent.id)
            _ = try await timeline.assign(id, to: own, by: context.agent, from: place)
        case .assistant, .waitingCustomer:
            throw ConversationError.invalid(field: "status", "it comes about by itself")
        }
        return try .json(await desk.details(of: id, for: context.agent.role))
    }
}
