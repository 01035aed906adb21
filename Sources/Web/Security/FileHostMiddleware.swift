import Base
package import Hummingbird

/// Keeps cookies away from the addresses of files and, where files have a host of their own, everything else from that.
///
/// What people sent us is shown by a host that knows nobody: whatever a browser makes of such a file, no session is there.
package struct FileHostMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    /// Where files are.
    package static let path = "/files/"

    private let origin: SiteOrigin?

    /// - Parameter origin: The host of files; nil where they are on ours.
    package init(_ origin: SiteOrigin?) {
        self.origin = origin
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let isFile = request.uri.path.hasPrefix(Self.path)
        let isTheirHost = origin.map { request.head.authority?.lowercased() == $0.authority } ?? isFile
        guard isFile == isTheirHost else {
            let problem = Problem(404, "not_found", "There is nothing here.", try: "Check the address.")
            return Response(problem, instance: context.id)
        }
        guard isFile else { return try await next(request, context) }
        var head = request.head
        head.headerFields[.cookie] = nil
        // On that host there are no styles for a page that tells what is wrong.
        if origin != nil { head.headerFields[.accept] = nil }
        var response = try await next(Request(head: head, body: request.body), context)
        response.headers[.setCookie] = nil
        return response
    }
}
