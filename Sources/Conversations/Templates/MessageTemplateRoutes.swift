import Base
import Hummingbird
package import People
import Web

/// `/api/v1/admin/templates`: the words of what the system says to customers.
package struct MessageTemplateRoutes: Sendable {
    private struct TextView: Encodable {
        let locale: LocaleCode
        let body: String
        let updatedAt: Instant
        let author: String
    }

    private struct StandardText: Encodable {
        let locale: LocaleCode
        let body: String
    }

    private struct TemplateView: Encodable {
        let key: String
        let group: MessageTemplate.Group
        let variables: [String]
        let standard: [StandardText]
        let texts: [TextView]

        init(_ entry: MessageTemplates.Entry) {
            self.key = entry.template.key
            self.group = entry.template.group
            self.variables = entry.variables
            self.standard = entry.released.map { StandardText(locale: $0.key, body: $0.value) }
                .sorted { $0.locale.rawValue < $1.locale.rawValue }
            self.texts = entry.texts.map {
                TextView(locale: $0.locale, body: $0.body, updatedAt: $0.updatedAt, author: $0.author)
            }
        }
    }

    private struct Words: Decodable {
        let body: String
    }

    private let templates: MessageTemplates

    package init(templates: MessageTemplates) {
        self.templates = templates
    }

    package func register(on admin: AgentRouter) {
        admin.get("templates", needs: .templatesEdit, use: list)
        admin.put("templates/:key/:locale", needs: .templatesEdit, use: save)
        admin.delete("templates/:key/:locale", needs: .templatesEdit, use: reset)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await templates.all().map(TemplateView.init)))
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (key, locale) = try address(context)
        let words = try await request.json(Words.self)
        return try .json(
            TemplateView(
                try await templates.save(
                    key,
                    in: locale,
                    words.body,
                    by: context.agent,
                    from: context.web.remoteAddress
                )
            )
        )
    }

    @Sendable private func reset(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (key, locale) = try address(context)
        return try .json(TemplateView(try await templates.reset(key, in: locale, by: context.actor)))
    }

    private func address(_ context: AgentContext) throws -> (String, LocaleCode) {
        let key = try context.parameter("key", as: String.self)
        guard let locale = LocaleCode(rawValue: try context.parameter("locale", as: String.self)) else {
            throw MessageTemplateError.invalid(field: "locale", "a language tag such as en or zh-CN")
        }
        return (key, locale)
    }
}
