package import Base
import Foundation

/// Where a Redis server is: `redis://[user:password@]host[:port][/number]`.
///
/// The number tells installations apart that share a server.
package struct RedisAddress: Sendable, Equatable {
    package let host: String
    package let port: Int
    /// A user of Redis' access lists; nil for the standard one.
    package let user: String?
    package let password: Redacted<String>?
    package let number: Int

    /// - Throws: ``RedisError``, which never quotes the address.
    package init(_ text: Redacted<String>) throws(RedisError) {
        guard let parts = URLComponents(string: text.exposed) else {
            throw RedisError("is not well-formed; special characters of the password are written as %XX")
        }
        guard parts.scheme != "rediss" else {
            throw RedisError(
                "asks for TLS, which is not spoken; put a tunnel in front and name its redis:// address"
            )
        }
        guard parts.scheme == "redis", let host = parts.host, !host.isEmpty else {
            throw RedisError("must begin with redis:// and a host")
        }
        let port = parts.port ?? 6379
        guard (1...65_535).contains(port) else {
            throw RedisError("must have a port from 1 to 65535, or none")
        }
        let path = parts.path.drop { $0 == "/" }
        guard let number = path.isEmpty ? 0 : Int(path), (0...9999).contains(number) else {
            throw RedisError("must end with a number from 0 to 9999, or with none")
        }
        self.host = host.trimmingCharacters(in: ["[", "]"])
        self.port = port
        self.user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        self.password = parts.password.map { Redacted($0) }
        self.number = number
    }
}

/// Why Redis did not do what it was asked.
package struct RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
