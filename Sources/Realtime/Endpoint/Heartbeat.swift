package import Base
package import Logging
import ServiceLifecycle

/// Tells every connection where its topics stand, from the database, and ends the silent ones and those whose session
/// is over.
///
/// One service for the whole node: a timer in each connection would cost more memory than the connection.
package struct Heartbeat: Service {
    /// Topics or sessions asked for in one query.
    private static let batch = 500

    private let registry: ConnectionRegistry
    private let hub: Hub
    private let gateway: any RealtimeGateway
    private let limits: RealtimeLimits
    private let clock: any WallClock
    private let logger: Logger

    package init(
        registry: ConnectionRegistry,
        hub: Hub,
        gateway: any RealtimeGateway,
        limits: RealtimeLimits,
        clock: any WallClock,
        logger: Logger
    ) {
        self.registry = registry
        self.hub = hub
        self.gateway = gateway
        self.limits = limits
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                // What was lost is found by where the topics stand, and not only with the next beat.
                await hub.gap.wait(atMost: limits.heartbeat)
                guard !Task.isCancelled else { return }
                await beat()
            }
        }
    }

    private func beat() async {
        await expel()
        var heads: [String: Head] = [:]
        let topics = hub.subscribedTopics
        for start in stride(from: 0, to: topics.count, by: Self.batch) {
            let part = Array(topics[start..<min(start + Self.batch, topics.count)])
            do {
                heads.merge(try await gateway.heads(of: part)) { $1 }
            } catch {
                // The database is away; connections live on and hear their heads when it is back.
                logger.warning("heads could not be read: \(error)")
                break
            }
        }
        let now = clock.now
        for connection in registry.all { connection.beat(heads, at: now) }
    }

    /// A connection was let in by a session and must not outlive it: not a sign-out, not its end, on whatever node.
    private func expel() async {
        let connections = Dictionary(grouping: registry.all, by: \.participant.session)
        let sessions = Array(connections.keys)
        for start in stride(from: 0, to: sessions.count, by: Self.batch) {
            let part = Array(sessions[start..<min(start + Self.batch, sessions.count)])
            do {
                let holding = try await gateway.holding(part)
                for session in part where !holding.contains(session) {
                    for connection in connections[session] ?? [] { connection.expel() }
                }
            } catch {
                // Nobody is sent away for an outage of the database.
                logger.warning("sessions could not be looked up: \(error)")
                return
            }
        }
    }
}
