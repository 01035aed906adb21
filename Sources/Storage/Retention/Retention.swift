package import Base
package import Logging
import ServiceLifecycle

/// A kind of thing that is kept for a while and then taken away.
package struct RetentionRule: Sendable {
    /// Takes away some of what is older than a moment, in a transaction, and says how many: at most the number that it
    /// is given, fewer when nothing is left.
    package typealias Step = @Sendable (Connection, Instant, Int) throws -> Int

    /// A stable word such as `conversations`; the setting is `retention.<kind>.days`.
    package let kind: String
    fileprivate let step: Step

    package init(_ kind: String, step: @escaping Step) {
        self.kind = kind
        self.step = step
    }
}

/// Takes away what was kept long enough, once an hour; any number of nodes may, and one that stops in between goes on later.
package struct Retention: Service {
    /// Things of one transaction: how long it holds other writers up.
    private static let portion = 20

    private let database: any Database
    private let rules: [(rule: RetentionRule, days: Int)]
    private let clock: any WallClock
    private let logger: Logger

    /// - `days`: How long each kind is kept; a kind that is not named is kept for ever.
    package init(
        _ database: any Database,
        rules: [RetentionRule],
        days: [String: Int],
        clock: any WallClock,
        logger: Logger
    ) {
        self.database = database
        self.rules = rules.compactMap { rule in days[rule.kind].map { (rule, $0) } }
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(every: .seconds(3600), "retention could not be applied", logger, from: ()) {
            let counts = try await apply()
            if !counts.isEmpty { logger.info("retention applied", metadata: ["counts": "\(counts)"]) }
        }
    }

    /// Takes away everything that was kept long enough.
    ///
    /// - Returns: How many of each kind; kinds of which there were none are left out.
    @discardableResult
    package func apply() async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for (rule, days) in rules {
            let moment = clock.now + .seconds(-86_400 * days)
            var count = 0
            var last = Self.portion
            while last >= Self.portion, !Task.isCancelled {
                last = try await database.write { db in try rule.step(db, moment, Self.portion) }
                count += last
            }
            if count > 0 { counts[rule.kind] = count }
        }
        if !counts.isEmpty {
            let (now, details) = (clock.now, counts.mapValues(String.init))
            try await database.write { db in
                let deed = Deed(.retentionApplied, by: .system, on: AuditSubject("retention"), details)
                try AuditTrail.record(deed, at: now, in: db)
            }
        }
        return counts
    }
}
