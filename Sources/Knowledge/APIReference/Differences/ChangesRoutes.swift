import Base
import Hummingbird
import Web

/// Which two versions are compared.
struct ComparedVersions {
    /// Nil where the API has one version only.
    let older: APIVersion?
    let newer: APIVersion
    let all: [APIVersion]

    /// Reads `from` and `to`; left out, the current version is compared with the one before it.
    ///
    /// - Throws: ``APIDocumentError``, ``Problem`` 422.
    init(_ request: Request, of api: Slug, on shelf: APIShelf) throws {
        let all = shelf.versions(of: api)
        guard let current = all.current else { throw APIDocumentError.notFound }
        func named(_ parameter: String) throws -> APIVersion? {
            guard let name = try request.query(parameter, as: APIVersionName.self) else { return nil }
            guard let version = all.first(where: { $0.name == name }) else {
                throw APIDocumentError.versionNotFound(name.rawValue)
            }
            return version
        }
        let newer = try named("to") ?? current
        let before = all.first { $0.name < newer.name } ?? all.first { $0.name != newer.name }
        self.all = all
        self.newer = newer
        self.older = try named("from") ?? before
    }

    func difference(on shelf: APIShelf) async throws -> APIDifference? {
        guard let older else { return nil }
        return try await shelf.difference(from: older, to: newer)
    }
}

extension APIDocsRoutes {
    /// What changed between two versions, for people.
    @Sendable func changes(_ request: Request, _ context: WebContext) async throws -> Response {
        let edition = currentEdition
        let api = try context.parameter("api", as: Slug.self)
        let compared = try ComparedVersions(request, of: api, on: shelf)
        let difference = try await compared.difference(on: shelf)
        let log = try await documents.changes(of: api)
        let variant = "\(compared.older?.name.rawValue ?? "") \(compared.newer.name)"
        return try cache.page(request, context.locale, edition, variant: variant) {
            let page = ChangesPage(
                from: compared.older,
                to: compared.newer,
                difference,
                among: compared.all,
                log: log,
                hasFeed: pages.site != nil,
                pages.localisation,
                context.locale
            )
            let address = PageAddress(
                "/api-docs/\(api)/changes",
                ["from": compared.older?.name.rawValue, "to": compared.newer.name.rawValue]
            )
            let translations = address.translations(pages.localisation.locales)
            return pages.response(page, for: request, context, translations: translations)
        }
    }

    /// The change log as a feed.
    @Sendable func feed(_ request: Request, _ context: WebContext) async throws -> Response {
        let api = try context.parameter("api", as: Slug.self)
        guard let current = shelf.versions(of: api).current else { throw APIDocumentError.notFound }
        guard let site = pages.site else { throw HTTPError(.notFound) }
        let log = ChangeFeed(
            site: site,
            brand: pages.brand.name,
            title:
                "\(current.document.title) – \(pages.localisation.text("api.changes.log", in: context.locale))",
            api: api,
            changes: try await documents.changes(of: api),
            texts: ChangeTexts(pages.localisation, context.locale),
            locale: context.locale
        )
        var response = Response(bytes: log.feed.xml.utf8, type: AtomFeed.type)
        response.headers[.cacheControl] = "no-cache"
        response.headers[.contentLanguage] = context.locale.rawValue
        return response
    }
}
