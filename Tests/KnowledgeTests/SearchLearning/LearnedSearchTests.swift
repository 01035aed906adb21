import Base
@testable import Knowledge
import Logging
import Safeguard
import Storage
import TestSupport
import Testing

/// What is counted of readers and what the search makes of it, on both engines.
@Suite("Learned search")
struct LearnedSearchTests {
    private struct Room {
        let scenario: Scenario
        let gaps: ContentGaps
        let counter: QuestionCounter
        let learned: LearnedSearch
        let search: HelpSearches

        /// What readers did is written, and read again.
        func learn() async throws {
            await counter.write()
            try await learned.refresh()
        }

        func found(_ question: String) -> [Slug] {
            search.search(for: .everybody).matches(question, locale: .english).all.map(\.page.slug)
        }
    }

    private static let slugs = ["staking-basics", "staking-rewards", "staking-periods"].map {
        SmallHelpCentre.slug($0)
    }

    /// Three articles that say the same of staking, in the order in which their words put them.
    private func with(_ engine: Engine, _ body: (Room, [Slug]) async throws -> Void) async throws {
        try await Scenario.with(engine) { scenario in
            let (database, clock) = (scenario.database, scenario.clock)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let learned = LearnedSearch(database, clock: clock, logger: logger)
            let search = HelpSearches(learned: learned)
            let articles = Articles(database, gate: SecretsGate(), clock: clock, listener: search)
            try await articles.save(
                Self.slugs.map { slug in
                    Articles.Draft(
                        slug: slug,
                        locale: .english,
                        kind: .article,
                        category: SmallHelpCentre.slug("earn"),
                        title: "Staking",
                        summary: "",
                        keywords: [],
                        body: "Staking of coins."
                    )
                }
            )
            // Nothing of it is new any more.
            clock.advance(by: .seconds(31 * 86_400))
            let gaps = ContentGaps(database, clock: clock)
            let room = Room(
                scenario: scenario,
                gaps: gaps,
                counter: QuestionCounter(gaps, gate: SecretsGate(), clock: clock, logger: logger),
                learned: learned,
                search: search
            )
            try await body(room, room.found("staking"))
        }
    }

    private static func reader(_ number: Int) -> String { "192.0.2.\(number)" }

    @Test("what readers open comes first, once three asked", arguments: TestDatabase.engines)
    func clicks(_ engine: Engine) async throws {
        try await with(engine) { room, order in
            try #require(Set(order) == Set(Self.slugs))
            let last = order[2]
            for number in 1...2 {
                room.counter.asked("Staking", in: .english, by: Self.reader(number), hasFound: true)
                for slug in [last, SmallHelpCentre.slug("not-there")] {
                    room.counter.opened(
                        "staking",
                        in: .english,
                        by: Self.reader(number),
                        article: slug,
                        at: { 3 }
                    )
                }
            }
            try await room.learn()
            #expect(room.found("staking") == order)

            room.counter.asked("staking?", in: .english, by: Self.reader(3), hasFound: true)
            try await room.learn()
            #expect(room.found("STAKING") == [last, order[0], order[1]])
            // Another question, another language, and what was asked of nobody.
            #expect(room.found("staking of coins") == order)
            let chinese = room.search.search(for: .everybody).matches("staking", locale: .simplifiedChinese)
            #expect(chinese.all.map(\.page.slug) == order)

            // It is forgotten with the question.
            room.scenario.clock.advance(by: .seconds(91 * 86_400))
            try await room.gaps.forget()
            try await room.learn()
            #expect(room.found("staking") == order)
            for table in ["question_click", "question_follow", "question_reader"] as [SQL] {
                let kept = try await room.scenario.database.read { db in
                    try db.value(Int.self, "SELECT COUNT(*) FROM " + table)
                }
                #expect(kept == 0)
            }
        }
    }

    @Test("who opens the same again and again is one reader", arguments: TestDatabase.engines)
    func repeated(_ engine: Engine) async throws {
        try await with(engine) { room, order in
            for number in 1...3 {
                room.counter.asked("staking", in: .english, by: Self.reader(number), hasFound: true)
            }
            for _ in 1...200 {
                room.counter.opened("staking", in: .english, by: Self.reader(1), article: order[2], at: { 1 })
            }
            for number in 2...3 {
                room.counter.opened(
                    "staking",
                    in: .english,
                    by: Self.reader(number),
                    article: order[1],
                    at: { 1 }
                )
            }
            try await room.learn()
            #expect(room.found("staking") == [order[1], order[2], order[0]])
        }
    }

    @Test("what three asked next is told, and nothing of fewer", arguments: TestDatabase.engines)
    func follows(_ engine: Engine) async throws {
        try await with(engine) { room, _ in
            for number in 1...4 {
                let reader = Self.reader(number)
                room.counter.asked("staking", in: .english, by: reader, hasFound: true)
                room.counter.asked(
                    "When do rewards come?",
                    in: .english,
                    by: reader,
                    hasFound: true,
                    after: "Staking"
                )
                room.counter.asked("staking", in: .english, by: reader, hasFound: true, after: "staking")
                room.counter.asked(
                    "never written of",
                    in: .english,
                    by: reader,
                    hasFound: false,
                    after: "staking"
                )
                guard number < 3 else { continue }
                room.counter.asked(
                    "my uncle's coins",
                    in: .english,
                    by: reader,
                    hasFound: true,
                    after: "staking"
                )
            }
            for number in 5...8 {
                room.counter.asked(
                    "unstaking",
                    in: .english,
                    by: Self.reader(number),
                    hasFound: true,
                    after: "staking"
                )
            }
            for number in 5...7 {
                let reader = Self.reader(number)
                room.counter.asked(
                    "how long",
                    in: .english,
                    by: reader,
                    hasFound: true,
                    after: "mail me at a@b.example"
                )
            }
            try await room.learn()
            let next = room.learned.asked(after: " STAKING!", in: .english)
            #expect(next.sorted() == ["unstaking", "when do rewards come"])
            #expect(room.learned.asked(after: "staking", in: .simplifiedChinese).isEmpty)
            #expect(room.learned.asked(after: "when do rewards come", in: .english).isEmpty)
            #expect(room.learned.asked(after: "mail me at a@b.example", in: .english).isEmpty)
        }
    }
}
