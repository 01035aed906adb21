package import Base
import Foundation

/// Where mail is handed over, and how.
package struct SMTPServer: Sendable {
    /// What keeps others from reading along.
    package enum Security: Sendable, Hashable {
        /// TLS from the first byte on.
        case tls
        /// TLS before anything is said; a server that has none is refused.
        case startTLS
        /// None: for a server on this machine alone.
        case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// Nil for a server that asks nobody who they are.
    package let user: String?
    package var password: Redacted<String>?
    /// A file of certificates in PEM that are trusted instead of the system's.
    package var authorities: String?

    /// Reads `smtps://user@host:465`, `smtp://user@host:587` (with STARTTLS) or, for this machine alone,
    /// `smtp://127.0.0.1:25?tls=none`.
    ///
    /// - Throws: ``SMTPAddressError``.
    package init(_ url: String) throws(SMTPAddressError) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme,
            ["smtp", "smtps"].contains(scheme)
        else { throw .noAddress }
        guard parts.password == nil else { throw .holdsPassword }
        let host = (parts.host ?? "").trimmingCharacters(in: ["[", "]"])
        guard !host.isEmpty, host.utf8.allSatisfy(Self.isOfHost), parts.path.isEmpty || parts.path == "/",
            parts.fragment == nil
        else { throw .noAddress }
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(host)
        switch (scheme, parts.query) {
        case ("smtps", nil): security = .tls
        case ("smtp", nil): security = .startTLS
        case ("smtp", "tls=none"):
            guard isLoopback else { throw .plainElsewhere }
            security = .none
        default: throw .noAddress
        }
        self.host = host
        self.port = parts.port ?? (security == .tls ? 465 : security == .startTLS ? 587 : 25)
        guard (1...65_535).contains(port) else { throw .noAddress }
        self.user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// For libcurl.
    ///
    /// - `greeting`: What the server is greeted with.
    func url(greeting: String) -> String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)/\(greeting)"
    }
}

/// What is wrong with a mail server's address, as an operator reads it after the setting's name.
package enum SMTPAddressError: Error, Hashable, CustomStringConvertible {
    case noAddress, holdsPassword, plainElsewhere

    package var description: String {
        switch self {
        case .noAddress: "must be smtps://user@host:465 or smtp://user@host:587, which demands STARTTLS"
        case .holdsPassword: "must not hold the password: it stands in smtp.password or smtp.password.file"
        case .plainElsewhere: "may say tls=none for a server on this machine alone"
        }
    }
}
