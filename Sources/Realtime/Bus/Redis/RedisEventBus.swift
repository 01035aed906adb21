import Base
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// The bus of many nodes: one channel of Redis' publish and subscribe.
///
/// This node hears its own events without the way through Redis. What is published while Redis is away waits, up to a
/// limit; whoever was away from Redis, or had to let something go, tells its listeners, or the other nodes', that there
/// is a gap.
package final class RedisEventBus: EventBus, Service {
    /// What travels between nodes.
    struct Envelope: Codable {
        /// Who sent it, so that nobody hears themselves twice.
        let node: String
        /// nil for: something was lost before this.
        let event: RealtimeEvent?
    }

    /// How long connecting and each answer may take; a path that goes silent is given up after two of them.
    static let patience = Duration.seconds(5)
    /// Between two attempts to connect, the longest.
    private static let longestPause = Duration.seconds(2)
    private static let shortestPause = Duration.milliseconds(50)

    private let address: RedisAddress
    private let channel: String
    private let node = UUID().uuidString
    private let outgoing: OutgoingEvents
    private let listener = Mutex<BusListener?>(nil)
    private let isEnding = Atomic(false)
    private let hears = Atomic(false)
    private let logger: Logger

    /// - `mostWaiting`: How many events wait for Redis at most; the oldest are let go of.
    package init(_ address: RedisAddress, mostWaiting: Int = 20_000, logger: Logger) {
        self.address = address
        self.channel = "switchboard:\(address.number):events"
        self.outgoing = OutgoingEvents(most: mostWaiting)
        self.logger = logger
    }

    /// Whether this node hears the others now.
    package var isConnected: Bool { hears.load(ordering: .relaxed) }

    package func publish(_ event: RealtimeEvent) {
        listener.withLock { $0 }?.hear(.event(event))
        outgoing.add(event)
    }

    package func listen(_ listener: @escaping @Sendable (BusNews) -> Void) {
        self.listener.withLock { $0 = BusListener(hear: listener) }
    }

    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await Self.onThread("bus-publish") { self.publishAll() } }
                group.addTask { await Self.onThread("bus-hear") { self.hearAll() } }
            }
        } onCancelOrGracefulShutdown: {
            self.isEnding.store(true, ordering: .relaxed)
            self.outgoing.end()
        }
    }

    /// Both directions wait in the kernel, which the tasks' own threads must not.
    private static func onThread(_ name: String, _ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                body()
                continuation.resume()
            }
            thread.name = name
            thread.start()
        }
    }

    /// Finds out whether the server lets us in.
    package static func check(_ address: RedisAddress) async throws {
        try await BlockingWork.run { _ = try RedisConnection(to: address, patience: patience).ask(["PING"]) }
    }

    // MARK: Telling

    private func publishAll() {
        var connection: RedisConnection?
        var outage = Outage(shortestPause: Self.shortestPause, longestPause: Self.longestPause)
        while let batch = outgoing.first(200) {
            do throws(RedisError) {
                if connection == nil {
                    connection = try RedisConnection(to: address, patience: Self.patience)
                }
                try connection.map { open throws(RedisError) in try tell(batch, to: open) }
                outgoing.remove(batch)
                if outage.end() { logger.notice("events reach the other nodes again") }
            } catch {
                connection = nil
                if outage.begin() {
                    logger.warning("events do not reach the other nodes, Redis: \(error)")
                }
                // Nobody waits for an end any longer than it takes to try once.
                if isEnding.load(ordering: .relaxed) { return }
                outage.pause()
            }
        }
    }

    private func tell(_ batch: OutgoingEvents.Batch, to connection: RedisConnection) throws(RedisError) {
        if batch.hasGap { try add(nil, to: connection) }
        for event in batch.events { try add(event, to: connection) }
        try connection.flush()
        for _ in 0..<(batch.events.count + (batch.hasGap ? 1 : 0)) { _ = try connection.answer() }
    }

    private func add(_ event: RealtimeEvent?, to connection: RedisConnection) throws(RedisError) {
        // Texts and numbers always encode; an event that did not would be one that was lost.
        guard let data = try? WireJSON.encode(Envelope(node: node, event: event)) else { return }
        try connection.add(["PUBLISH", channel, String(decoding: data, as: UTF8.self)])
    }

    // MARK: Hearing

    private func hearAll() {
        var outage = Outage(shortestPause: Self.shortestPause, longestPause: Self.longestPause)
        while !isEnding.load(ordering: .relaxed) {
            do throws(RedisError) {
                let connection = try RedisConnection(to: address, patience: Self.patience)
                try connection.ask(["SUBSCRIBE", channel])
                hears.store(true, ordering: .relaxed)
                if outage.end() { logger.notice("events of the other nodes are heard again") }
                // What was told before is lost to this node.
                tell(.gap)
                try hear(connection)
            } catch {
                hears.store(false, ordering: .relaxed)
                if outage.begin() {
                    logger.warning("events of the other nodes are not heard, Redis: \(error)")
                }
                outage.pause()
            }
        }
        hears.store(false, ordering: .relaxed)
    }

    private func hear(_ connection: RedisConnection) throws(RedisError) {
        var lastWord = ContinuousClock.now
        var hasAsked = false
        while !isEnding.load(ordering: .relaxed) {
            if connection.waitForSomething(atMost: .milliseconds(500)) {
                try connection.read()
                while let reply = try connection.received() { receive(reply) }
                lastWord = .now
                hasAsked = false
            } else if ContinuousClock.now - lastWord > Self.patience * 2 {
                throw RedisError("it has been silent for \(Self.patience * 2)")
            } else if ContinuousClock.now - lastWord > Self.patience, !hasAsked {
                // A path that was cut looks like one on which nothing happens.
                try connection.add(["PING"])
                try connection.flush()
                hasAsked = true
            }
        }
    }

    private func receive(_ reply: RedisReply) {
        guard case .list(let parts) = reply, parts.count == 3, parts[0] == .text("message"),
            case .text(let body) = parts[2]
        else { return }
        // What another release tells in another way is as good as lost.
        guard let envelope = try? WireJSON.decode(Envelope.self, from: Data(body.utf8)) else {
            tell(.gap)
            return
        }
        guard envelope.node != node else { return }
        tell(envelope.event.map { .event($0) } ?? .gap)
    }

    private func tell(_ news: BusNews) {
        listener.withLock { $0 }?.hear(news)
    }
}

/// How long to wait before the next attempt, and whether it was said already that there is a need to.
private struct Outage {
    let shortestPause: Duration
    let longestPause: Duration
    private var next: Duration
    private var lasts = false

    init(shortestPause: Duration, longestPause: Duration) {
        self.shortestPause = shortestPause
        self.longestPause = longestPause
        self.next = shortestPause
    }

    /// - Returns: Whether it begins just now.
    mutating func begin() -> Bool {
        defer { lasts = true }
        return !lasts
    }

    /// - Returns: Whether there was one.
    mutating func end() -> Bool {
        defer { lasts = false }
        next = shortestPause
        return lasts
    }

    /// Waits; longer each time, and not as long as the other nodes do.
    mutating func pause() {
        Thread.sleep(forTimeInterval: Double(next.wholeMilliseconds) / 1000 * Double.random(in: 0.5...1))
        next = min(next * 2, longestPause)
    }
}
