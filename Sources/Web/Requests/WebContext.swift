package import Base
import Foundation
package import Hummingbird
import Logging
import NIOCore

/// Who a request comes from; People declares the kinds.
package protocol Principal: Sendable {
    /// Their id, by which they are counted.
    var person: String { get }
    /// Whether they work here.
    var isStaff: Bool { get }
}

/// What every request carries through the middleware to its route.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The peer's address, or the one a trusted proxy names; never a port.
    package var remoteAddress: String
    /// The language of the answer.
    package var locale = LocaleCode.english
    /// Whether the request said a language, by address, cookie or `Accept-Language`; programs often do not.
    package var statesLocale = false
    /// Who asks, once a session was recognised; nil for nobody.
    package var principal: (any Principal)?
    /// Whether the session came in a cookie, which a browser sends by itself, so that cross-origin checks matter.
    package var isAuthenticatedByCookie = false

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.remoteAddress = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// JSON bodies are small; uploads are read with a limit of their own.
    package var maxUploadSize: Int { 256 * 1024 }
}

extension RequestContext {
    /// A path parameter read as a value; anything malformed is not found, for such a thing cannot exist.
    package func parameter<Value: LosslessStringConvertible>(
        _ name: String,
        as type: Value.Type
    ) throws -> Value {
        guard let text = parameters.get(name), let value = Value(text.removingPercentEncoding ?? text) else {
            throw Problem(404, "not_found", "There is nothing here.", try: "Check the address.")
        }
        return value
    }
}
