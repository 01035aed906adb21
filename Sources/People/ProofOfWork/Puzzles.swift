package import Base
import Safeguard
package import Storage
import Synchronization

/// Proof of work: what keeps programs from making guests by the thousand, without asking a third party about anybody.
package final class Puzzles: Sendable {
    /// How often the database is asked how many guests came.
    private static let counting = Duration.seconds(1)
    private static let window = Duration.seconds(60)

    /// How many guests came within the last minute, as it was counted last.
    private struct Rush {
        var count = 0
        var countedAt: Instant?
    }

    private let database: any Database
    private let rules: PuzzleRules
    private let clock: any WallClock
    private let rush = Mutex(Rush())

    package init(_ database: any Database, rules: PuzzleRules, clock: any WallClock) {
        self.database = database
        self.rules = rules
        self.clock = clock
    }

    /// A new puzzle.
    ///
    /// - `purpose`: What it is for.
    /// - `address`: Who asks.
    package func make(for purpose: Puzzle.Purpose, from address: String) async throws -> Puzzle {
        let bits = try await bits() ?? PuzzleRules.fewestBits
        return try await make(bits, for: purpose, from: address)
    }

    /// Returns when somebody may become a new guest.
    ///
    /// - `proof`: What they brought.
    /// - `address`: Where they are.
    ///
    /// Throws: ``PuzzleError/required(_:_:)`` with a puzzle when they must work something out first.
    package func admitGuest(_ proof: Proof?, from address: String) async throws {
        guard let bits = try await bits() else { return noteGuest() }
        try await demand(proof, for: .guest, bits, from: address)
        noteGuest()
    }

    /// Returns when somebody has solved a puzzle that buys this, and takes it from them.
    ///
    /// Throws: ``PuzzleError/required(_:_:)``.
    package func demand(
        _ proof: Proof?,
        for purpose: Puzzle.Purpose,
        from address: String
    ) async throws {
        let bits = try await bits() ?? PuzzleRules.fewestBits
        try await demand(proof, for: purpose, bits, from: address)
    }

    private func demand(
        _ proof: Proof?,
        for purpose: Puzzle.Purpose,
        _ bits: Int,
        from address: String
    ) async throws {
        if let reason = try await refusal(of: proof, for: purpose, from: address) {
            throw PuzzleError.required(try await make(bits, for: purpose, from: address), reason)
        }
    }

    /// - Returns: Nil for one that counts, which it does once.
    private func refusal(
        of proof: Proof?,
        for purpose: Puzzle.Purpose,
        from address: String
    ) async throws -> PuzzleError.Reason? {
        guard let proof else { return .missing }
        let key = try await key()
        guard let puzzle = Puzzle(text: proof.challenge, for: purpose, from: address, under: key) else {
            return .unknown
        }
        guard clock.now < puzzle.endsAt else { return .expired }
        guard puzzle.isSolved(by: proof.nonce) else { return .unsolved }
        let isFirst = try await database.write { db in try PuzzleSQL(db: db).spend(puzzle) }
        return isFirst ? nil : .used
    }

    private func make(
        _ bits: Int,
        for purpose: Puzzle.Purpose,
        from address: String
    ) async throws -> Puzzle {
        try Puzzle(bits: bits, for: purpose, from: address, under: try await key(), at: clock.now)
    }

    private func key() async throws -> DataKey {
        if let key = try await database.read({ db in try db.existingDataKey(of: .installation) }) {
            return key
        }
        return try await database.write { db in try db.dataKey(of: .installation) }
    }

    /// How hard it is now; nil for not at all.
    private func bits() async throws -> Int? {
        guard rules.mode != .never else { return nil }
        let now = clock.now
        let known = rush.withLock { rush in
            guard let countedAt = rush.countedAt, now < countedAt + Self.counting else {
                // Whoever comes while this one counts goes by the count before.
                rush.countedAt = now
                return Int?.none
            }
            return rush.count
        }
        if let known { return rules.bits(at: known) }
        let (since, most) = (now - Self.window, rules.mostThatCount)
        let count = try await database.read { db in
            try PuzzleSQL(db: db).guests(since: since, most: most)
        }
        rush.withLock { $0.count = count }
        return rules.bits(at: count)
    }

    /// Guests of this node count at once, the others' with the next look.
    private func noteGuest() {
        rush.withLock { $0.count += 1 }
    }
}
