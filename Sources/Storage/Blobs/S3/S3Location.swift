import Foundation

/// Where a bucket is: `s3://bucket/prefix?endpoint=https://…&region=…&addressing=path`.
package struct S3Location: Sendable, Hashable, CustomStringConvertible {
    /// How the bucket is named in a request.
    package enum Addressing: String, Sendable, CaseIterable {
        /// `https://endpoint/bucket/key`: what every store understands.
        case path
        /// `https://bucket.endpoint/key`: what Amazon wants of new buckets.
        case host
    }

    /// What is wrong with an address, one sentence that repeats nothing of it.
    package struct Mistake: Error, Hashable {
        package let message: String
    }

    package let bucket: String
    /// What every key begins with: empty, or ending with a slash.
    package let prefix: String
    /// `http` or `https`.
    package let scheme: String
    /// Host and port, without the bucket.
    package let authority: String
    package let region: String
    package let addressing: Addressing

    /// Reads an address.
    ///
    /// Without an endpoint it is Amazon's of the region; without a region it is `us-east-1`; without addressing it is
    /// `host` for Amazon's endpoint, where the bucket's name has no dots, else `path`.
    package init(_ text: String) throws(Mistake) {
        guard let parts = URLComponents(string: text), parts.scheme == "s3", let bucket = parts.host else {
            throw Mistake(message: "must be s3://bucket/prefix?endpoint=https://…&region=…")
        }
        guard parts.user == nil, parts.password == nil, parts.port == nil, parts.fragment == nil else {
            throw Mistake(message: "must name a bucket and nothing else before the path; keys have settings")
        }
        guard Self.isBucketName(bucket) else {
            throw Mistake(
                message: "must name a bucket of 3 to 63 lower-case letters, digits, dots and hyphens"
            )
        }
        let folder = parts.path.split(separator: "/").joined(separator: "/")
        guard folder.utf8.count <= 512, folder.utf8.allSatisfy(Self.isPlain) else {
            throw Mistake(message: "may have a prefix of letters, digits and ._-/ only, 512 at most")
        }
        let options = try Self.options(parts.queryItems ?? [])
        let region = options["region"] ?? "us-east-1"
        guard !region.isEmpty, region.utf8.allSatisfy(Self.isPlain), !region.contains("/") else {
            throw Mistake(message: "has a region that is none, such as eu-central-1")
        }
        let endpoint = try Self.endpoint(options["endpoint"] ?? "https://s3.\(region).amazonaws.com")
        let standard: Addressing = options["endpoint"] == nil && !bucket.contains(".") ? .host : .path
        guard let addressing = options["addressing"].map(Addressing.init(rawValue:)) ?? standard else {
            throw Mistake(message: "has an addressing that is neither path nor host")
        }
        self.bucket = bucket
        self.prefix = folder.isEmpty ? "" : folder + "/"
        (self.scheme, self.authority) = endpoint
        self.region = region
        self.addressing = addressing
    }

    /// Bucket, prefix and endpoint, for people.
    package var description: String { "s3://\(bucket)/\(prefix) at \(scheme)://\(authority)" }

    /// Host and port as they are connected to, and as `Host` says.
    var host: String {
        switch addressing {
        case .path: authority
        case .host: "\(bucket).\(authority)"
        }
    }

    /// The percent-encoded path of a key; that of the bucket for an empty one.
    func path(_ key: String) -> String {
        let key = RequestSignature.encoded(key, keepingSlashes: true)
        switch addressing {
        case .path: return key.isEmpty ? "/\(bucket)" : "/\(bucket)/\(key)"
        case .host: return "/\(key)"
        }
    }

    private static func options(_ items: [URLQueryItem]) throws(Mistake) -> [String: String] {
        var options: [String: String] = [:]
        for item in items {
            guard ["endpoint", "region", "addressing"].contains(item.name), let value = item.value,
                options.updateValue(value, forKey: item.name) == nil
            else {
                throw Mistake(message: "takes endpoint, region and addressing, each once, and nothing else")
            }
        }
        return options
    }

    private static func endpoint(_ text: String) throws(Mistake) -> (scheme: String, authority: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme,
            ["http", "https"].contains(scheme),
            let host = parts.percentEncodedHost, !host.isEmpty, parts.user == nil, parts.password == nil,
            ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil
        else {
            throw Mistake(
                message: "has an endpoint that is not http:// or https:// with a host and perhaps a port"
            )
        }
        return (scheme, parts.port.map { "\(host):\($0)" } ?? host)
    }

    private static func isBucketName(_ name: String) -> Bool {
        (3...63).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                "abcdefghijklmnopqrstuvwxyz0123456789.-".utf8.contains(byte)
            }
    }

    /// Whether a byte means itself in a URL, in XML and in a signature.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
