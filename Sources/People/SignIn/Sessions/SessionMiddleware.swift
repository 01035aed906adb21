import HTTPTypes
package import Hummingbird
package import Web

/// Finds out who asks: by `Authorization: Bearer`, else by cookie.
package struct SessionMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let sessions: Sessions

    package init(_ sessions: Sessions) {
        self.sessions = sessions
    }

    /// Whose sessions count for a request, the first that there is.
    private static func kinds(_ request: Request) -> [Sessions.Kind] {
        let path = request.uri.path
        if ["/api/v1/agent", "/api/v1/admin", "/desk"].contains(where: path.hasPrefix) { return [.agent] }
        // Staff read in the help centre what is for them alone; what somebody says there they say as the customer.
        let pages = ["/help", "/videos/", "/pictures/", "/api/v1/help"]
        let isHelp = path == "/" || pages.contains(where: path.hasPrefix)
        guard isHelp else { return [.customer] }
        return [.get, .head].contains(request.method) ? [.agent, .customer] : [.customer, .agent]
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let path = request.uri.path
        // Styles are the same for everybody, and the address of a file is all that is asked: no session is looked up.
        guard !path.hasPrefix("/assets/"), !path.hasPrefix(FileHostMiddleware.path) else {
            return try await next(request, context)
        }
        var found: (principal: any Principal, isByCookie: Bool)?
        for kind in Self.kinds(request) where found == nil {
            found = try await sessions.principal(of: request.head, as: kind, from: context.remoteAddress)
        }
        context.principal = found?.principal
        context.isAuthenticatedByCookie = found?.isByCookie ?? false
        if let limited = context.principal as? LimitedAgentPrincipal, path.hasPrefix("/desk") {
            guard limited.maySecureThemselves else { throw limited.limit }
            // Whatever page of the desk they ask for: first comes the second factor.
            guard path == SecurityPage.path else { return .redirect(to: SecurityPage.path, type: .found) }
        }
        var response = try await next(request, context)
        // What one person sees is not for a cache that others share.
        if context.principal != nil, response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "private, no-cache"
        }
        return response
    }
}
