import Base
package import Logging
package import Realtime
import ServiceLifecycle
import Storage

/// Keeps the index of messages up to date on this node: woken by what changes, and looking every second for what other
/// nodes changed.
///
/// It works for a fifth of the time at most: the database's writers come first, and a flood is caught up with after it.
package final class MessageIndexService: Service, EventListener {
    /// What changes is gathered for a moment.
    private static let pause = Duration.milliseconds(200)
    /// How often everything is walked over that the last change of which is a while ago.
    private static let restOfWalk = Duration.seconds(15)

    private let indexer: MessageIndexer
    private let hub: Hub
    private let signal = WorkSignal()
    private let logger: Logger

    package init(_ indexer: MessageIndexer, hub: Hub, logger: Logger) {
        self.indexer = indexer
        self.hub = hub
        self.logger = logger
    }

    package func heard(_ event: RealtimeEvent) {
        signal.raise()
    }

    package func mayHaveMissed() {
        signal.raise()
    }

    package func run() async throws {
        hub.listen(self, to: InboxBroadcaster.changes)
        await cancelWhenGracefulShutdown { [self] in
            let clock = ContinuousClock()
            var nextWalk = clock.now
            while !Task.isCancelled {
                var found = 0
                let began = clock.now
                do {
                    found = try await indexer.indexRecent()
                    if clock.now >= nextWalk {
                        let walked = try await indexer.walk()
                        found += walked
                        if walked == 0 { nextWalk = clock.now + Self.restOfWalk }
                    }
                } catch  where Task.isCancelled {
                    return
                } catch {
                    logger.warning("messages could not be indexed: \(error)")
                    found = 0
                }
                // Cancelled: the loop ends by itself.
                if found > 0 { try? await clock.sleep(for: min((clock.now - began) * 4, .seconds(1))) }
                if found == 0 {
                    await signal.wait(atMost: .seconds(1))
                    try? await clock.sleep(for: Self.pause)  // cancelled: the loop ends by itself
                }
            }
        }
    }
}
