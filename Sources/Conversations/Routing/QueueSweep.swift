package import Base
package import Logging
package import People
package import Realtime
import ServiceLifecycle
import Storage

/// Sees that nobody is kept waiting by somebody who is not there, and that nothing waits beside agents with room.
///
/// Every node sweeps; what it does is decided in the database, so that two at once do it once.
package struct QueueSweep: Service {
    /// How long a conversation waits beside an agent with room before it counts as forgotten: two transactions at once
    /// may each have missed what the other one wrote.
    package static let patience = Duration.seconds(30)

    private let timeline: Timeline
    private let agents: Agents
    private let signs: SignsOfLife
    private let hub: Hub
    private let clock: any WallClock
    private let logger: Logger

    package init(
        _ timeline: Timeline,
        agents: Agents,
        signs: SignsOfLife,
        hub: Hub,
        clock: any WallClock,
        logger: Logger
    ) {
        self.timeline = timeline
        self.agents = agents
        self.signs = signs
        self.hub = hub
        self.clock = clock
        self.logger = logger
    }

    /// How long after a sweep the next one begins: several come within an absence, so that one that is a little late
    /// does not pass for a pause in them.
    static func pause(for absence: Duration) -> Duration { min(.seconds(5), absence / 5) }

    package func run() async throws {
        let pause = Self.pause(for: timeline.rules.absentAfter)
        let grace = SweepGrace(beginsAt: clock.now)
        await RepeatedWork.run(every: pause, "the queues could not be swept", logger, from: grace) {
            grace in
            var grace = grace
            let absence = timeline.rules.absentAfter
            let mayDrop = grace.isOver(absence, at: clock.now)
            try await noteSigns()
            try await timeline.takeBackFromLeft()
            try await timeline.takeBackFromAbsent()
            try await timeline.takeBackUnanswered()
            try await timeline.assignForgotten()
            guard mayDrop else { return grace }
            for agent in try await agents.silent(since: clock.now - absence) {
                try await timeline.dropIfSilent(agent)
            }
            return grace
        }
    }

    /// Writes down which agents this node has heard of: those who asked for something, and those who are connected.
    private func noteSigns() async throws {
        let connected = hub.topics(withPrefix: InboxBroadcaster.prefix).compactMap {
            ID<Agent>(String($0.dropFirst(InboxBroadcaster.prefix.count)))
        }
        for agent in try await agents.noteSeen(Array(signs.take().union(connected))) {
            try await timeline.restore(agent)
        }
    }
}

/// From when on a node may take agents for gone.
///
/// After a start everybody is given the time to come back; and after a pause in the sweeps as well: while the database
/// was away or the node stood still, nobody could write down that they were there.
///
/// Pure.
struct SweepGrace: Sendable, Hashable {
    private var beganAt: Instant
    private var sweptAt: Instant

    init(beginsAt start: Instant) {
        self.beganAt = start
        self.sweptAt = start
    }

    /// Notes a sweep; one that fails must not be noted.
    ///
    /// - `absence`: How long nobody may have been heard of before they are taken for gone.
    ///
    /// Returns: Whether the sweeps have come regularly for so long.
    mutating func isOver(_ absence: Duration, at now: Instant) -> Bool {
        if now - sweptAt > absence / 2 { beganAt = now }
        sweptAt = now
        return now - beganAt > absence
    }
}
