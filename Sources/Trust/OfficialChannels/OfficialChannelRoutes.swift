import Base
import Hummingbird
package import People
import Web

/// `/api/v1/admin/official-channels`: what is official.
///
/// Whoever may change it decides whom customers trust: admins alone.
package struct OfficialChannelRoutes: Sendable {
    private struct ChannelView: Encodable {
        let id: String
        let kind: OfficialChannel.Kind
        let value: String
        let platform: String?
        let region: String?
        let languages: [LocaleCode]
        let topics: [String]
        let labels: [OfficialChannel.Label]
        let userContent: [String]?
        let validFrom: Instant?
        let validUntil: Instant?

        init(_ channel: OfficialChannel) {
            let draft = channel.draft
            self.id = channel.id.description
            self.kind = draft.kind
            self.value = draft.value
            self.platform = draft.platform
            self.region = draft.region
            self.languages = draft.languages
            self.topics = draft.topics
            self.labels = draft.labels
            self.userContent = draft.userContent
            self.validFrom = draft.validFrom
            self.validUntil = draft.validUntil
        }
    }

    private struct ChannelBody: Decodable {
        let kind: OfficialChannel.Kind
        let value: String
        let platform: String?
        let region: String?
        let languages: [LocaleCode]?
        let topics: [String]?
        let labels: [OfficialChannel.Label]?
        let userContent: [String]?
        let validFrom: Instant?
        let validUntil: Instant?

        var draft: OfficialChannel.Draft {
            .init(
                kind,
                value,
                platform: platform,
                region: region,
                languages: languages ?? [],
                topics: topics ?? [],
                labels: labels ?? [],
                userContent: userContent,
                validFrom: validFrom,
                validUntil: validUntil
            )
        }
    }

    private let channels: OfficialChannels
    private let approvals: Approvals

    package init(channels: OfficialChannels, approvals: Approvals) {
        self.channels = channels
        self.approvals = approvals
    }

    package func register(on admin: AgentRouter) {
        admin.get("official-channels", needs: .officialChannelsManage, use: list)
        admin.post("official-channels", needs: .officialChannelsManage, use: create)
        admin.put("official-channels/:id", needs: .officialChannelsManage, use: change)
        admin.delete("official-channels/:id", needs: .officialChannelsManage, use: delete)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(await channels.all().map(ChannelView.init)))
    }

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let draft = try channels.checked(try await request.json(ChannelBody.self).draft)
        let change = OfficialChannelChange(id: nil, draft: draft)
        return try await carryOut(change, "create", draft.value, context) {
            let channel = try await channels.create(draft, by: context.agent, from: context.web.remoteAddress)
            return try .json(ChannelView(channel), status: .created)
        }
    }

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<OfficialChannel>.self)
        let draft = try channels.checked(try await request.json(ChannelBody.self).draft)
        let change = OfficialChannelChange(id: id, draft: draft)
        return try await carryOut(change, "change", draft.value, context) {
            let channel = try await channels.change(
                id,
                to: draft,
                by: context.agent,
                from: context.web.remoteAddress
            )
            return try .json(ChannelView(channel))
        }
    }

    @Sendable private func delete(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<OfficialChannel>.self)
        let value = try await channels.all().first { $0.id == id }?.draft.value ?? ""
        return try await carryOut(.init(id: id, draft: nil), "delete", value, context) {
            try await channels.delete(id, by: context.agent, from: context.web.remoteAddress)
            return .noContent
        }
    }

    /// At once, or once a second person agrees.
    private func carryOut(
        _ change: OfficialChannelChange,
        _ kind: String,
        _ value: String,
        _ context: AgentContext,
        directly: () async throws -> Response
    ) async throws -> Response {
        let about = ["change": kind, "value": value]
        return try await approvals.carryOut(
            OfficialChannels.changing,
            change,
            about: about,
            context,
            directly: directly
        )
    }
}
