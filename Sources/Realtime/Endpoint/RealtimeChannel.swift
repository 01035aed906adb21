package import Base
import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket
import Synchronization

/// HTTP and the realtime WebSocket on one port.
///
/// A request to upgrade `GET /api/v1/realtime` from somebody signed in becomes a ``RealtimeConnection``; everything
/// else, a refused upgrade included, is answered by the HTTP routes.
package struct RealtimeChannel: HTTPChannelHandler {
    /// Where the WebSocket is.
    package static let path = "/api/v1/realtime"
    /// The sub-protocol, RFC 6455 §1.9.
    package static let subprotocol = "switchboard.v1"
    /// What a token offered as a sub-protocol begins with.
    private static let tokenPrefix = "switchboard.bearer."

    package typealias HTTP = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// What became of a connection.
    package enum Outcome: Sendable {
        case webSocket
        case http(HTTP)
    }

    package struct Value: ServerChildChannelValue {
        package let channel: any Channel
        let outcome: EventLoopFuture<Outcome>
    }

    package let responder: HTTPChannelHandler.Responder
    private let gateway: any RealtimeGateway
    private let hub: Hub
    private let registry: ConnectionRegistry
    private let limits: RealtimeLimits
    private let clock: any WallClock

    package init(
        responder: @escaping HTTPChannelHandler.Responder,
        gateway: any RealtimeGateway,
        hub: Hub,
        registry: ConnectionRegistry,
        limits: RealtimeLimits,
        clock: any WallClock
    ) {
        self.responder = responder
        self.gateway = gateway
        self.hub = hub
        self.registry = registry
        self.limits = limits
        self.clock = clock
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let welcomed = Mutex<(any RealtimeParticipant)?>(nil)
        let box = Box(welcomed)
        let upgrader = NIOTypedWebSocketServerUpgrader<Outcome>(
            maxFrameSize: limits.largestFrameInBytes,
            enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, head in shouldUpgrade(channel, head, box, logger) },
            upgradePipelineHandler: { channel, _ in addConnection(to: channel, box, logger) }
        )
        let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Outcome>(
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in addHTTP(to: channel, logger) }
        )
        var pipeline = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade)
        // NIOAsyncChannel reads one request after the other, and Hummingbird's types validate headers.
        pipeline.enablePipelining = false
        pipeline.enableResponseHeaderValidation = false
        return channel.pipeline.configureUpgradableHTTPServerPipeline(configuration: pipeline)
            .map { Value(channel: channel, outcome: $0) }
    }

    package func handle(value: Value, logger: Logger) async {
        do {
            guard case .http(let http) = try await value.outcome.get() else { return }
            await handleHTTP(asyncChannel: http, logger: logger)
        } catch {
            logger.trace("connection ended before its first request: \(error)")
        }
    }

    /// Lets the next steps of one connection's upgrade know who was welcomed.
    private final class Box: Sendable {
        let participant: Mutex<(any RealtimeParticipant)?>

        init(_ participant: consuming Mutex<(any RealtimeParticipant)?>) {
            self.participant = participant
        }
    }

    private func shouldUpgrade(
        _ channel: any Channel,
        _ head: HTTPRequestHead,
        _ box: Box,
        _ logger: Logger
    ) -> EventLoopFuture<HTTPHeaders?> {
        let protocols = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        let path = head.uri.split(separator: "?", maxSplits: 1).first.map(String.init)
        guard path == Self.path, protocols.contains(Self.subprotocol),
            // A malformed request is answered by HTTP.
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)
        else { return channel.eventLoop.makeSucceededFuture(nil) }
        let token = protocols.first { $0.hasPrefix(Self.tokenPrefix) }.map {
            String($0.dropFirst(Self.tokenPrefix.count))
        }
        return channel.eventLoop.makeFutureWithTask {
            do {
                guard let participant = try await gateway.participant(for: request, token: token) else {
                    return nil
                }
                box.participant.withLock { $0 = participant }
                return ["Sec-WebSocket-Protocol": Self.subprotocol]
            } catch {
                logger.error("realtime: who connects could not be found out: \(error)")
                return nil
            }
        }
    }

    private func addConnection(
        to channel: any Channel,
        _ box: Box,
        _ logger: Logger
    ) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            guard let participant = box.participant.withLock({ $0 }) else {
                throw ChannelError.inappropriateOperationForState
            }
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
            return .webSocket
        }
    }

    private func addHTTP(to channel: any Channel, _ logger: Logger) -> EventLoopFuture<Outcome> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try channel.pipeline.syncOperations.addHandler(
                HTTPConnectionStateHandler(idleTimeout: .seconds(75), logger: logger)
            )
            return .http(
                try HTTP(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)
                )
            )
        }
    }
}
