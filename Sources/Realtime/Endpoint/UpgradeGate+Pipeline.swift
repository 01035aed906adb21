import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What the gate does to the connection's pipeline: `encoder, decoder, errors, gate`.
extension UpgradeGate {
    typealias Decoder = ByteToMessageHandler<HTTPRequestDecoder>

    /// Reads requests; what it has not read when it is removed goes on as bytes.
    static func makeDecoder() -> Decoder { Decoder(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)) }

    /// Sets a connection up to read requests and write answers through the gate.
    func stand(in channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandlers([
            HTTPResponseEncoder(), Self.makeDecoder(), HTTPServerProtocolErrorHandler(), self,
        ])
    }

    /// Lets a new decoder read what follows a request with an `Upgrade`.
    func renewDecoder() {
        stage = .renewing
        removeDecoder { context, operations in
            let errors = try operations.handler(type: HTTPServerProtocolErrorHandler.self)
            try operations.addHandler(Self.makeDecoder(), position: .before(errors))
            self.stage = .passing
            if let bytes = self.leftover {
                self.leftover = nil
                operations.fireChannelRead(NIOAny(bytes))
                operations.fireChannelReadComplete()
            }
            self.goOn()
        }
    }

    /// Answers 101 and makes the connection a WebSocket.
    func upgrade(with upgrader: Upgrader, _ head: HTTPRequestHead) {
        stage = .upgrading
        leaveHTTP()
        removeDecoder { context, operations in
            operations.removeHandler(
                try operations.handler(type: HTTPServerProtocolErrorHandler.self),
                promise: nil
            )
            let encoder = try operations.handler(type: HTTPResponseEncoder.self)
            let channel = context.channel
            upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
                .assumeIsolated()
                .flatMap { headers in
                    let answer = HTTPResponseHead(
                        version: .http1_1,
                        status: .switchingProtocols,
                        headers: headers
                    )
                    context.writeAndFlush(self.wrapOutboundOut(.head(answer)), promise: nil)
                    operations.removeHandler(encoder, promise: nil)
                    return upgrader.upgrade(channel: channel, upgradeRequest: head)
                }
                .whenComplete { result in
                    switch result {
                    case .success: self.handOver()
                    case .failure: channel.close(promise: nil)
                    }
                }
        }
    }

    /// Takes the decoder out and goes on, after what it had not read came to ``channelRead(context:data:)``; ends the
    /// connection when either fails.
    private func removeDecoder(
        then goOn: @escaping (ChannelHandlerContext, ChannelPipeline.SynchronousOperations) throws -> Void
    ) {
        guard let context else { return }
        let operations = context.pipeline.syncOperations
        do {
            let decoder = try operations.handler(type: Decoder.self)
            operations.removeHandler(decoder).assumeIsolated().whenComplete { result in
                guard self.context != nil else { return }
                do {
                    try result.get()
                    try goOn(context, operations)
                } catch {
                    context.close(promise: nil)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    // MARK: Heads

    /// Whether NIO's decoder reads nothing after a request: llhttp's rule, `llhttp__before_headers_complete`.
    static func endsParsing(_ head: HTTPRequestHead) -> Bool {
        head.headers.contains(name: "Upgrade")
            && head.headers[canonicalForm: "Connection"].contains { $0.lowercased() == "upgrade" }
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
