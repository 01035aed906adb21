import HTTPTypes
package import Hummingbird

/// Puts the headers on every answer that keep browsers from doing what nobody asked for.
///
/// What an answer says of itself stands: pages bring the policy with their nonce, files one of their own.
package struct SecurityHeadersMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let policy: BrowserPolicy

    package init(_ policy: BrowserPolicy) {
        self.policy = policy
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let type = response.headers[.contentType] ?? ""
        let isPage = type.hasPrefix("text/html")
        let isScript = type.hasPrefix("text/javascript")
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers.set(.referrerPolicy, unlessThere: "strict-origin-when-cross-origin")
        // What a browser has keeps the policy that it came with: that of a page names its nonce (RFC 9111 §4.3.4).
        if response.status != .notModified {
            response.headers.set(
                .contentSecurityPolicy,
                unlessThere: isScript ? BrowserPolicy.script : BrowserPolicy.other
            )
        }
        response.headers.set(.crossOriginResourcePolicy, unlessThere: "same-origin")
        // A worker counts as a page here: without it a page that has it may not start one.
        if isPage || isScript { response.headers[.crossOriginEmbedderPolicy] = "require-corp" }
        if isPage {
            response.headers[.crossOriginOpenerPolicy] = "same-origin"
            response.headers[.permissionsPolicy] = BrowserPolicy.permissions
        }
        if policy.isReachedByTLS { response.headers[.strictTransportSecurity] = BrowserPolicy.transport }
        return response
    }
}

extension HTTPFields {
    fileprivate mutating func set(_ name: HTTPField.Name, unlessThere value: String) {
        if self[name] == nil { self[name] = value }
    }
}

extension HTTPField.Name {
    package static let referrerPolicy = known("Referrer-Policy")
    static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
    static let crossOriginEmbedderPolicy = known("Cross-Origin-Embedder-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let secFetchSite = known("Sec-Fetch-Site")
}
