import Base
import Crypto
import Foundation

/// Proves that a webhook's body is ours and when it was sent, so that an old one cannot be played again.
struct WebhookSignature {
    private let secret: Redacted<[UInt8]>

    init(secret: Redacted<[UInt8]>) {
        self.secret = secret
    }

    /// The header: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">`.
    func header(for body: [UInt8], at moment: Instant) -> String {
        let seconds = moment.milliseconds / 1000
        let signed = Array("\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret.exposed))
        let hex = code.hexadecimal
        return "t=\(seconds),v1=\(hex)"
    }
}
