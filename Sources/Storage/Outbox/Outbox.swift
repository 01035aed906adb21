package import Base

/// Something that happened in one room and that others may want to act on.
package protocol OutboxEvent: Codable, Sendable {
    /// A stable name; renaming it loses what is still on the way.
    static var name: String { get }
}

/// Where rooms write what happened, in the same transaction as what happened.
package struct Outbox: Sendable {
    private let clock: any WallClock
    private let signal: WorkSignal

    /// - `signal`: Wakes the dispatcher of this node; others find the event by looking.
    package init(clock: any WallClock, signal: WorkSignal) {
        self.clock = clock
        self.signal = signal
    }

    /// Writes an event; it is delivered at least once, after the transaction is on disk.
    package func append(_ event: some OutboxEvent, in db: Connection) throws(DatabaseError) {
        try append(event, name: type(of: event).name, in: db)
    }

    private func append<Event: OutboxEvent>(
        _ event: Event,
        name: String,
        in db: Connection
    ) throws(DatabaseError) {
        let now = clock.now
        try db.post(
            """
            INSERT INTO outbox_event (id, name, payload, attempts, due_at, created_at)
            VALUES (\(ID<LeasedRow>(at: now)), \(name), \(JSONColumn(event)), 0, \(now), \(now))
            """
        )
        let signal = signal
        db.afterCommit { signal.raise() }
    }
}
