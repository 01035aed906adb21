package import Base
import People
package import Storage
import Synchronization

/// What somebody who asks for a person now may expect: read from the database now and then, told from memory.
package final class QueueOutlook: Sendable {
    /// The outlook at one moment.
    package struct State: Sendable, Hashable {
        /// Whether an agent is online.
        package let isOpen: Bool
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
        let isOpen = try Agents.activeAgents(in: db).contains { agent in
            online.contains(agent.id) && agent.role.permissions.contains(.conversationsAnswer)
        }
        let waiting = try RoutingSQL(db: db).waiting()
        let wait = WaitEstimate.seconds(
            position: waiting + 1,
            handOvers: try QueuePlace.recentHandOvers(db, at: now),
            now: now
        )
        return State(isOpen: isOpen, waitSeconds: wait)
    }
}
