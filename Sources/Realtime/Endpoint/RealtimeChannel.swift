package import Base
package import HTTPTypes
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
    /// Where the HTTP routes find the `Upgrade` that a request was refused.
    package static let refusedUpgrade = HTTPField.Name("X-Refused-Upgrade") ?? .upgrade
    /// What stands there when it could not be found out who connects.
    package static let unavailable = UpgradeGate.unavailable
    /// How long the head of a connection's first request may take.
    private static let patience = TimeAmount.seconds(30)
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
        let box = Box()
        let upgrader = NIOTypedWebSocketServerUpgrader<Outcome>(
            maxFrameSize: limits.largestFrameInBytes,
            enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, _ in
                // Only what the gate has welcomed comes so far.
                channel.eventLoop.makeSucceededFuture(["Sec-WebSocket-Protocol": Self.subprotocol])
            },
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
        let configuration = pipeline
        return channel.eventLoop.submit {
            let operations = channel.pipeline.syncOperations
            let outcome = try operations.configureUpgradableHTTPServerPipeline(configuration: configuration)
            let gate = UpgradeGate(patience: Self.patience) { head in
                welcome(head, on: channel, box, logger)
            }
            let upgrader = try operations.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
            try operations.addHandler(gate, position: .before(upgrader))
            return Value(channel: channel, outcome: outcome)
        }
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
        let participant = Mutex<(any RealtimeParticipant)?>(nil)
    }

    /// Whether a request becomes a WebSocket; nil when it is not one of ours at all.
    private func welcome(
        _ head: HTTPRequestHead,
        on channel: any Channel,
        _ box: Box,
        _ logger: Logger
    ) -> EventLoopFuture<Bool>? {
        let protocols = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        let path = head.uri.split(separator: "?", maxSplits: 1).first.map(String.init)
        guard path == Self.path, protocols.contains(Self.subprotocol),
            // A malformed request is answered by HTTP.
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)
        else { return nil }
        let token = protocols.first { $0.hasPrefix(Self.tokenPrefix) }.map {
            String($0.dropFirst(Self.tokenPrefix.count))
        }
        return channel.eventLoop.makeFutureWithTask {
            do {
                let participant = try await gateway.participant(for: request, token: token)
                box.participant.withLock { $0 = participant }
                return participant != nil
            } catch {
                logger.error("realtime: who connects could not be found out: \(error)")
                throw error
            }
        }
    }

    /// Its work is done; a connection that lives long does not carry it along.
    private func removeGate(from channel: any Channel) throws {
        let operations = channel.pipeline.syncOperations
        operations.removeHandler(try operations.handler(type: UpgradeGate.self), promise: nil)
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
            try removeGate(from: channel)
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
            try removeGate(from: channel)
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
