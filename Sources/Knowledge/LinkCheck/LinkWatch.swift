import Base
package import Logging
import ServiceLifecycle
import Storage

/// Reads the links of what was published, by whichever process, and beside it asks other servers what is due: a slow one
/// holds up no reading.
package struct LinkWatch: Service {
    private static let pause = Duration.seconds(3)
    /// Everything is looked for that was not read for a day, so often.
    private static let fullPause = Duration.seconds(600)
    /// After a start there is more urgent work.
    private static let patience = Duration.seconds(60)

    private struct State {
        var mark: ArticleMark?
        var fullAt: Instant
    }

    private let check: LinkCheck
    private let articles: Articles
    private let logger: Logger

    package init(_ check: LinkCheck, articles: Articles, logger: Logger) {
        self.check = check
        self.articles = articles
        self.logger = logger
    }

    package func run() async throws {
        async let reading: Void = RepeatedWork.run(
            every: Self.pause,
            "links could not be looked at",
            logger,
            from: State(mark: nil, fullAt: check.clock.now + Self.patience)
        ) { state in
            try await read(state)
        }
        async let asking: Void = RepeatedWork.run(
            every: Self.pause,
            "other sites could not be asked for links",
            logger,
            from: ()
        ) { _ in
            _ = try await check.askSome()
        }
        _ = await (reading, asking)
    }

    private func read(_ state: State) async throws -> State {
        let mark = try await articles.mark()
        if let seen = state.mark, seen != mark { try await check.readChanges(since: seen) }
        var next = State(mark: mark, fullAt: state.fullAt)
        let now = check.clock.now
        // A few at a time: nothing waits for them.
        if state.fullAt <= now, try await check.readSome() == 0 { next.fullAt = now + Self.fullPause }
        return next
    }
}
