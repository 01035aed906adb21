package import Logging
package import Realtime
import ServiceLifecycle
package import Storage
package import Base

/// Tells the waiting customers on this node their place whenever the queue moves.
package final class QueueBroadcaster: Service, EventListener {
    /// The topic on which every node hears that the queues moved.
    static let topic = "queue"
    private static let pause = Duration.milliseconds(300)
    /// Places are told to so many at most; behind them a minute more or less says nothing.
    private static let mostWaiting = 1000

    private let database: any Database
    private let hub: Hub
    private let clock: any WallClock
    private let signal = WorkSignal()
    private let logger: Logger

    package init(_ database: any Database, hub: Hub, clock: any WallClock, logger: Logger) {
        self.database = database
        self.hub = hub
        self.clock = clock
        self.logger = logger
    }

    static var moved: RealtimeEvent {
        RealtimeEvent(topic: topic, audience: .agents, frame: "")
    }

    package func heard(_ event: RealtimeEvent) {
        signal.raise()
    }

    package func mayHaveMissed() {
        signal.raise()
    }

    package func run() async throws {
        hub.listen(self, to: Self.topic)
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // Estimates grow while nothing moves, so they are told now and then as well.
                await signal.wait(atMost: .seconds(20))
                do {
                    try await tellPlaces()
                } catch  where Task.isCancelled {
                    return
                } catch {
                    logger.warning("places in the queue could not be told: \(error)")
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func tellPlaces() async throws {
        let now = clock.now
        let places = try await database.read { db in
            try RoutingSQL(db: db).heads(of: try QueueSQL(db: db).active(), at: now).flatMap { head in
                try Self.places(in: head.queue, head.lane, db, at: now)
            }
        }
        for (id, place) in places {
            let frame = try QueueFrame(id, place).text
            hub.deliver(RealtimeEvent(topic: id.description, audience: .everybody, frame: frame))
        }
    }

    private static func places(
        in queue: Queue,
        _ lane: Lane,
        _ db: Connection,
        at now: Instant
    ) throws(DatabaseError) -> [(ID<Conversation>, QueuePlace)] {
        let handOvers = try QueuePlace.recentHandOvers(of: queue.id, db, at: now)
        let waiting = try RoutingSQL(db: db).waiting(in: queue.id, lane, limit: mostWaiting)
        return waiting.enumerated().map { index, conversation in
            let place = QueuePlace(
                position: index + 1,
                of: conversation.kind,
                in: queue,
                handOvers: handOvers,
                now: now
            )
            return (conversation.id, place)
        }
    }
}
