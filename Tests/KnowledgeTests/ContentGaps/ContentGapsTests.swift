import Base
@testable import Knowledge
import Logging
import Safeguard
import Storage
import TestSupport
import Testing

/// What readers look for in vain, on both engines.
@Suite("Content gaps")
struct ContentGapsTests {
    private static let three: Set = ["192.0.2.1", "192.0.2.2", "192.0.2.3"]

    private static func question(_ text: String, _ locale: LocaleCode = .english) throws -> AskedQuestion {
        try #require(AskedQuestion(text, in: locale, gate: SecretsGate()))
    }

    @Test("what many ask in vain is told by how it failed, summed over days", arguments: TestDatabase.engines)
    func questions(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let gaps = ContentGaps(scenario.database, clock: scenario.clock)
            func empty(_ readers: Set<String>) -> QuestionCounts {
                QuestionCounts(asked: 2, foundNothing: 2, readers: readers)
            }
            try await gaps.add([
                try Self.question("stake my coins"): empty(["192.0.2.1", "192.0.2.2"]),
                try Self.question("质押", .simplifiedChinese): QuestionCounts(
                    asked: 3,
                    foundNothing: 3,
                    readers: Self.three
                ),
                try Self.question("fees"): QuestionCounts(asked: 9, opened: 1, readers: Self.three),
                try Self.question("withdraw"): QuestionCounts(asked: 9, opened: 6, readers: Self.three),
                try Self.question("asked by one"): QuestionCounts(
                    asked: 9,
                    foundNothing: 9,
                    readers: ["192.0.2.1"]
                ),
            ])
            #expect(try await gaps.report(days: 30, locale: .english).withoutResult == [])

            scenario.clock.advance(by: .seconds(86_400))
            try await gaps.add([try Self.question("stake my coins"): empty(["192.0.2.2", "192.0.2.3"])])

            let report = try await gaps.report(days: 30, locale: nil)
            #expect(report.withoutResult.map(\.question) == ["stake my coins", "质押"])
            #expect(report.withoutResult.map(\.asked) == [4, 3])
            #expect(
                report.unopened == [WantedQuestion(question: "fees", locale: .english, asked: 9, opened: 1)]
            )
            let chinese = try await gaps.report(days: 30, locale: .simplifiedChinese)
            #expect(chinese.withoutResult.map(\.question) == ["质押"])
            // Three asked it in all, two of them today.
            let today = try await gaps.report(days: 1, locale: nil)
            #expect(today.withoutResult.map(\.question) == ["stake my coins"])
            #expect(today.withoutResult.map(\.asked) == [2] && today.unopened == [])
        }
    }

    @Test(
        "what was asked once is forgotten the next day, the rest after its time",
        arguments: TestDatabase.engines
    )
    func forgetting(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let gaps = ContentGaps(scenario.database, clock: scenario.clock)
            func kept() async throws -> Int? {
                try await scenario.database.read { db in
                    try db.value(Int.self, "SELECT COUNT(*) FROM asked_question")
                }
            }
            try await gaps.add([
                try Self.question("somebody once"): QuestionCounts(asked: 1, foundNothing: 1, opened: 0),
                try Self.question("several"): QuestionCounts(asked: 2, foundNothing: 2, opened: 0),
            ])
            #expect(try await kept() == 2)
            try await gaps.forget()
            #expect(try await kept() == 2)

            // Also where nobody was there to forget on the next day.
            scenario.clock.advance(by: .seconds(3 * 86_400))
            try await gaps.forget()
            #expect(try await kept() == 1)

            scenario.clock.advance(by: .seconds(90 * 86_400))
            try await gaps.forget()
            #expect(try await kept() == 0)
        }
    }

    @Test(
        "a reader who asks again counts once; secrets are not counted at all",
        arguments: TestDatabase.engines
    )
    func counting(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let gaps = ContentGaps(scenario.database, clock: scenario.clock)
            let counter = QuestionCounter(
                gaps,
                gate: SecretsGate(),
                clock: scenario.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            for reader in ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"] {
                counter.asked("Stake?", in: .english, by: reader, hasFound: false)
                counter.asked(phrase, in: .english, by: reader, hasFound: false)
                counter.opened("stake", in: .english, by: reader)
            }
            await counter.write()
            await counter.write()
            // The same again, and somebody else who found something.
            counter.asked("stake", in: .english, by: "192.0.2.1", hasFound: false)
            counter.asked("stake", in: .english, by: "192.0.2.4", hasFound: true)
            await counter.write()

            let report = try await gaps.report(days: 1, locale: nil)
            #expect(
                report.withoutResult == [
                    WantedQuestion(question: "stake", locale: .english, asked: 4, opened: 3)
                ]
            )
            #expect(report.unopened == [])
        }
    }

    @Test("one reader alone cannot fill the day", arguments: TestDatabase.engines)
    func limited(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let counter = QuestionCounter(
                ContentGaps(scenario.database, clock: scenario.clock),
                gate: SecretsGate(),
                clock: scenario.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            for word in 1...300 {
                counter.asked("word \(word)", in: .english, by: "192.0.2.1", hasFound: false)
            }
            counter.asked("how to stake", in: .english, by: "192.0.2.2", hasFound: false)
            await counter.write()

            let kept = try await scenario.database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM asked_question")
            }
            #expect(kept == QuestionCounter.limit.capacity + 1)
        }
    }

    @Test("an article that did not help is told until it is changed", arguments: TestDatabase.engines)
    func unhelpful(_ engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let gaps = ContentGaps(room.scenario.database, clock: room.scenario.clock)
            func unhelpful() async throws -> [UnhelpfulArticle] {
                try await gaps.report(days: 30, locale: .english).unhelpful
            }
            _ = try await room.publish()
            for number in 1...4 {
                try await room.articles.put(
                    ArticleFeedback(isHelpful: number == 4, comment: ""),
                    of: .browser("reader \(number)"),
                    as: .everybody,
                    on: AuthoringRoom.slug,
                    .english,
                    key: nil
                )
            }
            let told = try #require(try await unhelpful().first)
            #expect([told.rating.notHelpful, told.rating.helpful] == [3, 1])
            #expect(told.rating.slug == AuthoringRoom.slug && told.rating.title == "Late deposit")

            room.scenario.clock.advance(by: .seconds(60))
            try await room.save(AuthoringRoom.text("Late deposit", "Better words."))
            _ = try await room.publish()
            #expect(try await unhelpful() == [])
        }
    }

    @Test("a few votes weigh less than many of the same share")
    func weight() {
        let (few, many) = (
            UnhelpfulArticle.lowerBound(of: 3, among: 4), UnhelpfulArticle.lowerBound(of: 300, among: 400)
        )
        // Wilson's interval of 3 of 4 is 0.301...0.954, of 300 of 400 0.705...0.790.
        #expect(abs(few - 0.3006) < 0.0005 && abs(many - 0.7053) < 0.0005)
        #expect(UnhelpfulArticle.lowerBound(of: 0, among: 0) == 0)
    }
}
