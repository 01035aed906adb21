package import Hummingbird
import HTTPTypes

/// A page as it is sent: once, or again and again to everybody who may read it.
package struct MadePage: Sendable {
    private let headers: HTTPFields
    private let content: SharedContent
    /// Whether everybody reads the same; what only some may read is kept by nobody, nor compressed (BREACH).
    private let isForEverybody: Bool

    init(_ content: SharedContent, _ headers: HTTPFields, isForEverybody: Bool) {
        self.content = content
        self.isForEverybody = isForEverybody
        self.headers = headers
    }

    /// The answer to whoever asks.
    ///
    /// Its language and its readers depend on more than the address: caches on the way are told on what, and ask each time
    /// whether it still is the same.
    package func response(to request: Request) -> Response {
        var headers = headers
        guard isForEverybody else {
            headers[.cacheControl] = "private, no-store"
            return content.plainResponse(headers)
        }
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language, Cookie"
        return content.response(to: request, headers)
    }
}
