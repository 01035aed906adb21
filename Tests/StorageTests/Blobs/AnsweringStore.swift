import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on loopback that gives the answers it was told to, one after the other, and notes what it was asked.
///
/// It stands where a real store cannot be brought to answer so: busy, full, of another region, or nonsense.
final class AnsweringStore: Sendable {
    struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: HTTPHeaders = [:]
        var body = ""
        /// Whether the connection is cut instead.
        var isCut = false

        static func error(_ status: HTTPResponseStatus, _ code: String, _ further: String = "") -> Self {
            Answer(
                status: status,
                body: "<?xml version=\"1.0\"?><Error><Code>\(code)</Code>\(further)</Error>"
            )
        }

        static func listing(_ keys: [String], next: String? = nil) -> Self {
            let objects = keys.map { key in
                "<Contents><Key>\(key)</Key><LastModified>2026-11-25T22:03:34.000Z</LastModified></Contents>"
            }
            let more = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
            return Answer(
                body: "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>\(more)\(objects.joined())"
                    + "</ListBucketResult>"
            )
        }
    }

    private let left: Mutex<[Answer]>
    private let heard = Mutex<[HTTPRequestHead]>([])

    private init(_ answers: [Answer]) {
        left = Mutex(answers)
    }

    /// Runs a test with such a server; its address is that of a bucket `files`.
    static func with(_ answers: [Answer], _ body: (AnsweringStore, String) async throws -> Void) async throws
    {
        let store = AnsweringStore(answers)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(AnsweringHandler(store))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        do {
            try await body(store, "s3://files?endpoint=http://127.0.0.1:\(port)&region=eu-central-1")
            try await channel.close()
        } catch {
            try await channel.close()
            throw error
        }
    }

    /// What was asked so far.
    var requests: [HTTPRequestHead] { heard.withLock { $0 } }

    fileprivate func answer(_ head: HTTPRequestHead) -> Answer {
        heard.withLock { $0.append(head) }
        return left.withLock { $0.isEmpty ? Answer(status: .notImplemented) : $0.removeFirst() }
    }
}

private final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let store: AnsweringStore
    private var head: HTTPRequestHead?

    init(_ store: AnsweringStore) {
        self.store = store
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            let answer = store.answer(head)
            guard !answer.isCut else { return context.close(promise: nil) }
            var headers = answer.headers
            headers.add(name: "Content-Length", value: "\(answer.body.utf8.count)")
            let response = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
