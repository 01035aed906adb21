package import Base
package import Logging
import ServiceLifecycle
package import Storage
import Synchronization

/// What somebody asked on the results of a question.
struct FollowedQuestion: Sendable, Equatable {
    let question: String
    let next: String
    let locale: LocaleCode
}

/// What the search learned from its readers, in memory: read anew every ten minutes, so that every node comes to know it.
package final class LearnedSearch: Service {
    private static let pause = Duration.seconds(600)
    /// What is younger counts as new.
    private static let recent = Duration.seconds(30 * 86_400)
    /// Articles of questions, and pairs of questions, that are held in memory.
    private static let mostClicks = 20_000
    private static let mostFollows = 5_000
    /// Of one question.
    static let mostShown = 5

    private struct State {
        var order = LearnedOrder.nothing
        /// By question and language, the most asked first.
        var follows: [LocaleCode: [String: [String]]] = [:]
    }

    private let state = Mutex(State())
    private let database: any Database
    private let clock: any WallClock
    private let logger: Logger

    package init(_ database: any Database, clock: any WallClock, logger: Logger) {
        self.database = database
        self.clock = clock
        self.logger = logger
    }

    /// What results are put in order by.
    var order: LearnedOrder { state.withLock { $0.order } }

    /// What others asked on the results of a question, the most asked first.
    ///
    /// - `question`: As somebody typed it.
    func asked(after question: String, in locale: LocaleCode) -> [String] {
        let form = AskedQuestion.form(of: question)
        return Array(state.withLock { $0.follows[locale]?[form] ?? [] }.prefix(Self.mostShown))
    }

    package func run() async throws {
        await RepeatedWork.run(every: Self.pause, "what readers opened could not be read", logger, from: ()) {
            try await self.refresh()
        }
    }

    func refresh() async throws {
        let now = clock.now
        let first = now.day - ContentGaps.keptDays
        let (order, follows) = try await database.read { db in
            let sql = SearchLearningSQL(db: db)
            let order = LearnedOrder(
                clicks: try sql.clicks(since: first, most: Self.mostClicks),
                votes: try sql.votes(since: first),
                recent: Set(try sql.articles(since: now - Self.recent))
            )
            return (order, try sql.follows(since: first, most: Self.mostFollows))
        }
        var byQuestion: [LocaleCode: [String: [String]]] = [:]
        for follow in follows {
            byQuestion[follow.locale, default: [:]][follow.question, default: []].append(follow.next)
        }
        let learned = State(order: order, follows: byQuestion)
        state.withLock { $0 = learned }
    }
}
