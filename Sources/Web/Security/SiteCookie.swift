package import HTTPTypes
package import Hummingbird

/// A cookie of ours: what it is called, and how a browser has to keep it.
///
/// Where browsers come by TLS its name begins with `__Host-`, which they take from this very host alone, by TLS and for all
/// of its paths: no sibling sub-domain and nobody on the way can plant one. The plain name counts for nothing there.
/// (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)
package struct SiteCookie: Sendable {
    package let name: String
    private let path: String
    private let isSecure: Bool

    /// - Parameters:
    ///   - plainName: What it is called without TLS.
    ///   - path: Where it is sent; for fewer than all paths the prefix is `__Secure-`, which leaves planting to siblings.
    ///   - isSecure: Whether the site is reached by HTTPS.
    package init(_ plainName: String, path: String = "/", isSecure: Bool) {
        let prefix = path == "/" ? "__Host-" : "__Secure-"
        self.name = isSecure ? prefix + plainName : plainName
        self.path = path
        self.isSecure = isSecure
    }

    /// What a request brings under its name, byte for byte; nil for nothing.
    package func value(in head: HTTPRequest) -> String? { head.cookie(name) }

    /// The cookie with a value, for so many seconds.
    package func holding(_ value: String, seconds: Int) -> Cookie {
        Cookie(
            name: name,
            value: value,
            maxAge: seconds,
            path: path,
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }

    /// Takes it away from a browser.
    package var ended: Cookie { holding("", seconds: 0) }
}
