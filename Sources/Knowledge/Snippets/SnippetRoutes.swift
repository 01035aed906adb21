import Base
import Hummingbird
package import People
import Web

/// `/api/v1/agent/snippets…`: the texts that articles share.
package struct SnippetRoutes: Sendable {
    private struct SaveBody: Decodable {
        let kind: Snippet.Kind
        let texts: [String: String]
        let revision: Int
    }

    private let snippets: Snippets

    package init(snippets: Snippets) {
        self.snippets = snippets
    }

    package func register(on desk: AgentRouter) {
        desk.get("snippets", needs: .articlesPropose, use: list)
        desk.get("snippets/:name", needs: .articlesPropose, use: read)
        desk.put("snippets/:name", needs: .articlesEdit, use: save)
        desk.delete("snippets/:name", needs: .articlesEdit, use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let found = try await snippets.list(
            after: try request.cursor(Slug.self),
            limit: try request.query("limit", in: 1...100, default: 50)
        )
        return try .json(
            ListPage(found.snippets.map(SnippetView.init), nextCursor: found.next?.description)
        )
    }

    @Sendable private func read(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(SnippetDetailView(try await snippets.detail(try named(context))))
    }

    @Sendable private func save(_ request: Request, _ context: AgentContext) async throws -> Response {
        let name = try named(context)
        let body = try await request.json(SaveBody.self, limitInBytes: 1024 * 1024)
        let saved = try await snippets.save(
            name,
            body.kind,
            body.texts,
            from: body.revision,
            by: context.agent,
            as: context.actor
        )
        return try .json(SnippetView(saved), status: body.revision == 0 ? .created : .ok)
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await snippets.remove(try named(context), as: context.actor)
        return .noContent
    }

    private func named(_ context: AgentContext) throws -> Slug {
        let text = try context.parameter("name", as: String.self)
        guard let name = Slug(rawValue: text) else {
            throw SnippetError.invalid(field: "name", "1 to 80 lower-case letters, digits and single hyphens")
        }
        return name
    }
}

/// One as the desk's API tells it.
private struct SnippetView: Encodable {
    let name: Slug
    let kind: Snippet.Kind
    let texts: [String: String]
    let revision: Int
    let editor: String?
    let changedAt: Instant

    init(_ snippet: Snippet) {
        self.name = snippet.name
        self.kind = snippet.kind
        self.texts = snippet.texts
        self.revision = snippet.revision
        self.editor = snippet.editorName
        self.changedAt = snippet.changedAt
    }
}

private struct SnippetDetailView: Encodable {
    struct Version: Encodable {
        let revision: Int
        let texts: [String: String]
        let editor: String?
        let createdAt: Instant
    }

    let snippet: SnippetView
    let usedBy: [TextUseView]
    let snippets: [Slug]
    let versions: [Version]

    init(_ detail: Snippets.Detail) {
        self.snippet = SnippetView(detail.snippet)
        self.usedBy = detail.uses.map(TextUseView.init)
        self.snippets = detail.snippets
        self.versions = detail.versions.map {
            Version(revision: $0.revision, texts: $0.texts, editor: $0.editorName, createdAt: $0.createdAt)
        }
    }
}
