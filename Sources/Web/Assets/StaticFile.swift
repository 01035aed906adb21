import Base
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A file that is the same for everybody, served as it is and as gzip.
///
/// Nothing else is compressed: in an answer with people's data, its length would tell somebody who can place words in it
/// what else it holds (BREACH, https://breachattack.com).
final class StaticFile: Sendable {
    /// One of the two forms.
    private struct Representation {
        let bytes: ByteBuffer
        let tag: String
        let coding: String?
    }

    /// Whether it is smaller as gzip is known once somebody asked for that.
    private enum Compressed {
        case unknown
        case larger
        case smaller(Representation)
    }

    private let type: String
    private let plain: Representation
    /// Made for the first client that takes it, so that the start does not wait: half a millisecond each.
    private let compressed = Mutex(Compressed.unknown)

    /// - `type`: Its media type, such as `text/css; charset=utf-8`.
    init(_ text: String, type: String) {
        self.type = type
        let digest = SHA256.hash(data: Data(text.utf8)).prefix(8)
        let hash = digest.hexadecimal
        plain = Representation(bytes: ByteBuffer(string: text), tag: "\"\(hash)\"", coding: nil)
    }

    /// 200 with the form that the client prefers, or 304 when it has that one.
    func response(to request: Request, cacheControl: String) -> Response {
        let chosen = representation(for: AcceptedCodings(request.headers[.acceptEncoding]))
        var headers: HTTPFields = [
            .cacheControl: cacheControl, .vary: "Accept-Encoding", .eTag: chosen.tag,
        ]
        if let known = request.headers[.ifNoneMatch], Self.names(known, chosen.tag) {
            var response = Response(status: .notModified, headers: headers)
            // RFC 9110 §8.6: a length here would be that of the file.
            response.headers[.contentLength] = nil
            return response
        }
        headers[.contentType] = type
        headers[.contentEncoding] = chosen.coding
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: chosen.bytes))
    }

    private func representation(for codings: AcceptedCodings) -> Representation {
        guard codings.prefersGzip else { return plain }
        return compressed.withLock { compressed in
            if case .unknown = compressed { compressed = compress() }
            if case .smaller(let representation) = compressed { return representation }
            return plain
        }
    }

    private func compress() -> Compressed {
        guard let bytes = Gzip.compress(Array(plain.bytes.readableBytesView)),
            bytes.count < plain.bytes.readableBytes
        else { return .larger }
        let tag = plain.tag.dropLast() + "-gzip\""
        return .smaller(Representation(bytes: ByteBuffer(bytes: bytes), tag: String(tag), coding: "gzip"))
    }

    /// Whether `If-None-Match` names a tag (RFC 9110 §13.1.2); ours hold no comma.
    private static func names(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { part in
            let known = part.trimmingCharacters(in: .whitespaces)
            return known == "*" || known == tag || known == "W/\(tag)"
        }
    }
}
