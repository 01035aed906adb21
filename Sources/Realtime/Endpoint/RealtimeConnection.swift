import Base
import Logging
import NIOCore
import NIOWebSocket
import OrderedCollections

/// One WebSocket connection: reads frames in order, tells what its subscriptions should hear.
///
/// It is a handler and nothing more: no task waits beside an idle connection, which keeps it near the size of the
/// channel itself.
///
/// `@unchecked Sendable`: all state is touched on the channel's event loop only; what comes from elsewhere
/// (``receive(_:)``, ``beat(_:at:)``) hops there first.
final class RealtimeConnection: ChannelInboundHandler, Subscriber, @unchecked Sendable {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// Refused frames in a row after which a client is not worth talking to.
    private static let patience = 40
    /// Frames that may wait while one is worked on.
    private static let largestQueue = 64

    let participant: any RealtimeParticipant
    private let hub: Hub
    let limits: RealtimeLimits
    private let clock: any WallClock
    private let registry: ConnectionRegistry
    private let logger: Logger

    var context: ChannelHandlerContext?
    var subscriptions: OrderedDictionary<String, Subscription> = [:]
    private var waiting: [ClientFrame] = []
    private var isWorking = false
    var isClosing = false
    private var bucket: TokenBucket
    private var refusals = 0
    var heardAt: Instant
    private var generation = 0
    var pausedReplays: Set<String> = []
    /// Whether it has told what it looks at.
    private var hasViewed = false

