import Base
import Crypto
import Foundation
package import HTTPTypes
package import Hummingbird
import NIOCore
import Synchronization

/// Content that is the same for everybody, served as it is or in the best coding that a client takes, and not sent again
/// to whoever has it.
///
/// Nothing else is compressed: in an answer with people's data, its length would tell somebody who can place words in it
/// what else it holds (BREACH, https://breachattack.com).
package final class SharedContent: Sendable {
    /// How long one may work on making it small.
    package enum Effort: Sendable {
        /// For what is made once and sent until the process ends.
        case most
        /// For what is made anew with every change, or for every reader.
        case quick
    }

    private struct Form {
        let bytes: ByteBuffer
        let tag: String
        let coding: ContentCoding?
    }

    private let type: String
    private let effort: Effort
    private let plain: Form
    /// Made for the first client that takes one, so that the start does not wait; nil where it would be larger.
    private let compressed = Mutex<[ContentCoding: Form?]>([:])

    /// - Parameters:
    ///   - bytes: The content.
    ///   - type: Its media type, such as `text/css; charset=utf-8`.
    ///   - weakTag: What the content is known by where its bytes differ each time though it says the same; without it a
    ///     hash of the bytes.
    ///   - effort: How small it is made.
    package init(
        _ bytes: some Collection<UInt8>,
        type: String,
        weakTag: String? = nil,
        effort: Effort = .quick
    ) {
        self.type = type
        self.effort = effort
        let buffer = ByteBuffer(bytes: bytes)
        let tag = weakTag.map { "W/\"\($0)\"" } ?? "\"\(Self.hash(buffer.readableBytesView))\""
        plain = Form(bytes: buffer, tag: tag, coding: nil)
    }

    /// Sixteen letters that are the same for the same bytes.
    package static func hash(_ bytes: some Sequence<UInt8>) -> String {
        SHA256.hash(data: Data(bytes)).prefix(8).hexadecimal
    }

    /// 200 with the form that the client prefers, or 304 when it has that one.
    ///
    /// - `headers`: Of the answer besides those of the form; 304 has none of them that a browser would take for the
    ///   content's: those that it was sent with stand.
    package func response(to request: Request, _ headers: HTTPFields) -> Response {
        let chosen = form(AcceptedCodings(request.headers[.acceptEncoding]).best)
        var headers = headers
        let others = headers[.vary].map { ", \($0)" } ?? ""
        headers[.vary] = "Accept-Encoding\(others)"
        headers[.eTag] = chosen.tag
        if let known = request.headers[.ifNoneMatch], Self.names(known, chosen.tag) {
            headers[.contentSecurityPolicy] = nil
            headers[.contentLanguage] = nil
            var response = Response(status: .notModified, headers: headers)
            // RFC 9110 §8.6: a length here would be that of the content.
            response.headers[.contentLength] = nil
            return response
        }
        headers[.contentType] = type
        headers[.contentEncoding] = chosen.coding?.rawValue
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: chosen.bytes))
    }

    /// 200 with the content as it is, for what is not the same for everybody after all.
    func plainResponse(_ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: plain.bytes))
    }

    private func form(_ coding: ContentCoding?) -> Form {
        guard let coding else { return plain }
        return compressed.withLock { compressed in
            let form = compressed[coding] ?? compress(coding)
            compressed[coding] = .some(form)
            return form ?? plain
        }
    }

    private func compress(_ coding: ContentCoding) -> Form? {
        let content = Array(plain.bytes.readableBytesView)
        let bytes =
            switch coding {
            case .brotli: Brotli.compress(content, effort)
            case .gzip: Gzip.compress(content, effort)
            }
        guard let bytes, bytes.count < content.count else { return nil }
        let tag = plain.tag.dropLast() + "-\(coding.rawValue)\""
        return Form(bytes: ByteBuffer(bytes: bytes), tag: String(tag), coding: coding)
    }

    /// Whether `If-None-Match` names a tag (RFC 9110 §13.1.2: compared weakly); ours hold no comma.
    static func names(_ header: String, _ tag: String) -> Bool {
        let tag = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
        // By bytes: some signs make one character with the comma behind them.
        return header.utf8.split(separator: UInt8(ascii: ",")).contains { part in
            let known = String(decoding: part, as: UTF8.self).trimmingCharacters(in: .whitespaces)
            return known == "*" || known == tag || known == "W/\(tag)"
        }
    }
}
