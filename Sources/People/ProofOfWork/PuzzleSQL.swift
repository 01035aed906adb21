import Base
import Storage

/// Every statement about proof of work.
struct PuzzleSQL {
    let db: Connection

    /// How many guests were made since, `most` of them at most.
    ///
    /// - Complexity: a range of the primary key of `customer`: its ids begin with their time.
    func guests(since moment: Instant, most: Int) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM customer WHERE id > \(ID<Customer>(at: moment)) AND uid IS NULL LIMIT \(most)
            ) AS recent
            """
        ) ?? 0
    }

    /// Notes that a puzzle has bought something.
    ///
    /// - Returns: Whether it had not before.
    func spend(_ puzzle: Puzzle) throws(DatabaseError) -> Bool {
        try db.run(
            """
            INSERT INTO puzzle_use (puzzle, expires_at) VALUES (\(puzzle.digest), \(puzzle.endsAt))
            ON CONFLICT (puzzle) DO NOTHING
            """
        ) == 1
    }

    /// Forgets those whose time is over, which nobody may bring again.
    func deleteExpired(at now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM puzzle_use WHERE expires_at <= \(now)")
    }
}
