import Base
import HTTPTypes
package import Hummingbird
import People
package import Web

/// `/pictures/{id}`: pictures as they look, for whoever may read an article that shows them.
///
/// Who asks is looked at each time; `/pictures/{name}`, as texts name them, leads to how they look now.
package struct PictureFileRoutes: Sendable {
    static let path = PicturePlacement.path

    private let pictures: Pictures
    private let shown: ShownNames

    /// Gives out the files of `pictures`, as far as `articles` show them; `search` hears of every change of those.
    package init(pictures: Pictures, articles: Articles, search: HelpSearches) {
        self.pictures = pictures
        self.shown = ShownNames(articles, search: search) { $0.pictures.map(\.name) }
    }

    package func register(on router: Router<WebContext>) {
        router.get("\(Self.path):id", use: give)
        router.get("\(Self.path):id/small", use: giveSmall)
    }

    @Sendable private func give(_ request: Request, _ context: WebContext) async throws -> Response {
        let text = try context.parameter("id", as: String.self)
        guard let name = Slug(rawValue: text) else { return try await file(request, context, isSmall: false) }
        guard try await mayRead(name, context), let file = try await pictures.named([name])[name]?.file else {
            throw PictureError.fileNotFound
        }
        var response = Response.redirect(to: file.address, type: .found)
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }

    @Sendable private func giveSmall(_ request: Request, _ context: WebContext) async throws -> Response {
        try await file(request, context, isSmall: true)
    }

    private func file(_ request: Request, _ context: WebContext, isSmall: Bool) async throws -> Response {
        let id = try context.parameter("id", as: ID<PictureFile>.self)
        let (file, picture) = try await pictures.file(id)
        guard try await mayRead(picture, context) else { throw PictureError.fileNotFound }
        let isForEverybody = try await shown.isKnown(picture, to: .everybody)
        let headers: HTTPFields = [
            // A file never changes; who may see it may, so that even a public one is asked for again after a day.
            .cacheControl: isForEverybody ? "public, max-age=86400, immutable" : "private, no-cache"
        ]
        let small = isSmall ? file.small : nil
        return try await .file(
            small?.sizeInBytes ?? file.sizeInBytes,
            type: small == nil ? file.mediaType : "image/webp",
            tag: small == nil ? "\"\(file.id)\"" : "\"\(file.id)-small\"",
            to: request,
            headers
        ) { [pictures] byte in
            Array(try await pictures.content(of: file, isSmall: small != nil).dropFirst(byte))
        }
    }

    /// Whether an article that is for who asks shows it; the desk sees what is written before readers do.
    private func mayRead(_ picture: Slug, _ context: WebContext) async throws -> Bool {
        context.reader == .staff ? true : try await shown.holds(picture, for: context.reader)
    }
}
