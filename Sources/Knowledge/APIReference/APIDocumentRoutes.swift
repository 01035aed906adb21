import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/api-documents…`, `/api/v1/api-docs…` and `/desk/knowledge/api`: API documents for programs and editors.
package struct APIDocumentRoutes: Sendable {
    private struct Body: Decodable {
        let document: String
        let deprecated: Bool?
        let migration: String?
        let endsAt: Instant?
    }

    private struct PreviewBody: Decodable {
        let document: String
    }

    private struct NoticeBody: Decodable {
        let deprecated: Bool
        let migration: String?
        let endsAt: Instant?
    }

    struct VersionView: Encodable {
        let version: APIVersionName
        let title: String
        let format: APIDocument.Format
        let entries: Int
        let deprecated: Bool
        let migration: String
        /// Left out where nobody said when.
        let endsAt: Instant?
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
            self.endsAt = version.head.endsAt
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

        init(from: APIVersionName?, to: APIVersionName, _ difference: APIDifference?) {
            self.from = from
            self.to = to
            self.breaking = difference?.breakingCount ?? 0
            self.isCut = difference?.isCut ?? false
            self.data = (difference?.changes ?? []).map(ChangeView.init)
        }
    }

    private struct PreviewView: Encodable {
        let title: String
        let format: APIDocument.Format
        let entries: Int
        let outcome: APIDocuments.Outcome
        let difference: DifferenceView

        init(_ preview: APIDocuments.Preview, of name: APIVersionName) {
            self.title = preview.document.title
            self.format = preview.document.format
            self.entries = preview.document.entries.count
            self.outcome = preview.outcome
            self.difference = DifferenceView(from: preview.base, to: name, preview.difference)
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
    private let pages: PageRenderer

    package init(documents: APIDocuments, pages: PageRenderer) {
        self.documents = documents
        self.pages = pages
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        router.get("/api/v1/api-docs", use: list)
        router.get("/api/v1/api-docs/:api/changes", use: changes)
        desk.put("api-documents/:api/:version", needs: .articlesEdit, use: publish)
        desk.delete("api-documents/:api/:version", needs: .articlesEdit, use: remove)
        desk.post("api-documents/:api/:version/preview", needs: .articlesEdit, use: preview)
        desk.put("api-documents/:api/:version/deprecation", needs: .articlesEdit, use: deprecate)
        pages.serve("/desk/knowledge/api", needs: .articlesEdit, on: router) { APIDocumentsPage($1, $2) }
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
        return try .json(DifferenceView(from: compared.older?.name, to: compared.newer.name, difference))
    }

    @Sendable private func publish(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        let body = try await request.json(Body.self, limitInBytes: Self.mostBytes)
        let draft = APIDocuments.Draft(
            api: api,
            name: name,
            notice: APIDocuments.Notice(
                isDeprecated: body.deprecated ?? false,
                migration: body.migration ?? "",
                endsAt: body.endsAt
            ),
            file: Array(body.document.utf8)
        )
        let published = try await documents.publish(draft, by: context.actor)
        return try .json(
            Published(outcome: published.outcome, version: VersionView(published.version)),
            status: published.outcome == .added ? .created : .ok
        )
    }

    /// `{document}` → what publishing it would change.
    @Sendable private func preview(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        let body = try await request.json(PreviewBody.self, limitInBytes: Self.mostBytes)
        let preview = try await documents.preview(Array(body.document.utf8), as: name, of: api)
        return try .json(PreviewView(preview, of: name))
    }

    /// `{deprecated, migration?, ends_at?}` → the version; its document stays.
    @Sendable private func deprecate(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        let body = try await request.json(NoticeBody.self)
        let notice = APIDocuments.Notice(
            isDeprecated: body.deprecated,
            migration: body.migration ?? "",
            endsAt: body.endsAt
        )
        return try .json(VersionView(try await documents.set(notice, of: api, name, by: context.actor)))
    }

    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        let (api, name) = try names(context)
        try await documents.remove(api, name, by: context.actor)
        return .noContent
    }

    /// JSON may write a character of a document as six.
    private static let mostBytes = 2 * DocumentLimits.mostBytes

    private func names(_ context: AgentContext) throws -> (Slug, APIVersionName) {
        let (api, version) = (
            try context.parameter("api", as: String.self), try context.parameter("version", as: String.self)
        )
        guard let api = Slug(api) else { throw APIDocumentError.invalidName(api) }
        guard let name = APIVersionName(version) else { throw APIDocumentError.invalidVersion(version) }
        return (api, name)
    }
}
