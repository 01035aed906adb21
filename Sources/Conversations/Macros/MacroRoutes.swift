import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/macros`: canned replies and what they do besides.
package struct MacroRoutes: Sendable {
    private struct MacroView: Encodable {
        let id: String
        let shortcut: String
        let locale: LocaleCode
        let title: String
        let body: String
        let texts: [Macro.Text]
        let actions: [DeskAction]
        let shared: Bool
        let editable: Bool

        init(_ macro: Macro, _ text: Macro.Text, for agent: Agent) {
            self.id = macro.id.description
            self.shortcut = macro.draft.shortcut
            self.locale = text.locale
            self.title = text.title
            self.body = text.body
            self.texts = macro.draft.texts
            self.actions = macro.draft.actions
            self.shared = macro.owner == nil
            self.editable = macro.owner != nil || Permission.macrosEdit.isGranted(to: agent.role)
        }
    }

    private struct MacroBody: Decodable {
        let shortcut: String
        let shared: Bool?
        let texts: [Macro.Text]
        let actions: [DeskAction]?

        var draft: Macro.Draft {
            Macro.Draft(shortcut: shortcut, texts: texts, actions: actions ?? [])
        }
    }

    private let macros: Macros

    package init(macros: Macros) {
        self.macros = macros
    }

    package func register(on router: AgentRouter) {
        router.get("macros", needs: .macrosUse, use: list)
        router.post("macros", needs: .macrosUse, use: create)
        router.put("macros/:id", needs: .macrosUse, use: change)
        router.delete("macros/:id", needs: .macrosUse, use: delete)
    }

    /// `GET /api/v1/agent/macros?locale=` → those with a text in that language; without it all, in whichever they have.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let wanted = try request.query("locale", as: LocaleCode.self)
        let views = try await macros.all(for: context.agent.id).compactMap { macro -> MacroView? in
            guard let text = macro.text(in: wanted ?? .english) else { return nil }
            guard wanted == nil || text.locale == wanted else { return nil }
            return MacroView(macro, text, for: context.agent)
        }
        return try .json(ListPage(views))
    }

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(MacroBody.self)
        let macro = try await macros.create(
            body.draft,
            isShared: body.shared ?? false,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try answer(macro, context, status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Macro>.self)
        let body = try await request.json(MacroBody.self)
        let macro = try await macros.change(
            id,
            to: body.draft,
            isShared: body.shared ?? false,
            by: context.agent,
            from: context.web.remoteAddress
        )
        return try answer(macro, context)
    }

    @Sendable private func delete(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Macro>.self)
        try await macros.delete(id, by: context.agent, from: context.web.remoteAddress)
        return .noContent
    }

    private func answer(
        _ macro: Macro,
        _ context: AgentContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        guard let text = macro.draft.texts.first else { throw MacroError.notFound(macro.id) }
        return try .json(MacroView(macro, text, for: context.agent), status: status)
    }
}
