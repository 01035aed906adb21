import Base
import HTTPTypes

/// What browsers are told about our answers, as the operator set it.
package struct BrowserPolicy: Sendable {
    /// Whose pages may show the widget, beside our own.
    package var widgetSites: [SiteOrigin] = []
    /// The host of files; nil where they are on ours.
    package var fileOrigin: SiteOrigin?
    /// Whether the site is reached by HTTPS only.
    package var isReachedByTLS = false

    package init() {}

    /// The policy of a page (CSP Level 3; Trusted Types for the browsers that have them).
    ///
    /// Scripts run by the page's nonce alone, and what they import with them; texts become markup or addresses of scripts
    /// in one place, `trusted.js`.
    ///
    /// - Parameters:
    ///   - nonce: Of this answer.
    ///   - host: As the browser sent it: older ones do not take `'self'` for the scheme of a WebSocket.
    ///   - isEmbeddable: Whether other sites may show it.
    /// - Returns: The value of `Content-Security-Policy`.
    func content(nonce: String, host: String?, isEmbeddable: Bool) -> String {
        let sockets = host.flatMap(Self.plain).map { " ws://\($0) wss://\($0)" } ?? ""
        let files = fileOrigin.map { " \($0)" } ?? ""
        let sites =
            isEmbeddable ? (["'self'"] + widgetSites.map(\.description)).joined(separator: " ") : "'none'"
        return """
            default-src 'self'; script-src 'nonce-\(nonce)'; worker-src 'self'; style-src 'self'; \
            img-src 'self' data: blob:\(files); connect-src 'self'\(sockets); object-src 'none'; base-uri 'none'; \
            form-action 'self'; frame-ancestors \(sites); require-trusted-types-for 'script'; trusted-types switchboard
            """
    }

    /// The policy of a script, which counts where it runs as a worker.
    static let script = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"
    /// The policy of whatever is neither page nor script.
    static let other = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    /// What of the browser no page here uses, and what ours alone may.
    static let permissions =
        [
            "accelerometer", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
            "hid",
            "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock",
            "serial",
            "sync-xhr", "usb", "xr-spatial-tracking",
        ].map { "\($0)=()" }.joined(separator: ", ")
        + ", clipboard-write=(self), publickey-credentials-get=(self)"

    /// A year, as long as the lists of browsers ask for.
    static let transport = "max-age=31536000"

    /// 128 bits that nobody can guess, in letters that stand in markup as they are.
    static func makeNonce() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }.hexadecimal
    }

    /// A host that may stand in a policy; nil for one with anything else in it.
    private static func plain(_ host: String) -> String? {
        let isPlain = host.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5B, 0x5D].contains(byte)
        }
        return isPlain && !host.isEmpty && host.utf8.count <= 255 ? host : nil
    }
}
