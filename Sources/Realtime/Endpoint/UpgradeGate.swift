import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Decides about each request of a connection: HTTP answers it, or the connection becomes a WebSocket.
///
/// NIO's own upgrade handlers look at a connection's first request only, so that behind a proxy that keeps connections
/// an upgrade would be a matter of luck; they swallow a request whose upgrade does not come about; and NIO's decoder
/// reads nothing after a request with an `Upgrade` (swift-nio 2.101, `HTTPDecoder.stopParsing`). Here
///
/// - an upgrade waits until every earlier request is answered, and what follows it waits in the socket,
/// - a request that will not be upgraded goes on without its `Upgrade`, as RFC 9110 §7.8 has it, and a new decoder reads
///   what follows,
/// - an upgrade takes everything of HTTP off the connection, the gate included.
///
/// It also ends connections that send no request: nobody else looks after them before the first one.
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    typealias Upgrader = NIOTypedWebSocketServerUpgrader<Void>

    /// Where the gate leads to.
    struct Ways {
        /// How a request to upgrade becomes a WebSocket; no future when it is not one of ours, nil in it when HTTP is to
        /// refuse it.
        let upgrader: (HTTPRequestHead) -> EventLoopFuture<Upgrader?>?
        /// Sets up HTTP on a channel that carries `HTTPServerRequestPart` and `HTTPServerResponsePart`.
        let serve: (RequestChannel) throws -> Void
        /// Called when the gate is gone: the connection is a WebSocket, or has ended.
        let left: () -> Void
    }

    enum Stage {
        /// Requests go to HTTP as they come.
        case passing
        /// A WebSocket is asked for, and the request is not whole or earlier ones are not answered.
        case holding(HTTPRequestHead)
        /// It is being found out whom the request comes from.
        case deciding
        /// A new decoder takes the place of one that has seen an `Upgrade`.
        case renewing
        /// HTTP is taken off the connection.
        case upgrading
    }

    /// Why a request was refused that nobody could decide about.
    static let unavailable = "unavailable"

    private let patience: TimeAmount
    private let ways: Ways
    private var timeout: Scheduled<Void>?
    private(set) var context: ChannelHandlerContext?
    private(set) var requests: RequestChannel?
    var stage = Stage.passing
    /// Requests that HTTP has been given and has not answered to the end.
    private var unanswered = 0
    /// Whether the decoder reads nothing after the request that it is at.
    private var isLastOfDecoder = false
    /// What belongs to a request that is held: its end.
    private var kept: [HTTPServerRequestPart] = []
    /// What a decoder had not read when it was removed.
    var leftover: ByteBuffer?
    /// What came while nothing could be passed on.
    private var isReadPutOff = false
    private var isEndPutOff = false

    /// - `patience`: How long the head of the first request may take.
    init(patience: TimeAmount, to ways: Ways) {
        self.patience = patience
        self.ways = ways
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timeout?.cancel()
        timeout = nil
        leaveHTTP()
        self.context = nil
        ways.left()
    }

    /// Ends HTTP; the connection goes on without it.
    func leaveHTTP() {
        requests?.leave()
        requests = nil
        kept = []
    }

    // MARK: What comes from the connection

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch stage {
        case .passing: pass(unwrapInboundIn(data))
        case .holding, .deciding:
            kept.append(unwrapInboundIn(data))
            decide()
        case .renewing, .upgrading:
            // The decoder is removed at the end of a message, so it leaves bytes and never half a request.
            guard let bytes = context.channel._channelCore.tryUnwrapData(data, as: ByteBuffer.self) else {
                context.close(promise: nil)
                return
            }
            leftover.setOrWriteImmutableBuffer(bytes)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        requests?.pipeline.syncOperations.fireChannelReadComplete()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        guard case .passing = stage else {
            isReadPutOff = true
            return
        }
        // HTTP reads on when it has taken what it has.
        if let requests { requests.pipeline.syncOperations.read() } else { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        requests?.pipeline.syncOperations.fireChannelWritabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        leaveHTTP()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        requests?.pipeline.syncOperations.fireErrorCaught(error)
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (event, stage) {
        case (ChannelEvent.inputClosed, .passing), (is ChannelShouldQuiesceEvent, _):
            guard let requests else {
                // A browser connects ahead of need; such a connection must not hold up the end of the server.
                context.close(promise: nil)
                return
            }
            requests.pipeline.syncOperations.fireUserInboundEventTriggered(event)
        case (ChannelEvent.inputClosed, _): isEndPutOff = true
        default:
            requests?.pipeline.syncOperations.fireUserInboundEventTriggered(event)
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Goes on with what was put off, from the head of the pipeline where the decoder hears it too.
    func goOn() {
        guard case .passing = stage, let context else { return }
        if isEndPutOff {
            isEndPutOff = false
            context.channel.pipeline.syncOperations.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        if isReadPutOff {
            isReadPutOff = false
            read(context: context)
        }
    }

    /// Tells those who have the connection now what came meanwhile; the gate is done.
    func handOver() {
        guard let context else { return }
        if let leftover {
            context.fireChannelRead(wrapInboundOut(leftover))
            context.fireChannelReadComplete()
        }
        if isEndPutOff { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        let channel = context.channel
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
        channel.read()
    }

    // MARK: Requests

    private func pass(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            timeout?.cancel()
            guard head.headers.contains(name: "Upgrade") else { return serve(part) }
            isLastOfDecoder = Self.endsParsing(head)
            if Self.isWebSocket(head) {
                stage = .holding(head)
            } else {
                serve(.head(Self.withoutUpgrade(head)))
            }
        case .body: serve(part)
        case .end:
            serve(part)
            if isLastOfDecoder {
                isLastOfDecoder = false
                renewDecoder()
            }
        }
    }

    private func serve(_ part: HTTPServerRequestPart) {
        guard let context else { return }
        if case .head = part { unanswered += 1 }
        do {
            if requests == nil {
                let channel = RequestChannel(on: context.channel, behind: self)
                requests = channel
                try ways.serve(channel)
            }
            requests?.pipeline.syncOperations.fireChannelRead(NIOAny(part))
        } catch {
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }

    /// Finds out about a request to upgrade that is whole and the only one that is not answered.
    private func decide() {
        guard case .holding(let head) = stage, unanswered == 0, case .end? = kept.last else { return }
        guard let answer = ways.upgrader(head) else {
            refuse(head)
            return
        }
        stage = .deciding
        answer.assumeIsolated().whenComplete { result in
            guard case .deciding = self.stage, self.context != nil else { return }
            switch result {
            case .success(let upgrader?): self.upgrade(with: upgrader, head)
            case .success(nil): self.refuse(head)
            // Whoever could not be looked up is not a stranger: the client comes again and is not signed out.
            case .failure: self.refuse(head, because: Self.unavailable)
            }
        }
    }

    private func refuse(_ head: HTTPRequestHead, because reason: String? = nil) {
        stage = .passing
        serve(.head(Self.withoutUpgrade(head, because: reason)))
        let parts = kept
        kept = []
        for part in parts { pass(part) }
        requests?.pipeline.syncOperations.fireChannelReadComplete()
        goOn()
    }

    // MARK: What comes from HTTP

    func answer(_ part: HTTPServerResponsePart, _ promise: EventLoopPromise<Void>?) {
        context?.write(wrapOutboundOut(part), promise: promise)
        guard case .end = part else { return }
        unanswered -= 1
        decide()
    }

    func flush() { context?.flush() }

    func readForHTTP() {
        if case .passing = stage { context?.read() } else { isReadPutOff = true }
    }

    func close(_ mode: CloseMode, _ promise: EventLoopPromise<Void>?) {
        context?.close(mode: mode, promise: promise)
    }
}
