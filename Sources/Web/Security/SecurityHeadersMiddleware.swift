import HTTPTypes
package import Hummingbird

/// The content security policies of our pages.
enum ContentPolicy {
    private static let common = """
        default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
        connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'
        """
    static let page = "\(common); frame-ancestors 'none'"
    /// The widget's page: any site that carries the script may show it; its session is a token, not a cookie.
    static let embeddable = "\(common); frame-ancestors *"
}

/// Puts the headers on every answer that keep browsers from doing what nobody asked for.
package struct SecurityHeadersMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    package init() {}

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.referrerPolicy] == nil {
            response.headers[.referrerPolicy] = "strict-origin-when-cross-origin"
        }
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = ContentPolicy.page
        }
        return response
    }
}

extension HTTPField.Name {
    package static let referrerPolicy = known("Referrer-Policy")
    package static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
    static let secFetchSite = known("Sec-Fetch-Site")
}
