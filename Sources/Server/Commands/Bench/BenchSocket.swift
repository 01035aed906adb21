import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Opens WebSocket connections to the realtime endpoint.
struct BenchSocket: Sendable {
    let target: BenchTargetAddress
    let group: MultiThreadedEventLoopGroup

    /// What a browser sends besides: how large a request is decides what the server keeps for a connection.
    private static let browser = [
        ("Pragma", "no-cache"), ("Cache-Control", "no-cache"),
        (
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
        ),
        ("Origin", "https://support.exchange.example"), ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"),
        ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
    ]

    /// Why a connection was not made.
    enum Failure: Error {
        case refused
    }

    /// Connects and speaks the sub-protocol.
    ///
    /// - `token`: A session's.
    /// - `handler`: Makes what reads the frames other than pings, on the connection's event loop.
    func connect(
        token: String,
        handler: @escaping @Sendable () -> (any ChannelInboundHandler & RemovableChannelHandler)? = { nil }
    ) async throws -> any Channel {
        let host = target.host
        let upgraded = try await ClientBootstrap(group: group)
            .connect(host: target.host, port: target.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<any Channel>(
                        maxFrameSize: 1 << 20,
                        upgradePipelineHandler: { channel, _ in
                            channel.eventLoop.makeCompletedFuture {
                                let pipeline = channel.pipeline.syncOperations
                                try pipeline.addHandler(BenchPongs())
                                if let reader = handler() { try pipeline.addHandler(reader) }
                                return channel
                            }
                        }
                    )
                    var headers = HTTPHeaders(Self.browser)
                    headers.add(name: "Host", value: host)
                    headers.add(name: "Authorization", value: "Bearer \(token)")
                    headers.add(name: "Sec-WebSocket-Protocol", value: "switchboard.v1")
                    let upgrade = NIOTypedHTTPClientUpgradeConfiguration<any Channel>(
                        upgradeRequestHead: HTTPRequestHead(
                            version: .http1_1,
                            method: .GET,
                            uri: "/api/v1/realtime",
                            headers: headers
                        ),
                        upgraders: [upgrader],
                        notUpgradingCompletionHandler: { $0.eventLoop.makeFailedFuture(Failure.refused) }
                    )
                    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: NIOUpgradableHTTPClientPipelineConfiguration(
                            upgradeConfiguration: upgrade
                        )
                    )
                }
            }
        return try await upgraded.get()
    }
}

/// Answers pings, so that the server keeps the connection, and passes everything else on.
private final class BenchPongs: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.opcode == .ping else { return context.fireChannelRead(data) }
        let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
        context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    }
}

/// Host and port, apart from the parsed arguments because those are not `Sendable`.
struct BenchTargetAddress: Sendable {
    let host: String
    let port: Int
}

/// A text frame of a client: masked, as RFC 6455 §5.3 demands.
extension WebSocketFrame {
    init(benchText text: String, _ allocator: ByteBufferAllocator) {
        self.init(
            fin: true,
            opcode: .text,
            maskKey: .random(),
            data: allocator.buffer(string: text)
        )
    }
}
