@testable import Assistant
import Base
import Knowledge
import Testing

@Suite struct AssistantTurnTests {
    private static func hit(
        _ slug: String,
        score: Double,
        coverage: Double,
        title: Double = 0
    ) throws -> HelpHit {
        HelpHit(
            slug: try #require(Slug(rawValue: slug)),
            locale: .english,
            kind: .article,
            title: slug,
            summary: "",
            url: "/help/\(slug)",
            snippet: SafeHTML(escaping: ""),
            passage: "",
            score: score,
            coverage: coverage,
            titleCoverage: title,
            passageCoverage: 0
        )
    }

    private func turn(_ hits: [HelpHit]) -> AssistantTurn {
        AssistantTurn(search: { _ in hits }, article: { slug in hits.first { $0.slug == slug } })
    }

    @Test func aGoodHitIsTheAnswerWithTheNextAsSources() throws {
        let hits = [
            try Self.hit("a", score: 9, coverage: 0.9), try Self.hit("b", score: 5, coverage: 0.5),
            try Self.hit("c", score: 1, coverage: 0.1),
        ]
        var memory = AssistantMemory()
        #expect(turn(hits).reply(to: .text("where is it"), &memory) == .answer(hits[0], more: [hits[1]]))
        #expect(memory.hasAnswered)
        #expect(turn(hits).reply(to: .more, &memory) == .askBack([hits[1]]) || memory.shown.count == 2)
    }

    @Test func nearHitsAreAskedAbout() throws {
        let hits = [try Self.hit("a", score: 5, coverage: 0.4), try Self.hit("b", score: 4.9, coverage: 0.4)]
        var memory = AssistantMemory()
        #expect(turn(hits).reply(to: .text("it is broken"), &memory) == .askBack(hits))
        #expect(turn(hits).reply(to: .choice(hits[1].slug), &memory) == .answer(hits[1], more: [hits[0]]))
    }

    @Test func nothingFoundTwiceBringsAPerson() {
        var memory = AssistantMemory()
        #expect(turn([]).reply(to: .text("qwerty"), &memory) == .abstain)
        #expect(turn([]).reply(to: .text("asdf"), &memory) == .handOver(.failed))
    }

    @Test func twoAnswersThatDidNotHelpBringAPerson() throws {
        let hits = try ["a", "b", "c"].map { try Self.hit($0, score: 9, coverage: 0.9) }
        var memory = AssistantMemory()
        _ = turn(hits).reply(to: .text("my question"), &memory)
        #expect(
            turn(hits).reply(to: .text("that didn't help"), &memory)
                == .answer(hits[1], more: [hits[0], hits[2]])
        )
        #expect(turn(hits).reply(to: .text("没用"), &memory) == .handOver(.failed))
    }

    @Test func aPersonIsAskedForByButtonAndByWord() {
        var memory = AssistantMemory()
        #expect(turn([]).reply(to: .person, &memory) == .handOver(.asked))
        #expect(turn([]).reply(to: .text("转人工"), &memory) == .handOver(.asked))
        #expect(turn([]).reply(to: .text("hello"), &memory) == .greet)
        #expect(turn([]).reply(to: .helped, &memory) == .helped)
        #expect(turn([]).reply(to: .text("thanks"), &memory) == .greet, "nothing was answered yet")
    }

    @Test func clicksAreReadAndUnknownOnesAreText() {
        typealias Input = AssistantTurn.Input
        #expect(Input(action: "helped", text: "") == .helped)
        #expect(Input(action: "more", text: "") == .more)
        #expect(Input(action: "person", text: "") == .person)
        #expect(Input(action: "topic:fees", text: "") == .topic("fees"))
        #expect(Input(action: "choice:a-b", text: "") == Slug(rawValue: "a-b").map(Input.choice))
        #expect(Input(action: "choice:../x", text: "t") == .text("t"))
        #expect(Input(action: "drop table", text: "t") == .text("t"))
        #expect(Input(action: nil, text: "t") == .text("t"))
    }
}
