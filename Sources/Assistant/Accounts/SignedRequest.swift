package import Base
import Crypto
import Foundation

/// Proves to the exchange that a request is ours, what is in it and when it was made, so that it can be neither changed
/// nor played again.
///
/// docs/integration.md describes it.
package struct SignedRequest: Sendable {
    /// What a receiver takes at most as the difference of two clocks, in seconds.
    package static let window = 300

    package static let timestampHeader = "Switchboard-Timestamp"
    package static let nonceHeader = "Switchboard-Nonce"
    package static let signatureHeader = "Switchboard-Signature"

    package let method: String
    /// With its query, as it stands in the request.
    package let path: String
    /// Seconds since 1970.
    package let timestamp: Int64
    /// Never the same again.
    package let nonce: String
    package let body: [UInt8]

    package init(method: String, path: String, timestamp: Int64, nonce: String, body: [UInt8]) {
        self.method = method
        self.path = path
        self.timestamp = timestamp
        self.nonce = nonce
        self.body = body
    }

    /// A nonce of 16 random bytes.
    package static func newNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hexadecimal
    }

    /// `v1=` and the HMAC-SHA256 in hexadecimal of six lines: `v1`, method, path, timestamp, nonce and the SHA-256 of the
    /// body in hexadecimal.
    package func signature(_ secret: Redacted<[UInt8]>) -> String {
        let digest = Array(SHA256.hash(data: body)).hexadecimal
        let signed = ["v1", method, path, String(timestamp), nonce, digest].joined(separator: "\n")
        let key = SymmetricKey(data: secret.exposed)
        let code = Array(HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key))
        return "v1=\(code.hexadecimal)"
    }

    /// Whether a signature is ours, made within the window; who receives it remembers the nonce for as long.
    package func isSigned(_ signature: String, with secret: Redacted<[UInt8]>, at now: Instant) -> Bool {
        let age = now.milliseconds / 1000 - timestamp
        guard abs(age) <= Self.window else { return false }
        let expected = Array(self.signature(secret).utf8)
        let given = Array(signature.utf8)
        // Both ends of this comparison take the same time for every wrong signature.
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
