package import Base

/// Something to be done later, or until it succeeds.
///
/// It runs at least once, so running it again must do no harm.
package protocol Job: Codable, Sendable {
    /// A stable name; renaming it loses what is still waiting.
    static var name: String { get }
}

/// The door to durable jobs: rows written in the transaction that wants them done.
package struct Jobs: Sendable {
    private let clock: any WallClock
    private let signal: WorkSignal

    /// - `signal`: Wakes this node's runner; others find the job by looking.
    package init(clock: any WallClock, signal: WorkSignal) {
        self.clock = clock
        self.signal = signal
    }

    /// Writes a job.
    ///
    /// - `key`: There is one job of a kind and key: asking again moves it to the new time with the new payload, and
    ///   brings a dead letter back. Nil for a job that stands for itself.
    /// - `delay`: How long from now; zero for at once.
    package func enqueue<Work: Job>(
        _ job: Work,
        key: String? = nil,
        after delay: Duration = .zero,
        in db: Connection
    ) throws(DatabaseError) {
        let now = clock.now
        try db.post(
            """
            INSERT INTO job (id, name, unique_key, payload, attempts, due_at, created_at)
            VALUES (\(ID<LeasedRow>(at: now)), \(Work.name), \(key), \(JSONColumn(job)), 0, \(now + delay), \(now))
            ON CONFLICT (name, unique_key) DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at,
                attempts = 0, last_error = NULL
            """
        )
        guard delay == .zero else { return }
        let signal = signal
        db.afterCommit { signal.raise() }
    }

    /// Takes a waiting job back; one that runs at this moment runs to its end.
    package func cancel<Work: Job>(_ kind: Work.Type, key: String, in db: Connection) throws(DatabaseError) {
        try db.post("DELETE FROM job WHERE name = \(Work.name) AND unique_key = \(key)")
    }
}

/// A job or an event that failed too often: it waits for a person.
package struct DeadLetter: RowDecodable, Sendable, Hashable {
    package let name: String
    package let attempts: Int
    /// The kind of the last error.
    package let lastError: String?
    package let createdAt: Instant

    package init(row: Row) throws(DatabaseError) {
        self.name = try row.get("name")
        self.attempts = try row.get("attempts")
        self.lastError = try row.get("last_error")
        self.createdAt = try row.get("created_at")
    }

    /// Every dead letter of jobs and outbox, the oldest first, at most 200.
    package static func all(in db: Connection) throws(DatabaseError) -> [DeadLetter] {
        try db.all(
            DeadLetter.self,
            """
            SELECT name, attempts, last_error, created_at FROM job WHERE attempts >= \(LeasedRows.attempts)
            UNION ALL
            SELECT name, attempts, last_error, created_at FROM outbox_event WHERE attempts >= \(LeasedRows.attempts)
            ORDER BY created_at LIMIT 200
            """
        )
    }

    /// Gives every dead letter another round.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package static func retryAll(at now: Instant, in db: Connection) throws(DatabaseError) -> Int {
        var count = 0
        for table in ["job", "outbox_event"] as [SQL] {
            count += try db.run(
                "UPDATE \(table) SET attempts = 0, due_at = \(now) WHERE attempts >= \(LeasedRows.attempts)"
            )
        }
        return count
    }
}
