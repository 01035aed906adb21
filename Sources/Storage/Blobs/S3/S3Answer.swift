import Base
import Foundation

/// What an object store answered.
struct S3Answer: Sendable {
    let status: Int
    /// Where the bucket is, when the header says so.
    let regionHeader: String?
    let body: [UInt8]

    /// The error's code in the XML body; nil when there is none.
    var code: String? { XMLText(body).first("Code") }

    /// Where the bucket is, by the header or the error's body.
    var region: String? { regionHeader ?? XMLText(body).first("Region") }

    /// Whether trying again may help: the store is busy or restarts.
    var isPassing: Bool {
        [429, 500, 502, 503, 504].contains(status) || ["RequestTimeout", "SlowDown"].contains(code)
    }

    /// Whether there is no room.
    var isFull: Bool {
        let code = code ?? ""
        return status == 507 || ["StorageFull", "QuotaExceeded"].contains(where: code.contains)
    }
}

/// One page of a listing: `ListObjectsV2`.
///
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
struct S3Listing: Sendable {
    struct Object: Sendable {
        let key: String
        /// By the store's clock, mostly in whole seconds.
        let storedAt: Instant
    }

    let objects: [Object]
    /// Where the next page begins; nil when this is the last.
    let next: String?

    /// Reads the XML; nil when it is no listing.
    init?(_ body: [UInt8]) {
        let text = XMLText(body)
        guard let truncated = text.first("IsTruncated") else { return nil }
        var objects: [Object] = []
        for entry in text.all("Contents") {
            guard let key = entry.first("Key"),
                let storedAt = entry.first("LastModified").flatMap(Instant.init(rfc3339:))
            else { return nil }
            objects.append(Object(key: key, storedAt: storedAt))
        }
        let next = text.first("NextContinuationToken")
        guard truncated != "true" || next != nil else { return nil }
        self.objects = objects
        self.next = truncated == "true" ? next : nil
    }
}

/// Finds the few elements that are looked for in a store's XML, none of which has attributes or one of its own kind in it.
private struct XMLText {
    private let text: Substring

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)[...]
    }

    private init(_ text: Substring) {
        self.text = text
    }

    /// The text of the first element of a name.
    func first(_ name: String) -> String? {
        guard let begin = text.firstRange(of: "<\(name)>"),
            let end = text[begin.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        let content = text[begin.upperBound..<end.lowerBound]
        guard content.contains("&") else { return String(content) }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .reduce(String(content)) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    /// All elements of a name, in their order.
    func all(_ name: String) -> [XMLText] {
        text.split(separator: "<\(name)>").dropFirst().map { part in
            XMLText(part.firstRange(of: "</\(name)>").map { part[..<$0.lowerBound] } ?? part)
        }
    }
}
