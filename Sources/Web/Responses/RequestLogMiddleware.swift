package import Hummingbird
package import Logging

/// Logs each request by the route that answered it: an address may hold what somebody typed, a seed phrase into the
/// search field for one.
package struct RequestLogMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let level: Logger.Level

    package init(_ level: Logger.Level) {
        self.level = level
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        context.logger.log(
            level: level,
            "request",
            metadata: [
                "method": .string(request.method.rawValue),
                "route": .string(context.coreContext.endpointPath.value ?? "none"),
                "status": .stringConvertible(response.status.code),
            ]
        )
        return response
    }
}
