package import Base
import People
package import Storage
import Synchronization

/// What somebody who asks for a person now may expect: read from the database now and then, told from memory.
package final class QueueOutlook: Sendable {
    /// The outlook at one moment.
    package struct State: Sendable, Hashable {
        /// Whether an agent is online, in the hours of a queue's team.
        package let isOpen: Bool
        /// When somebody is there next by the hours; nil when they say nothing.
        package let opensAt: Instant?
        /// The expected wait in seconds, lowest and highest; nil when it is not known.
        package let waitSeconds: ClosedRange<Int>?
        /// When people are there in the coming week, by the hours of the teams; nil for at all times.
        package let openings: [Range<Instant>]?
    }

    /// How old what is told may be.
    private static let freshness = Duration.seconds(5)
    /// The same of what is told of the past weeks.
    private static let historyFreshness = Duration.seconds(600)
    private static let historyLength = Duration.seconds(28 * 86_400)

    private let database: any Database
    private let clock: any WallClock
    private let known = Mutex<(state: State, at: Instant)?>(nil)
    private let history = Mutex<(hours: [HourOfDay], at: Instant)?>(nil)

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// The outlook, five seconds old at most.
    package func state() async throws -> State {
        let now = clock.now
        if let known = known.withLock({ $0 }), now - known.at < Self.freshness { return known.state }
        let state = try await database.read { db in try Self.read(db, at: now) }
        known.withLock { $0 = (state, now) }
        return state
    }

    /// How busy it was at each hour of the day in the last four weeks, ten minutes old at most; without hours at which
    /// nobody came.
    package func hoursOfTheDay() async throws -> [HourOfDay] {
        let now = clock.now
        if let known = history.withLock({ $0 }), now - known.at < Self.historyFreshness { return known.hours }
        let hours = try await database.read { db in
            try QueueTallySQL(db: db).hoursOfTheDay(since: now - Self.historyLength)
        }
        history.withLock { $0 = (hours, now) }
        return hours
    }

    /// The openings of all, one after the other; those that meet or overlap are one.
    static func joined(_ openings: [Range<Instant>]) -> [Range<Instant>] {
        openings.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, next in
            if let last = joined.last, next.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                joined.append(next)
            }
        }
    }

    private static func read(_ db: Connection, at now: Instant) throws -> State {
        let online = Set(try Agents.presences(in: db).filter { $0.state == .online }.map(\.agent))
        let isSomebodyThere = try Agents.activeAgents(in: db).contains { agent in
            online.contains(agent.id) && agent.role.permissions.contains(.conversationsAnswer)
        }
        let queues = try QueueSQL(db: db).active().filter { $0.scope != nil }
        let teams = Dictionary(uniqueKeysWithValues: try Teams.all(in: db).map { ($0.id, $0) })
        let hours = queues.map { $0.team.flatMap { teams[$0]?.hours } }
        let isInHours = hours.contains { $0?.isOpen(at: now) ?? true }
        return State(
            isOpen: isSomebodyThere && isInHours,
            opensAt: isInHours ? nil : hours.compactMap { $0?.nextOpening(from: now) }.min(),
            waitSeconds: try wait(in: queues, db, at: now),
            openings: hours.contains(nil)
                ? nil : joined(hours.compactMap { $0?.openings(from: now, days: 7) }.flatMap(\.self))
        )
    }

    /// From the shortest wait of a queue that moves to the longest; nil when none does.
    private static func wait(
        in queues: [Queue],
        _ db: Connection,
        at now: Instant
    ) throws -> ClosedRange<Int>? {
        let lengths = try RoutingSQL(db: db).waiting().filter { $0.lane == .live }
        let waiting = Dictionary(uniqueKeysWithValues: lengths.map { ($0.queue, $0.count) })
        let waits = try queues.compactMap { queue in
            WaitEstimate.seconds(
                position: waiting[queue.id, default: 0] + 1,
                handOvers: try QueuePlace.recentHandOvers(of: queue.id, db, at: now),
                now: now
            )
        }
        guard let low = waits.map(\.lowerBound).min(), let high = waits.map(\.upperBound).max() else {
            return nil
        }
        return low...high
    }
}
