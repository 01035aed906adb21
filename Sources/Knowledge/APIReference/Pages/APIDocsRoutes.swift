import Base
package import Hummingbird
package import Web

/// `/api-docs…`: API documents for people.
package struct APIDocsRoutes: Sendable {
    let documents: APIDocuments
    let pages: PageRenderer
    let cache = APIPageCache()

    var shelf: APIShelf { documents.shelf }

    package init(documents: APIDocuments, pages: PageRenderer) {
        self.documents = documents
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/api-docs", use: list)
        router.get("/api-docs/:api", use: current)
        router.get("/api-docs/:api/changes", use: changes)
        router.get("/api-docs/:api/changes.atom", use: feed)
        router.get("/api-docs/:api/:version", use: version)
        router.get("/api-docs/:api/:version/:entry", use: entry)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        try answer(request, context) {
            APIListPage(shelf.apis, pages.localisation, context.locale)
        }
    }

    /// To the version that somebody reads who names none.
    @Sendable private func current(_ request: Request, _ context: WebContext) async throws -> Response {
        let api = try context.parameter("api", as: Slug.self)
        guard let version = shelf.versions(of: api).current else { throw APIDocumentError.notFound }
        let address = PageAddress("/api-docs/\(api)/\(version.name)", ["lang": request.query("lang")])
        return .redirect(to: address.url, type: .found)
    }

    @Sendable private func version(_ request: Request, _ context: WebContext) async throws -> Response {
        try answer(request, context) {
            let version = try named(context)
            return APIVersionPage(
                version,
                among: shelf.versions(of: version.api),
                pages.localisation,
                context.locale
            )
        }
    }

    @Sendable private func entry(_ request: Request, _ context: WebContext) async throws -> Response {
        try answer(request, context) {
            let version = try named(context)
            let key = try context.parameter("entry", as: String.self)
            guard let entry = version.document.entry(key) else { throw APIDocumentError.entryNotFound }
            return APIEntryPage(
                entry,
                of: version,
                among: shelf.versions(of: version.api),
                pages.localisation,
                context.locale
            )
        }
    }

    private func named(_ context: WebContext) throws -> APIVersion {
        let api = try context.parameter("api", as: Slug.self)
        return try shelf.version(api, try context.parameter("version", as: APIVersionName.self))
    }

    var currentEdition: APIPageCache.Edition {
        APIPageCache.Edition(documents: shelf.edition, texts: pages.localisation.own.revision)
    }

    /// The edition is that before anything is read: what changes meanwhile makes another one.
    private func answer<Content: Page>(
        _ request: Request,
        _ context: WebContext,
        make: () throws -> Content
    ) throws -> Response {
        try cache.page(request, context.locale, currentEdition) {
            pages.response(try make(), for: request, context)
        }
    }
}
