import Base
import HTTPTypes
import Hummingbird
package import People
import Web

/// `/api/v1/agent/fields`: what an installation keeps of each conversation besides.
package struct CustomFieldRoutes: Sendable {
    private struct FieldView: Encodable {
        let id: String
        let key: String
        let labels: [String: String]
        let kind: CustomField.Kind
        let choices: [String]
        let position: Int

        init(_ field: CustomField) {
            self.id = field.id.description
            self.key = field.draft.key
            self.labels = field.draft.labels
            self.kind = field.draft.kind
            self.choices = field.draft.choices
            self.position = field.draft.position
        }
    }

    private struct FieldBody: Decodable {
        let key: String
        let labels: [String: String]
        let kind: CustomField.Kind
        let choices: [String]?
        let position: Int?

        var draft: CustomField.Draft {
            CustomField.Draft(
                key: key,
                labels: labels,
                kind: kind,
                choices: choices ?? [],
                position: position ?? 0
            )
        }
    }

    private let fields: CustomFields

    package init(fields: CustomFields) {
        self.fields = fields
    }

    package func register(on router: AgentRouter) {
        router.get("fields", needs: .conversationsRead, use: list)
        router.post("fields", needs: .fieldsManage, use: create)
        router.put("fields/:id", needs: .fieldsManage, use: change)
        router.delete("fields/:id", needs: .fieldsManage, use: delete)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await fields.all().map(FieldView.init)))
    }

    @Sendable private func create(_ request: Request, _ context: AgentContext) async throws -> Response {
        let field = try await fields.create(
            try await request.json(FieldBody.self).draft,
            by: context.actor
        )
        return try .json(FieldView(field), status: .created)
    }

    @Sendable private func change(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<CustomField>.self)
        return try .json(
            FieldView(
                try await fields.change(
                    id,
                    to: try await request.json(FieldBody.self).draft,
                    by: context.actor
                )
            )
        )
    }

    @Sendable private func delete(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await fields.delete(try context.parameter("id", as: ID<CustomField>.self), by: context.actor)
        return .noContent
    }
}
