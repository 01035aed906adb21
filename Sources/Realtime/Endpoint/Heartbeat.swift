package import Base
package import Logging
import ServiceLifecycle

/// Tells every connection where its topics stand, from the database, and finds the silent ones.
///
/// One service for the whole node: a timer in each connection would cost more memory than the connection.
package struct Heartbeat: Service {
    /// Topics asked for in one query.
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
                // Cancellation ends the loop; it is no failure.
                guard (try? await Task.sleep(for: limits.heartbeat)) != nil else { return }
                await beat()
            }
        }
    }

    private func beat() async {
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
}
