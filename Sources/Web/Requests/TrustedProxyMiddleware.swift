package import HTTPTypes
package import Hummingbird

/// Takes the customer's address from `X-Forwarded-For` when a trusted proxy sent the request.
///
/// Read from the right: every proxy adds the address it was called from, so the first that is not one of ours is the
/// last that nobody could make up.
package struct TrustedProxyMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let proxies: [AddressRange]

    /// - Parameter proxies: Whose word is taken; with none, the peer's address stands.
    package init(_ proxies: [AddressRange]) {
        self.proxies = proxies
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.remoteAddress = origin(of: request.head, peer: context.remoteAddress)
        return try await next(request, context)
    }

    /// Where a request comes from.
    ///
    /// - `peer`: The address at the other end of the connection.
    package func origin(of head: HTTPRequest, peer: String) -> String {
        guard let header = HTTPField.Name("X-Forwarded-For"), isTrusted(peer) else { return peer }
        return origin(head.headerFields[values: header], peer: peer)
    }

    /// The right-most address that is not a trusted proxy; the last one heard of when all are.
    func origin(_ headers: [String], peer: String) -> String {
        let addresses = headers.joined(separator: ",").split(separator: ",").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "[" && $0 != "]" }
        }
        var last = peer
        for address in addresses.suffix(20).reversed() {
            // A range is no address, though it is written nearly like one.
            guard AddressKind(address) != nil else { return last }
            last = address
            guard isTrusted(address) else { return last }
        }
        return last
    }

    private func isTrusted(_ address: String) -> Bool {
        proxies.contains { $0.contains(address) }
    }
}
