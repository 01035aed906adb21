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
    }

    /// How old what is told may be.
    private static let freshness = Duration.seconds(5)

    private let database: any Database
    private let clock: any WallClock
    private let known = Mutex<(state: State, at: Instant)?>(nil)

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
            waitSeconds: try wait(in: queues, db, at: now)
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
