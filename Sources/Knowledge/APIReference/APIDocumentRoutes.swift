import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/api-documents…` and `/api/v1/api-docs…`: API documents for programs.
package struct APIDocumentRoutes: Sendable {
    private struct Body: Decodable {
        let document: String
        let deprecated: Bool?
        let migration: String?
    }

    struct VersionView: Encodable {
        let version: APIVersionName
        let title: String
        let format: APIDocument.Format
        let entries: Int
        let deprecated: Bool
        let migration: String
        let url: String
        let importedAt: Instant
        let changedAt: Instant

        init(_ version: APIVersion) {
            self.version = version.name
            self.title = version.document.title
            self.format = version.document.format
            self.entries = version.document.entries.count
            self.deprecated = version.head.isDeprecated
            self.migration = version.head.migration
            self.url = "/api-docs/\(version.api)/\(version.name)"
            self.importedAt = version.head.importedAt
            self.changedAt = version.head.changedAt
        }
    }

    private struct Published: Encodable {
        let outcome: APIDocuments.Outcome
        let version: VersionView
    }

    private struct APIView: Encodable {
        let api: Slug
        let title: String
        let versions: [VersionView]
    }

    private struct DifferenceView: Encodable {
        let from: APIVersionName?
        let to: APIVersionName
        let breaking: Int
        let isCut: Bool
        let data: [ChangeView]

        init(_ compared: ComparedVersions, _ difference: APIDifference?) {
            self.from = compared.older?.name
            self.to = compared.newer.name
            self.breaking = difference?.breakingCount ?? 0
            self.isCut = difference?.isCut ?? false
            self.data = (difference?.changes ?? []).map(ChangeView.init)
        }
    }

    private struct ChangeView: Encodable {
        let kind: APIDifference.Kind
        let rule: APIDifference.Rule
        let breaking: Bool
        let entry: String
        let place: String
        let before: String
        let after: String

        init(_ change: APIDifference.Change) {
            self.kind = change.kind
            self.rule = change.rule
            self.breaking = change.isBreaking
            self.entry = change.entry
            self.place = change.place
            self.before = change.before
            self.after = change.after
        }
    }

    private let documents: APIDocuments

    package init(documents: APIDocuments) {
        self.documents = documents
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        router.get("/api/v1/api-docs", use: list)
        router.get("/api/v1/api-docs/:api/changes", use: changes)
        desk.put("api-documents/:api/:version", needs: .articlesEdit, use: publish)
        desk.delete("api-documents/:api/:version", needs: .articlesEdit, use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let apis = documents.shelf.apis.map { versions in
            APIView(
                api: versions[0].api,
                title: versions.current?.document.title ?? "",
                versions: versions.map(VersionView.init)
            )
        }
        return try .json(ListPage(apis))
    }

    @Sendable private func changes(_ request: Request, _ context: WebContext) async throws -> Response {
        let name = try context.parameter("api", as: String.self)
        guard let api = Slug(name) else { throw APIDocumentError.notFound }
        let compared = try ComparedVersions(request, of: api, on: documents.shelf)
        let difference = try await compared.difference(on: documents.shelf)
        return try .json(DifferenceView(compared, difference))
    }

    @Sendable private func publish(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        // JSON may write a character of a document as six.
        let body = try await request.json(Body.self, limitInBytes: 2 * DocumentLimits.mostBytes)
        let draft = APIDocuments.Draft(
            api: api,
            name: name,
            isDeprecated: body.deprecated ?? false,
            migration: body.migration ?? "",
            file: Array(body.document.utf8)
        )
        let published = try await documents.publish(draft, by: context.actor)
        return try .json(
            Published(outcome: published.outcome, version: VersionView(published.version)),
            status: published.outcome == .added ? .created : .ok
        )
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        try await documents.remove(api, name, by: context.actor)
        return .noContent
    }

    private func names(_ context: AgentContext) throws -> (Slug, APIVersionName) {
        let (api, version) = (
            try context.parameter("api", as: String.self), try context.parameter("version", as: String.self)
        )
        guard let api = Slug(api) else { throw APIDocumentError.invalidName(api) }
        guard let name = APIVersionName(version) else { throw APIDocumentError.invalidVersion(version) }
        return (api, name)
    }
}
