package import Base
package import Logging
import ServiceLifecycle

/// The door to the audit trail: who saw and did what, append-only, each entry with the hash of the one before.
package struct AuditTrail: Sendable {
    /// Who looks at the same thing again within this time has one entry for it.
    package static let sightPause = Duration.seconds(3600)
    /// The most entries of one page.
    package static let longestPage = 500
    /// Entries that are read or chained at a time.
    static let batch = 500

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Inside the transaction of the deed: both are on disk, or neither.
    ///
    /// One statement that nobody waits for.
    package static func record(_ deed: Deed, at now: Instant, in db: Connection) throws(DatabaseError) {
        try AuditSQL(db: db).insert(deed, at: now)
    }

    /// What was done to one thing, the latest first: for those who work on it.
    ///
    /// - `limit`: Deeds at most.
    package static func deeds(
        on subject: AuditSubject,
        limit: Int,
        in db: Connection
    ) throws(DatabaseError) -> [RecordedDeed] {
        try AuditSQL(db: db).deeds(on: subject, limit: limit)
    }

    /// How many deeds there are on record that were done to some things.
    ///
    /// - `subjects`: Their ids as they are written, such as `cus_…`.
    package static func count(about subjects: [String], in db: Connection) throws(DatabaseError) -> Int {
        try AuditSQL(db: db).count(about: subjects)
    }

    /// Records what changes nothing in the database: that somebody looked, asked or failed.
    package func record(_ deed: Deed) async throws {
        let now = clock.now
        try await database.write { db in try AuditSQL(db: db).insert(deed, at: now) }
    }

    /// Records that somebody sees something, unless they have an entry for it that is younger than ``sightPause``.
    ///
    /// To be called before it is shown: what cannot be recorded is not seen.
    package func recordSight(_ deed: Deed) async throws {
        let now = clock.now
        let since = now - Self.sightPause
        // Nearly always it is known, and then nothing is written.
        let isKnown = try await database.read { db in try AuditSQL(db: db).isKnown(deed, since: since) }
        guard !isKnown else { return }
        try await database.write { db in try AuditSQL(db: db).insert(deed, at: now, unlessSince: since) }
    }

    /// The entries after a number, in their order; those of the last second may not be among them yet.
    ///
    /// - `limit`: 1...``longestPage``.
    package func entries(after seq: Int, limit: Int) async throws -> [AuditEntry] {
        try await database.read { db in try AuditSQL(db: db).entries(after: seq, limit: limit) }
    }

    /// How many deeds wait for their place in the chain.
    package func waiting() async throws -> Int {
        try await database.read { db in try AuditSQL(db: db).pendingCount() }
    }

    /// Since when the oldest deed waits for its place in the chain; nil when none does.
    package static func waitingSince(in db: Connection) throws(DatabaseError) -> Instant? {
        try AuditSQL(db: db).oldestPending()
    }

    /// Gives the deeds that wait their places in the chain, one node at a time.
    ///
    /// - Returns: How many it were, up to a batch.
    /// - Throws: ``AuditError/headMissing``.
    @discardableResult
    package func chainPending() async throws -> Int {
        guard try await database.read({ db in try AuditSQL(db: db).hasPending() }) else { return 0 }
        return try await database.write { db in
            let sql = AuditSQL(db: db)
            // Held first: whoever waits for it then sees what the other one has chained.
            guard var head = try sql.heldHead() else { throw AuditError.headMissing }
            let deeds = try sql.pending(limit: Self.batch)
            guard !deeds.isEmpty else { return 0 }
            for deed in deeds {
                let entry = AuditEntry(deed, after: head)
                try sql.insert(entry)
                try sql.delete(deed)
                head = entry.head
            }
            try sql.setHead(head)
            return deeds.count
        }
    }

    /// Walks the chain.
    ///
    /// - `first`: The number to begin with, 1 or more; what stands as the hash before it is taken for right.
    /// - `kept`: What an earlier walk ended with, kept where nobody who can change the database reaches it. Only this
    ///   finds that the end was cut off and all of it calculated anew.
    ///
    /// Throws: ``AuditError/beyondEnd(_:end:)`` when the chain has never come that far.
    package func verify(
        from first: Int = 1,
        against kept: AuditHead? = nil
    ) async throws -> AuditVerification {
        let (own, before) = try await database.read { db in
            let sql = AuditSQL(db: db)
            return (try sql.head(), first > 1 ? try sql.head(at: first - 1) : .start)
        }
        let known = [own, kept].compactMap(\.self)
        guard let before else {
            let end = known.map(\.seq).max() ?? 0
            guard first - 1 <= end else { throw AuditError.beyondEnd(first, end: end) }
            let nothing = AuditHead(seq: first - 1, hash: [])
            return AuditVerification(first: first, last: nothing, fault: .missing(first - 1...first - 1))
        }
        var walk = AuditWalk(after: before, known: known)
        var page: [AuditEntry] = []
        repeat {
            let after = walk.last.seq
            page = try await database.read { db in
                try AuditSQL(db: db).entries(after: after, limit: Self.batch)
            }
            walk.check(page)
        } while walk.fault == nil && !page.isEmpty
        // Asked now: entries that were added during the walk have moved it.
        walk.end(at: try await database.read { db in try AuditSQL(db: db).head() })
        return AuditVerification(first: first, last: walk.last, fault: walk.fault)
    }
}

/// Chains what waits, about once a second, on every node.
package struct AuditChainer: Service {
    private let trail: AuditTrail
    private let logger: Logger

    package init(_ trail: AuditTrail, logger: Logger) {
        self.trail = trail
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(every: .seconds(1), "the audit trail cannot go on", logger, from: ()) {
            while try await trail.chainPending() == AuditTrail.batch {}
        }
    }
}
