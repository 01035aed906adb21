package import Logging
import ServiceLifecycle
import Storage

/// Forgets once an hour the questions that were kept for long enough.
package struct QuestionSweep: Service {
    private let gaps: ContentGaps
    private let logger: Logger

    package init(_ gaps: ContentGaps, logger: Logger) {
        self.gaps = gaps
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(
            every: .seconds(3_600),
            "old questions could not be forgotten",
            logger,
            from: ()
        ) {
            try await gaps.forget()
        }
    }
}
