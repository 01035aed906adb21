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
    private static let pause = Duration.seconds(5)

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

    package func run() async throws {
        let start = clock.now
        await RepeatedWork.run(every: Self.pause, "the queues could not be swept", logger, from: ()) {
            try await noteSigns()
            try await timeline.takeBackFromAbsent()
            try await timeline.takeBackUnanswered()
            try await timeline.assignForgotten()
            // After a start everybody is given the time to come back.
            let absence = timeline.rules.absentAfter
            guard clock.now - start > absence else { return }
            for agent in try await agents.silent(since: clock.now - absence) {
                try await timeline.dropIfSilent(agent)
            }
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
