package import Base
import Foundation
package import Logging
import ServiceLifecycle

/// What one room does about another's event.
package struct OutboxSubscription: Sendable {
    let name: String
    let handle: @Sendable (Data) async throws -> Void

    /// - Parameter handler: Must be harmless when the event comes again.
    package init<Event: OutboxEvent>(_ type: Event.Type, _ handler: @escaping @Sendable (Event) async throws -> Void) {
        self.name = Event.name
        self.handle = { payload in
            try await handler(try WireJSON.decode(Event.self, from: payload))
        }
    }
}

/// Delivers the outbox: at least once, soon, with growing pauses after failures; one node takes an event at a time.
package struct OutboxDispatcher: Service {
    private static let batch = 50
    /// How long a node may work on an event before another takes it.
    private static let lease = Duration.seconds(60)
    /// After so many failures an event stays as a dead letter.
    private static let attempts = 12

    private let database: any Database
    private let subscriptions: [String: [OutboxSubscription]]
    private let signal: WorkSignal
    private let clock: any WallClock
    private let logger: Logger

    package init(
        _ database: any Database,
        subscriptions: [OutboxSubscription],
        signal: WorkSignal,
        clock: any WallClock,
        logger: Logger
    ) {
        self.database = database
        self.subscriptions = Dictionary(grouping: subscriptions, by: \.name)
        self.signal = signal
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await deliverDue() > 0 {}
                } catch {
                    logger.warning("the outbox could not be read: \(error)")
                }
                await signal.wait(atMost: .seconds(1))
            }
        }
    }

    /// Delivers what is due now.
    ///
    /// - Returns: How many events were taken.
    package func deliverDue() async throws -> Int {
        let entries = try await take()
        await withTaskGroup(of: Void.self) { group in
            for entry in entries {
                group.addTask { await deliver(entry) }
            }
        }
        return entries.count
    }

    private func take() async throws -> [OutboxEntry] {
        let now = clock.now
        return try await database.write { db in
            try db.all(
                OutboxEntry.self,
                """
                UPDATE outbox_event SET due_at = \(now + Self.lease), attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM outbox_event WHERE due_at <= \(now) AND attempts < \(Self.attempts)
                    ORDER BY due_at, id LIMIT \(Self.batch) \(db.dialect(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED"))
                ) RETURNING id, name, payload, attempts
                """
            )
        }
    }

    private func deliver(_ entry: OutboxEntry) async {
        do {
            for subscription in subscriptions[entry.name] ?? [] {
                try await subscription.handle(Data(entry.payload.utf8))
            }
            try await database.write { db in
                _ = try db.run("DELETE FROM outbox_event WHERE id = \(entry.id)")
            }
        } catch {
            logger.error("event \(entry.name) \(entry.id) failed, attempt \(entry.attempts): \(error)")
            let pause = Duration.milliseconds(200 << min(entry.attempts, 12))
            let due = clock.now + pause
            let reason = String(describing: type(of: error))
            do {
                try await database.write { db in
                    _ = try db.run(
                        "UPDATE outbox_event SET due_at = \(due), last_error = \(reason) WHERE id = \(entry.id)"
                    )
                }
            } catch {
                logger.warning("the failure could not be noted; the lease ends by itself: \(error)")
            }
        }
    }
}
