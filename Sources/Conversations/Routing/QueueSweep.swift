import Base
package import Logging
import ServiceLifecycle
import Storage

/// Gives what waits to agents with room where no event did: two transactions at once may each have missed what the
/// other one wrote, and who gives a conversation back may be the only one who is there.
package struct QueueSweep: Service {
    /// How long a conversation waits beside an agent with room before it counts as forgotten.
    package static let patience = Duration.seconds(30)
    private static let pause = Duration.seconds(5)

    private let timeline: Timeline
    private let logger: Logger

    package init(_ timeline: Timeline, logger: Logger) {
        self.timeline = timeline
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(every: Self.pause, "the queue could not be swept", logger, from: ()) {
            try await timeline.assignForgotten()
        }
    }
}

extension Timeline {
    /// Gives conversations that have waited beside agents with room to them, each in a transaction of its own.
    package func assignForgotten() async throws {
        while try await transaction({ work in
            try work.assignForgotten(queuedBefore: work.now - QueueSweep.patience)
        }) {}
    }
}
