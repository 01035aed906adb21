import Base
package import Logging
import ServiceLifecycle
import Storage

/// Counts what customers ask, once a day and when somebody wants it.
package struct FAQCandidateRounds: Service {
    /// How long somebody waits who wants it.
    private static let pause = Duration.seconds(5)
    /// After a start there is more urgent work.
    private static let patience = Duration.seconds(60)

    private let candidates: FAQCandidates
    private let logger: Logger

    package init(_ candidates: FAQCandidates, logger: Logger) {
        self.candidates = candidates
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: Self.pause,
            "the questions of conversations could not be counted",
            logger,
            from: candidates.clock.now + Self.patience
        ) { begin in
            try await candidates.countIfDue(isDaily: candidates.clock.now >= begin)
            return begin
        }
    }
}
