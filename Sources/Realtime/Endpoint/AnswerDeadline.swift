import NIOCore
import NIOHTTP1

/// Ends a connection whose client does not take what it asked for.
///
/// To Hummingbird, a connection is busy until its answer is written (2.x, `HTTPConnectionStateHandler`): a client that does
/// not read would hold it for ever, and with it the piece of a film or an archive that waits. Here something has to leave
/// within ``patience``; a long answer goes in parts, so that it is seen whether a client is slow or gone. Whoever pauses
/// a film asks for the rest of it again.
///
/// What is less than the connection buffers does not count: that answer ends, and the connection is idle then.
final class AnswerDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What has to leave within the time, in bytes.
    static let part = 256 * 1024

    private let patience: TimeAmount
    private var lastTaken = NIODeadline.uptimeNanoseconds(0)
    private var timer: Scheduled<Void>?

    /// - `patience`: How long ``part`` bytes may take.
    init(patience: TimeAmount) {
        self.patience = patience
    }

    func handlerRemoved(context: ChannelHandlerContext) { cease() }

    func channelInactive(context: ChannelHandlerContext) {
        cease()
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            cease()
        } else if timer == nil {
            lastTaken = context.eventLoop.now
            watch(context)
        }
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .body(.byteBuffer(var rest)) = unwrapOutboundIn(data), rest.readableBytes > Self.part
        else {
            context.write(data, promise: promise)
            return
        }
        while rest.readableBytes > Self.part, let part = rest.readSlice(length: Self.part) {
            let taken = context.eventLoop.makePromise(of: Void.self)
            let eventLoop = context.eventLoop
            taken.futureResult.assumeIsolated().whenSuccess { self.lastTaken = eventLoop.now }
            context.write(wrapOutboundOut(.body(.byteBuffer(part))), promise: taken)
        }
        context.write(wrapOutboundOut(.body(.byteBuffer(rest))), promise: promise)
    }

    private func cease() {
        timer?.cancel()
        timer = nil
    }

    private func watch(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: lastTaken + patience) {
            if context.eventLoop.now < self.lastTaken + self.patience {
                self.watch(context)
            } else {
                self.timer = nil
                context.close(promise: nil)
            }
        }
    }
}
