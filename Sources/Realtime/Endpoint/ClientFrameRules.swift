import NIOCore
import NIOWebSocket

/// What RFC 6455 demands of every frame of a client and NIO's decoder does not look at: a mask (§5.1), and no reserved
/// bit, for no extension was agreed on (§5.2).
///
/// It stands before the aggregator, which drops both.
final class ClientFrameRules: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    /// A frame against the protocol.
    struct Violation: Error {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            context.fireErrorCaught(Violation())
            return
        }
        context.fireChannelRead(data)
    }
}
