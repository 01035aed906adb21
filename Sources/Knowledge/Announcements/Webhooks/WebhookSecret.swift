import Base
import Crypto
import Foundation

/// What a program checks with that a webhook is ours (Standard Webhooks 1.0: symmetric, HMAC-SHA256).
struct WebhookSecret: Sendable, Codable {
    private static let prefix = "whsec_"

    /// As the program holds it: `whsec_` and base 64.
    let text: Redacted<String>

    /// A new one, of 32 random bytes.
    init() {
        let key = SymmetricKey(size: .bits256)
        let bytes = unsafe key.withUnsafeBytes { bytes in unsafe Data(bytes) }
        self.text = Redacted(Self.prefix + bytes.base64EncodedString())
    }

    /// The value of `webhook-signature`.
    ///
    /// - Parameters:
    ///   - id: The value of `webhook-id`.
    ///   - seconds: The value of `webhook-timestamp`.
    ///   - body: As it is sent.
    /// - Returns: `v1,` and base 64.
    func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        let key = Data(base64Encoded: String(text.exposed.dropFirst(Self.prefix.count))) ?? Data()
        let signed = Data("\(id).\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1,\(Data(code).base64EncodedString())"
    }

    init(from decoder: any Decoder) throws {
        self.text = Redacted(try decoder.singleValueContainer().decode(String.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text.exposed)
    }
}
