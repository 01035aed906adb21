import HTTPTypes
import NIOCore
import NIOHTTP1

/// Decides about the first request of a connection before NIO's upgrade handler sees it.
///
/// That handler offers one upgrade and swallows the request when it does not come about (swift-nio 2.101,
/// `NIOTypedHTTPServerUpgraderStateMachine.awaitingUpgrader`): a client that asks for HTTP/2 in passing, or for a
/// WebSocket without a session, would wait for an answer that never comes. So a request that will not be upgraded goes on
/// without its `Upgrade`, as RFC 9110 §7.8 has it, and is answered by the HTTP routes.
///
/// It also ends connections that send no request: nobody else looks after them before the first one.
final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Whom a request to upgrade lets in; nil when it is to be answered by HTTP.
    typealias Welcome = (HTTPRequestHead) -> EventLoopFuture<Bool>?

    private enum State {
        case waiting
        /// The head's fate is being found out; what came meanwhile is kept.
        case deciding([HTTPServerRequestPart])
        /// Everything goes through as it comes.
        case open
    }

    /// Why a request was refused that nobody could decide about.
    static let unavailable = "unavailable"

    private let patience: TimeAmount
    private let welcome: Welcome
    private var state = State.waiting
    private var timeout: Scheduled<Void>?

    /// - Parameters:
    ///   - patience: How long the head of the first request may take.
    ///   - welcome: Called for a well-formed request to become a WebSocket; nil refuses at once.
    init(patience: TimeAmount, welcome: @escaping Welcome) {
        self.patience = patience
        self.welcome = welcome
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timeout?.cancel()
        timeout = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A browser connects ahead of need; such a connection must not hold up the end of the server.
        if event is ChannelShouldQuiesceEvent, case .waiting = state {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .open: context.fireChannelRead(data)
        case .deciding(let kept): state = .deciding(kept + [unwrapInboundIn(data)])
        case .waiting:
            guard case .head(let head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
            timeout?.cancel()
            decide(on: head, context)
        }
    }

    private func decide(on head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard head.headers.contains(name: "Upgrade") else {
            pass([.head(head)], context)
            return
        }
        guard Self.isWebSocket(head), let answer = welcome(head) else {
            pass([.head(Self.withoutUpgrade(head))], context)
            return
        }
        state = .deciding([])
        // A body may follow: it waits in the socket and not here.
        _ = context.channel.setOption(.autoRead, value: false)
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        answer.assumeIsolated().whenComplete { result in
            guard case .deciding(let kept) = self.state else { return }
            let passed =
                switch result {
                case .success(true): head
                case .success(false): Self.withoutUpgrade(head)
                // Whoever could not be looked up is not a stranger: the client comes again and is not signed out.
                case .failure: Self.withoutUpgrade(head, because: Self.unavailable)
                }
            self.pass([.head(passed)] + kept, context.value)
            _ = context.value.channel.setOption(.autoRead, value: true)
        }
    }

    private func pass(_ parts: [HTTPServerRequestPart], _ context: ChannelHandlerContext) {
        state = .open
        for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
        context.fireChannelReadComplete()
    }

    /// Whether a handshake is whole, RFC 6455 §4.2.1: what NIO's upgrader would refuse must not reach it.
    static func isWebSocket(_ head: HTTPRequestHead) -> Bool {
        let headers = head.headers
        return head.method == .GET && head.version == .http1_1
            && headers[canonicalForm: "Upgrade"].map { $0.lowercased() } == ["websocket"]
            && headers[canonicalForm: "Connection"].contains { $0.lowercased() == "upgrade" }
            && headers["Sec-WebSocket-Version"] == ["13"] && headers["Sec-WebSocket-Key"].count == 1
            && headers["Sec-WebSocket-Key"].allSatisfy { $0.utf8.count == 24 }
            && !headers.contains(name: "Content-Length") && !headers.contains(name: "Transfer-Encoding")
    }

    /// The request with its wish to upgrade put aside, where the routes can read it.
    ///
    /// - `reason`: What the routes find instead of the protocol that was wished for.
    static func withoutUpgrade(_ head: HTTPRequestHead, because reason: String? = nil) -> HTTPRequestHead {
        var head = head
        head.headers.remove(name: RealtimeChannel.refusedUpgrade.rawName)
        if let wish = reason ?? head.headers["Upgrade"].first {
            head.headers.add(name: RealtimeChannel.refusedUpgrade.rawName, value: wish)
        }
        head.headers.remove(name: "Upgrade")
        return head
    }
}
