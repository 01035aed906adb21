package import Base
import Foundation
package import Logging
import ServiceLifecycle

/// What one room does about another's event.
package struct OutboxSubscription: Sendable {
    let name: String
    let handle: @Sendable (Data) async throws -> Void

    /// - `handler`: Must be harmless when the event comes again.
    package init<Event: OutboxEvent>(
        _ type: Event.Type,
        _ handler: @escaping @Sendable (Event) async throws -> Void
    ) {
        self.name = Event.name
        self.handle = { payload in
            try await handler(try WireJSON.decode(Event.self, from: payload))
        }
    }
}

/// Delivers the outbox: at least once, soon, with growing pauses after failures; one node takes an event at a time.
package struct OutboxDispatcher: Service {
    private let rows: LeasedRows
    private let subscriptions: [String: [OutboxSubscription]]
    private let signal: WorkSignal
    private let logger: Logger

    package init(
        _ database: any Database,
        subscriptions: [OutboxSubscription],
        signal: WorkSignal,
        clock: any WallClock,
        logger: Logger
    ) {
        self.rows = LeasedRows(table: "outbox_event", database: database, clock: clock)
        self.subscriptions = Dictionary(grouping: subscriptions, by: \.name)
        self.signal = signal
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
        let entries = try await rows.take()
        await withTaskGroup(of: Void.self) { group in
            for entry in entries {
                group.addTask { await deliver(entry) }
            }
        }
        return entries.count
    }

    private func deliver(_ entry: LeasedRows.Taken) async {
        do {
            for subscription in subscriptions[entry.name] ?? [] {
                try await subscription.handle(Data(entry.payload.utf8))
            }
            try await rows.finish(entry)
        } catch {
            logger.error("event \(entry.name) \(entry.id) failed, attempt \(entry.attempts): \(error)")
            do {
                try await rows.putOff(entry, because: String(describing: type(of: error)))
            } catch {
                logger.warning("the failure could not be noted; the lease ends by itself: \(error)")
            }
        }
    }
}
