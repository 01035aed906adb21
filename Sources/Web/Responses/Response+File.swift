import Base
package import HTTPTypes
package import Hummingbird
import NIOCore
import Synchronization

extension Request {
    /// The body as it comes, piece by piece.
    package var pieces: some AsyncSequence<[UInt8], any Error> {
        body.map { Array($0.readableBytesView) }
    }
}

extension Response {
    /// A file that is read while it is sent: the whole, or the part of it that is asked for (RFC 9110 §14).
    ///
    /// - Parameters:
    ///   - size: Of the file, in bytes.
    ///   - type: Its media type.
    ///   - tag: Its `ETag`, a strong one: another content has another tag.
    ///   - request: What asks.
    ///   - headers: Further ones of the answer.
    ///   - read: Some of the content from a byte on, at least one byte.
    /// - Returns: 200, 206 or 304.
    /// - Throws: ``Problem`` 416 `range_not_satisfiable`; what `read` throws before anything is sent; later the connection ends.
    package static func file(
        _ size: Int,
        type: String,
        tag: String,
        to request: Request,
        _ headers: HTTPFields,
        read: @escaping @Sendable (Int) async throws -> [UInt8]
    ) async throws -> Response {
        var headers = headers
        headers[.eTag] = tag
        headers[.acceptRanges] = "bytes"
        if let known = request.headers[.ifNoneMatch], SharedContent.names(known, tag) {
            headers[.contentSecurityPolicy] = nil
            var response = Response(status: .notModified, headers: headers)
            // RFC 9110 §8.6: a length here would be that of the content.
            response.headers[.contentLength] = nil
            return response
        }
        // Only GET knows parts (§14.2).
        let range =
            request.method == .get
            ? ByteRange(request.headers[.range], if: request.headers[.ifRange], tag: tag, of: size) : .whole
        let wanted: Range<Int>
        switch range {
        case .unsatisfiable:
            throw Problem(
                416,
                "range_not_satisfiable",
                "The file has \(size) bytes and nothing of what was asked for.",
                headers: ["Content-Range": "bytes */\(size)", "ETag": tag, "Accept-Ranges": "bytes"]
            )
        case .whole: wanted = 0..<size
        case .part(let part):
            wanted = part
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
        }
        headers[.contentType] = type
        // What cannot be read is told while there is still an answer to tell it by.
        let first = FirstPiece(
            request.method == .head || wanted.isEmpty ? [] : try await read(wanted.lowerBound)
        )
        // Nobody keeps a piece: while it waits to be taken it is in memory once.
        @Sendable func piece(at place: Int) async throws -> [UInt8] {
            place == wanted.lowerBound ? first.take() : try await read(place)
        }
        let body = ResponseBody(contentLength: wanted.count) { writer in
            var place = wanted.lowerBound
            while place < wanted.upperBound {
                let part = ByteBuffer(bytes: try await piece(at: place).prefix(wanted.upperBound - place))
                guard part.readableBytes > 0 else { throw EndedEarly() }
                place += part.readableBytes
                try await writer.write(part)
            }
            try await writer.finish(nil)
        }
        return Response(status: range == .whole ? .ok : .partialContent, headers: headers, body: body)
    }

    /// A file has less than it says.
    private struct EndedEarly: Error {}
}

/// What was read of a file before its answer began; given up once.
private final class FirstPiece: Sendable {
    private let bytes: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) { self.bytes = Mutex(bytes) }

    func take() -> [UInt8] {
        bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
