package import Base
import Crypto
import Foundation

/// Who signs requests to an object store.
package struct ObjectStoreKeys: Sendable, Equatable {
    package let accessKey: Redacted<String>
    package let secret: Redacted<String>

    package init(accessKey: Redacted<String>, secret: Redacted<String>) {
        self.accessKey = accessKey
        self.secret = secret
    }
}

/// A request as it is signed: all that the store compares with what arrives.
package struct SignableRequest: Sendable {
    package var method: String
    /// As it is sent: percent-encoded once, see ``RequestSignature/encoded(_:keepingSlashes:)``.
    package var path: String
    /// Names and values before they are percent-encoded; no name twice.
    package var query: [String: String]
    /// By lower-case name, `host` among them.
    package var headers: [String: String]
    /// The SHA-256 of the body, 64 lower-case hex digits.
    package var bodyDigest: String

    package init(
        method: String,
        path: String,
        query: [String: String] = [:],
        headers: [String: String],
        bodyDigest: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.bodyDigest = bodyDigest
    }

    /// The query as it is sent and signed: sorted, percent-encoded, without the question mark.
    package var queryText: String {
        query.map { name, value in
            (RequestSignature.encoded(name), RequestSignature.encoded(value))
        }.sorted { $0.0 < $1.0 }.map { "\($0)=\($1)" }.joined(separator: "&")
    }
}

/// Signs requests with AWS Signature Version 4, which every S3-compatible store understands; pure.
///
/// Source: "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk",
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
package struct RequestSignature: Sendable {
    private let keys: ObjectStoreKeys
    private let region: String

    package init(keys: ObjectStoreKeys, region: String) {
        self.keys = keys
        self.region = region
    }

    /// The request with `x-amz-date`, `x-amz-content-sha256` and `authorization`.
    ///
    /// - `moment`: Now; a store refuses what is 15 minutes or more away from its own clock.
    package func signed(_ request: SignableRequest, at moment: Instant) -> SignableRequest {
        var request = request
        request.headers["x-amz-date"] = Self.timestamp(moment)
        request.headers["x-amz-content-sha256"] = request.bodyDigest
        let code = Self.code(for: stringToSign(request, at: moment), using: signingKey(at: moment))
        let signature = code.hexadecimal
        request.headers["authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(keys.accessKey.exposed)/\(scope(at: moment)),"
            + "SignedHeaders=\(Self.signedHeaders(request)),Signature=\(signature)"
        return request
    }

    /// The first step: the request in its one canonical form.
    package static func canonical(_ request: SignableRequest) -> String {
        let headers = request.headers.sorted { $0.key < $1.key }.map { name, value in
            "\(name):\(value.trimmingCharacters(in: .whitespaces))\n"
        }
        return [
            request.method, request.path, request.queryText, headers.joined(), signedHeaders(request),
            request.bodyDigest,
        ].joined(separator: "\n")
    }

    /// The second step: what the signature is computed of.
    package func stringToSign(_ request: SignableRequest, at moment: Instant) -> String {
        let digest = SHA256.hash(data: Array(Self.canonical(request).utf8)).hexadecimal
        return "AWS4-HMAC-SHA256\n\(Self.timestamp(moment))\n\(scope(at: moment))\n\(digest)"
    }

    /// A text in which all but letters, digits and `-._~` stands as `%XX` for each of its UTF-8 bytes.
    package static func encoded(_ text: String, keepingSlashes: Bool = false) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "/") where keepingSlashes: encoded += "/"
            default:
                encoded += "%" + String(byte >> 4, radix: 16, uppercase: true)
                encoded += String(byte & 15, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    private static func signedHeaders(_ request: SignableRequest) -> String {
        request.headers.keys.sorted().joined(separator: ";")
    }

    /// `20130524T000000Z`.
    private static func timestamp(_ moment: Instant) -> String {
        moment.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// What the key of one day is good for.
    private func scope(at moment: Instant) -> String {
        "\(Self.timestamp(moment).prefix(8))/\(region)/s3/aws4_request"
    }

    private func signingKey(at moment: Instant) -> SymmetricKey {
        let first = SymmetricKey(data: Array("AWS4\(keys.secret.exposed)".utf8))
        return scope(at: moment).split(separator: "/").reduce(first) { key, part in
            SymmetricKey(data: Self.code(for: String(part), using: key))
        }
    }

    private static func code(for text: String, using key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
    }
}
