import Base
package import Logging
import People
package import Realtime
import ServiceLifecycle
import Storage

/// Looks for replies that customers have missed.
///
/// Every node looks; the database decides who tells.
package struct MissedReplyWatch: Service {
    private static let pause = Duration.seconds(5)
    /// A reply is put off by each node on which its customer is connected, so long before it is due.
    private static let notice = pause * 3

    private let timeline: Timeline
    private let registry: ConnectionRegistry
    private let logger: Logger

    package init(_ timeline: Timeline, registry: ConnectionRegistry, logger: Logger) {
        self.timeline = timeline
        self.registry = registry
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(every: Self.pause, "missed replies could not be told", logger, from: ()) {
            try await timeline.tellMissedReplies(notice: Self.notice) { customers in
                let connected = registry.connected(Set(customers.map(\.description)))
                return Set(customers.filter { connected.contains($0.description) })
            }
        }
    }
}
