import Base

/// A table of things to do: rows are leased to one node at a time, deleted when done, put off when they
/// failed, and kept as dead letters after too many failures.
///
/// The outbox and the jobs are two such tables.
struct LeasedRows: Sendable {
    /// How long a node may work on a row before another takes it.
    static let lease = Duration.seconds(60)
    /// After so many failures a row stays as a dead letter: with the pauses below, an hour and three quarters.
    static let attempts = 12
    /// Rows that a node takes at a time.
    static let batch = 50

    let table: SQL
    let database: any Database
    let clock: any WallClock

    /// A row that was taken.
    struct Taken: RowDecodable, Sendable {
        let id: ID<LeasedRow>
        let name: String
        let payload: String
        /// This one included.
        let attempts: Int
        /// When the lease ends: whoever changed the row meanwhile changed this too.
        let dueAt: Instant

        init(row: Row) throws(DatabaseError) {
            self.id = try row.get("id")
            self.name = try row.get("name")
            self.payload = try row.get("payload")
            self.attempts = try row.get("attempts")
            self.dueAt = try row.get("due_at")
        }
    }

    /// Takes what is due, the longest due first.
    ///
    /// - `most`: Rows at most.
    func take(atMost most: Int = Self.batch) async throws -> [Taken] {
        let now = clock.now
        return try await database.write { db in
            try db.all(
                Taken.self,
                """
                UPDATE \(table) SET due_at = \(now + Self.lease), attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM \(table) WHERE due_at <= \(now) AND attempts < \(Self.attempts)
                    ORDER BY due_at, id LIMIT \(most) \(db.dialect(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED"))
                ) RETURNING id, name, payload, attempts, due_at
                """
            )
        }
    }

    /// It is done, unless it was asked for again meanwhile: then it stays for the new time.
    func finish(_ taken: Taken) async throws {
        try await database.write { db in
            _ = try db.run("DELETE FROM \(table) WHERE id = \(taken.id) AND due_at = \(taken.dueAt)")
        }
    }

    /// It failed: again after a pause that doubles from 0.4 s to 27 min.
    ///
    /// - `reason`: The kind of error; its text may hold what a customer wrote.
    func putOff(_ taken: Taken, because reason: String) async throws {
        let due = clock.now + .milliseconds(200 << min(taken.attempts, 13))
        try await database.write { db in
            _ = try db.run(
                """
                UPDATE \(table) SET due_at = \(due), last_error = \(reason)
                WHERE id = \(taken.id) AND due_at = \(taken.dueAt)
                """
            )
        }
    }

    /// It failed for good: a dead letter without further attempts.
    func bury(_ taken: Taken, because reason: String) async throws {
        try await database.write { db in
            _ = try db.run(
                """
                UPDATE \(table) SET attempts = \(Self.attempts), last_error = \(reason)
                WHERE id = \(taken.id) AND due_at = \(taken.dueAt)
                """
            )
        }
    }
}

/// The kind of a leased row's id, whichever table it stands in.
enum LeasedRow: Identified {
    static let idPrefix = "row"
}
