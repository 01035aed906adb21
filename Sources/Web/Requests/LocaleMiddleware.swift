package import Base
package import Hummingbird
import HTTPTypes

/// Decides the language: `?lang=` and remembers it, then the cookie, then what the browser prefers.
package struct LocaleMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private static let cookie = "switchboard_locale"
    private let locales: [LocaleCode]

    package init(locales: [LocaleCode]) {
        self.locales = locales
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let chosen = request.query("lang").flatMap(known)
        let remembered = request.cookies[Self.cookie].flatMap { known($0.value) }
        context.locale =
            chosen ?? remembered
            ?? LocaleCode.negotiate(request.headers[.acceptLanguage] ?? "", among: locales)
        context.statesLocale =
            chosen != nil || remembered != nil || request.headers[.acceptLanguage] != nil
        var response = try await next(request, context)
        if let chosen, chosen != remembered {
            response.setCookie(
                Cookie(
                    name: Self.cookie,
                    value: chosen.rawValue,
                    maxAge: 31_536_000,
                    path: "/",
                    sameSite: .lax
                )
            )
        }
        return response
    }

    private func known(_ tag: String) -> LocaleCode? {
        LocaleCode(rawValue: tag)?.nearest(among: locales)
    }
}
