import Base
package import HTTPTypes
package import Hummingbird

/// Refuses what another site makes a browser send with our cookie (cross-site request forgery).
///
/// A browser says where a request comes from: `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), and `Origin`
/// where it is older. A request that changes something must come from our own pages. Programs send neither header
/// and carry a bearer token that no browser adds by itself. docs/decisions/0003 says why there are no form tokens.
package struct CrossOriginMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    package init() {}

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let isSafe = [.get, .head, .options].contains(request.method)
        // `Basic` and `Negotiate` bring no token: once a proxy in front has asked for a password, a browser sends them with
        // every request, whichever site's page makes it.
        guard isSafe || request.head.bearerToken != nil || OriginCheck.isSameOrigin(request.head)
        else {
            throw Problem(
                403,
                "cross_origin",
                "The request came from another site.",
                try: "Open the page here and try again."
            )
        }
        return try await next(request, context)
    }
}

/// Whether a request comes from our own pages.
package enum OriginCheck {
    /// True when the browser says same-origin, or, without that word, when `Origin` names this host; true as well
    /// when there is neither, for then it is no browser.
    package static func isSameOrigin(_ head: HTTPRequest) -> Bool {
        if let site = head.headerFields[.secFetchSite] {
            return site == "same-origin" || site == "none"
        }
        guard let origin = head.headerFields[.origin] else { return true }
        guard let authority = head.authority, let separator = origin.firstRange(of: "://") else {
            return false
        }
        // By bytes: to whoever compares characters the sign for kelvin is the letter K.
        return origin[separator.upperBound...].utf8.map(\.lowercasedASCII)
            == authority.utf8.map(\.lowercasedASCII)
    }
}