    init(
        _ participant: any RealtimeParticipant,
        hub: Hub,
        registry: ConnectionRegistry,
        limits: RealtimeLimits,
        clock: any WallClock,
        logger: Logger
    ) {
        self.participant = participant
        self.hub = hub
        self.registry = registry
        self.limits = limits
        self.clock = clock
        self.logger = logger
        let now = clock.now
        self.bucket = TokenBucket(limits.frames, at: now)
        self.heardAt = now
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        registry.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heardAt = clock.now
        var frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: receive(&frame.data, mask: frame.maskKey)
        case .binary: close(.unsupportedData)
        case .ping: answer(frame, context)
        case .connectionClose:
            if !isClosing {
                isClosing = true
                let echo = WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)
                context.writeAndFlush(wrapOutboundOut(echo), promise: nil)
            }
            context.close(promise: nil)
        case .pong, .continuation: break
        default: close(.unsupportedData)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            let paused = pausedReplays
            pausedReplays = []
            for topic in paused { replay(topic) }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(.goingAway)
        // A peer that sends no more will not answer a close frame either.
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength,
            NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
            NIOWebSocketFrameAggregator.Error.tooManyFragments:
            close(.tooLarge)
        case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error, is ClientFrameRules.Violation:
            close(.protocolError)
        default: context.close(promise: nil)
        }
    }

    /// Answers a ping of the protocol; it counts like any other frame, and who does not read the answers is slow.
    private func answer(_ ping: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        if bucket.take(limits.frames, at: clock.now) != nil {
            refusals += 1
            if refusals >= Self.patience { close(.rateLimited) }
            return
        }
        guard context.channel.isWritable else {
            close(.slowReader)
            return
        }
        let pong = WebSocketFrame(fin: true, opcode: .pong, data: ping.unmaskedData)
        context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    }

    func end() {
        isClosing = true
        for topic in subscriptions.keys { hub.unsubscribe(self, from: topic) }
        subscriptions = [:]
        waiting = []
        if hasViewed { participant.left() }
        hasViewed = false
        registry.remove(self)
    }

    // MARK: Frames from the client, one after the other

    private func receive(_ data: inout ByteBuffer, mask: WebSocketMaskingKey?) {
        if let mask { data.webSocketUnmask(mask) }
        guard let text = String(validating: data.readableBytesView, as: UTF8.self) else {
            close(.invalidText)
            return
        }
        if bucket.take(limits.frames, at: clock.now) != nil {
            refuse(Problem(429, "too_many_requests", "That was too many frames."))
            return
        }
        do throws(ClientFrame.Failure) {
            let frame = try ClientFrame(json: text.utf8)
            refusals = 0
            guard isWorking else {
                perform(frame)
                return
            }
            waiting.append(frame)
            if waiting.count >= Self.largestQueue { _ = context?.channel.setOption(.autoRead, value: false) }
        } catch {
            refuse(error.problem)
        }
    }

    /// Tells the client that a frame was refused; ends a connection that sends nothing else.
    private func refuse(_ problem: Problem) {
        refusals += 1
        write(ServerFrame.error(problem))
        if refusals >= Self.patience { close(.rateLimited) }
    }

    /// Goes on with the frames that came while one was worked on.
    private func work() {
        while !isWorking, !isClosing, !waiting.isEmpty {
            let frame = waiting.removeFirst()
            if waiting.isEmpty {
                // An idle connection keeps no room for what may never wait again.
                waiting = []
                _ = context?.channel.setOption(.autoRead, value: true)
            }
            perform(frame)
        }
    }

    private func perform(_ frame: ClientFrame) {
        let participant = participant
        switch frame {
        case .ping:
            write(ServerFrame.pong)
        case .unsubscribe(let topic):
            if subscriptions.removeValue(forKey: topic) != nil { hub.unsubscribe(self, from: topic) }
        case .subscribe(let topic, let afterSeq, let afterNoteSeq):
            generation += 1
            subscribe(
                topic,
                Subscription(afterSeq: afterSeq, afterNoteSeq: afterNoteSeq, generation: generation)
            )
        case .subscribeFeed(let feed):
            perform({ try await participant.open(feed) }) { connection, feed in
                connection.hub.subscribe(connection, to: feed.topic)
                connection.subscriptions[feed.topic] = Subscription(afterSeq: 0, afterNoteSeq: 0)
                for frame in feed.frames { connection.write(frame) }
            }
        case .send(let message):
            perform({ try await participant.send(message) }, clientID: message) { connection, position in
                connection.write(ServerFrame.ack(message.clientID, position))
            }
        case .typing(let topic, let isNote):
            perform({ try await participant.typing(topic, isNote: isNote) }) { _, _ in }
        case .read(let topic, let seq):
            perform({ try await participant.read(topic, seq: seq) }) { _, _ in }
        case .view(let topic, let isSilent):
            hasViewed = true
            perform({ try await participant.view(topic, isSilent: isSilent) }) { _, _ in }
        }
    }

    private func subscribe(_ topic: String, _ subscription: Subscription) {
        guard subscriptions.count < limits.subscriptions || subscriptions[topic] != nil else {
            let problem = Problem(
                422,
                "too_many_subscriptions",
                "One connection hears \(limits.subscriptions) at most."
            )
            write(ServerFrame.error(problem, conversation: topic))
            return
        }
        let participant = participant
        perform({ try await participant.open(topic) }, conversation: topic) { connection, head in
            if subscription.isAhead(of: head, showsNotes: participant.isAgent) {
                connection.write(ServerFrame.error(.positionAhead, conversation: topic))
                return
            }
            // First hear, then read: what is committed in between comes twice and is dropped once.
            connection.subscriptions[topic] = subscription
            connection.hub.subscribe(connection, to: topic)
            _ = connection.subscriptions[topic]?.heard(head, showsNotes: participant.isAgent)
            connection.replay(topic)
        }
    }

    /// Runs one frame's work and goes on with the next frame when it is done.
    private func perform<Value: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Value,
        clientID message: OutgoingMessage? = nil,
        conversation: String? = nil,
        then finish: @escaping @Sendable (RealtimeConnection, Value) -> Void
    ) {
        guard let eventLoop = context?.eventLoop else { return }
        isWorking = true
        eventLoop.makeFutureWithTask(operation).whenComplete { result in
            self.isWorking = false
            guard !self.isClosing else { return }
            switch result {
            case .success(let value): finish(self, value)
            case .failure(let error):
                let problem = self.problem(of: error)
                self.write(
                    ServerFrame.error(problem, clientID: message?.clientID, conversation: conversation)
                )
            }
            self.work()
        }
    }

    func problem(of error: any Error) -> Problem {
        let problem = (error as? any DomainError)?.problem
        if problem.map({ $0.status >= 500 }) ?? true { logger.error("realtime: \(error)") }
        return problem ?? Problem(500, "internal_error", "Something went wrong on our side.")
    }
}

extension Problem {
    fileprivate static let positionAhead = Problem(
        409,
        "position_ahead",
        "The conversation does not go as far as you say that you know it.",
        try: "Forget it and subscribe from the start."
    )
}

extension ClientFrame.Failure {
    fileprivate var problem: Problem {
        switch self {
        case .notAnObject: Problem(400, "malformed_frame", "The frame is not a JSON object with an op.")
        case .unknownOperation: Problem(400, "unknown_operation", "There is no such op.")
        case .invalid(let member):
            Problem(422, "invalid_field", "The member \(member) is missing or not valid.")
        }
    }
}
