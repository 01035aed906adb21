package import Base
package import Hummingbird
import HTTPTypes

/// Decides the language: `?lang=` and remembers it, then the cookie, then what the browser prefers.
package struct LocaleMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let locales: [LocaleCode]
    private let cookie: SiteCookie

    /// - `usesSecureCookies`: Whether the site is reached by HTTPS.
    package init(locales: [LocaleCode], usesSecureCookies: Bool) {
        self.locales = locales
        self.cookie = SiteCookie("switchboard_locale", isSecure: usesSecureCookies)
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let chosen = request.query("lang").flatMap(known)
        let remembered = cookie.value(in: request.head).flatMap(known)
        context.locale =
            chosen ?? remembered
            ?? LocaleCode.negotiate(request.headers[.acceptLanguage] ?? "", among: locales)
        context.statesLocale =
            chosen != nil || remembered != nil || request.headers[.acceptLanguage] != nil
        var response = try await next(request, context)
        if let chosen, chosen != remembered {
            response.setCookie(cookie.holding(chosen.rawValue, seconds: 31_536_000))
        }
        return response
    }

    private func known(_ tag: String) -> LocaleCode? {
        LocaleCode(rawValue: tag)?.nearest(among: locales)
    }
}
