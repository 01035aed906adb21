package import Base
package import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// HTTP and the realtime WebSocket on one port.
///
/// A request to upgrade `GET /api/v1/realtime` from somebody signed in becomes a ``RealtimeConnection``; everything
/// else, a refused upgrade included, is answered by the HTTP routes.
package struct RealtimeChannel: HTTPChannelHandler {
    /// Where the WebSocket is.
    package static let path = "/api/v1/realtime"
    /// The sub-protocol, RFC 6455 §1.9.
    package static let subprotocol = "switchboard.v1"
    /// Where the HTTP routes find the `Upgrade` that a request was refused.
    package static let refusedUpgrade = HTTPField.Name("X-Refused-Upgrade") ?? .upgrade
    /// What stands there when it could not be found out who connects.
    package static let unavailable = UpgradeGate.unavailable
    /// How long the head of a connection's first request may take.
    private static let patience = TimeAmount.seconds(30)
    /// What a token offered as a sub-protocol begins with.
    private static let tokenPrefix = "switchboard.bearer."

    package typealias HTTP = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    package struct Value: ServerChildChannelValue {
        package let channel: any Channel
        /// HTTP, from the first request that it answers; nil when the connection has none.
        let http: EventLoopFuture<HTTP?>
    }

    package let responder: HTTPChannelHandler.Responder
    private let gateway: any RealtimeGateway
    private let hub: Hub
    private let registry: ConnectionRegistry
    private let limits: RealtimeLimits
    private let clock: any WallClock
    private let idle: Duration

    /// Answers with `responder` what is not for the WebSocket.
    ///
    /// - `idle`: How long a connection of HTTP may be silent: ask for nothing, or take nothing of an answer.
    package init(
        responder: @escaping HTTPChannelHandler.Responder,
        gateway: any RealtimeGateway,
        hub: Hub,
        registry: ConnectionRegistry,
        limits: RealtimeLimits,
        clock: any WallClock,
        idle: Duration = .seconds(75)
    ) {
        self.responder = responder
        self.gateway = gateway
        self.hub = hub
        self.registry = registry
        self.limits = limits
        self.clock = clock
        self.idle = idle
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.submit {
            let http = channel.eventLoop.makePromise(of: HTTP?.self)
            let gate = UpgradeGate(
                patience: Self.patience,
                to: UpgradeGate.Ways(
                    upgrader: { head in welcome(head, on: channel, logger) },
                    serve: { requests in http.succeed(try serve(on: requests, logger)) },
                    left: { http.succeed(nil) }
                )
            )
            try channel.syncOptions?.setOption(.recvAllocator, value: PatientReceiving())
            try gate.stand(in: channel)
            return Value(channel: channel, http: http.futureResult)
        }
    }

    package func handle(value: Value, logger: Logger) async {
        do {
            guard let http = try await value.http.get() else { return }
            await handleHTTP(asyncChannel: http, logger: logger)
        } catch {
            logger.trace("connection ended before its first request: \(error)")
        }
    }

    /// How a request becomes a WebSocket; no future when it is not one of ours at all.
    private func welcome(
        _ head: HTTPRequestHead,
        on channel: any Channel,
        _ logger: Logger
    ) -> EventLoopFuture<UpgradeGate.Upgrader?>? {
        let protocols = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        let path = head.uri.split(separator: "?", maxSplits: 1).first.map(String.init)
        guard path == Self.path, protocols.contains(Self.subprotocol),
            // A malformed request is answered by HTTP.
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)
        else { return nil }
        let token = protocols.first { $0.hasPrefix(Self.tokenPrefix) }.map {
            String($0.dropFirst(Self.tokenPrefix.count))
        }
        let peer = channel.remoteAddress?.ipAddress
        return channel.eventLoop.makeFutureWithTask {
            do {
                return try await gateway.participant(for: request, token: token, peer: peer).map {
                    upgrader(for: $0, logger)
                }
            } catch {
                logger.error("realtime: who connects could not be found out: \(error)")
                throw error
            }
        }
    }

    private func upgrader(for participant: any RealtimeParticipant, _ logger: Logger) -> UpgradeGate.Upgrader
    {
        UpgradeGate.Upgrader(
            maxFrameSize: limits.largestFrameInBytes,
            enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, _ in
                channel.eventLoop.makeSucceededFuture(["Sec-WebSocket-Protocol": Self.subprotocol])
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try addConnection(of: participant, to: channel, logger)
                }
            }
        )
    }

    private func addConnection(
        of participant: any RealtimeParticipant,
        to channel: any Channel,
        _ logger: Logger
    ) throws {
        let watermark = ChannelOptions.Types.WriteBufferWaterMark(
            low: 32 * 1024,
            high: limits.largestBacklogInBytes
        )
        try channel.syncOptions?.setOption(.writeBufferWaterMark, value: watermark)
        try channel.pipeline.syncOperations.addHandlers([
            ClientFrameRules(),
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0,
                maxAccumulatedFrameCount: 4096,
                maxAccumulatedFrameSize: limits.largestFrameInBytes
            ),
            RealtimeConnection(
                participant,
                hub: hub,
                registry: registry,
                limits: limits,
                clock: clock,
                logger: logger
            ),
        ])
    }

    /// HTTP on a channel: one request after the other.
    private func serve(on channel: RequestChannel, _ logger: Logger) throws -> HTTP {
        let operations = channel.pipeline.syncOperations
        try operations.addHandler(AnswerDeadline(patience: TimeAmount(idle)))
        try operations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try operations.addHandler(HTTPConnectionStateHandler(idleTimeout: idle, logger: logger))
        return try HTTP(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
    }
}
