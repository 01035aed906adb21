@testable import Assistant
import Base
import Knowledge
import Synchronization
import Testing

@Suite struct AssistantTurnTests {
    private static func hit(
        _ slug: String,
        score: Double,
        coverage: Double,
        subject: Double? = nil,
        worth: Double = 1
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
            subjectCoverage: subject ?? coverage,
            subjectWorth: worth
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
        let hits = [
            try Self.hit("a", score: 9, coverage: 0.9), try Self.hit("b", score: 8, coverage: 0.9),
            try Self.hit("c", score: 7, coverage: 0.9),
        ]
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
        #expect(Input(action: "helped", texts: [""]) == .helped)
        #expect(Input(action: "more", texts: [""]) == .more)
        #expect(Input(action: "person", texts: [""]) == .person)
        #expect(Input(action: "topic:fees", texts: [""]) == .topic("fees"))
        #expect(Input(action: "choice:a-b", texts: [""]) == Slug(rawValue: "a-b").map(Input.choice))
        #expect(Input(action: "choice:../x", texts: ["t"]) == .text("t"))
        #expect(Input(action: "drop table", texts: ["t"]) == .text("t"))
        #expect(Input(action: nil, texts: ["t"]) == .text("t"))
    }

    @Test func wordsThatAnArticleMerelyMentionsAreNoAnswer() throws {
        let hits = [try Self.hit("a", score: 9, coverage: 1, subject: 0.1)]
        var memory = AssistantMemory()
        #expect(turn(hits).reply(to: .text("how many do I get"), &memory) == .abstain)
    }

    @Test func commonWordsAloneAreNoQuestion() throws {
        let hits = [try Self.hit("a", score: 9, coverage: 1, subject: 0.6, worth: 0.2)]
        var memory = AssistantMemory()
        #expect(turn(hits).reply(to: .text("my order"), &memory) == .abstain)
    }

    @Test func aWeakHitAloneIsAskedAbout() throws {
        let hits = [try Self.hit("a", score: 9, coverage: 0.5)]
        var memory = AssistantMemory()
        #expect(turn(hits).reply(to: .text("it is broken"), &memory) == .askBack(hits))
    }

    @Test func failuresCountInARowOnly() throws {
        let good = [try Self.hit("a", score: 9, coverage: 0.9)]
        var memory = AssistantMemory()
        for _ in 0..<3 {
            #expect(turn(good).reply(to: .text("one thing"), &memory) == .answer(good[0], more: []))
            #expect(turn([]).reply(to: .text("qwerty"), &memory) == .abstain)
        }
        #expect(turn([]).reply(to: .text("asdf"), &memory) == .handOver(.failed))
    }

    @Test func whoIsAskedBackTwiceInVainGetsAPerson() throws {
        let weak = [try Self.hit("a", score: 9, coverage: 0.5), try Self.hit("b", score: 8.9, coverage: 0.5)]
        var memory = AssistantMemory()
        #expect(turn(weak).reply(to: .text("one"), &memory) == .askBack(weak))
        #expect(turn(weak).reply(to: .text("two"), &memory) == .askBack(weak))
        #expect(turn(weak).reply(to: .text("three"), &memory) == .handOver(.failed))
    }

    @Test func whatComesInPiecesIsOneTurn() throws {
        let asked = Mutex<[String]>([])
        let turn = AssistantTurn(
            search: { question in
                asked.withLock { $0.append(question) }
                return []
            },
            article: { _ in nil }
        )
        var memory = AssistantMemory()
        #expect(turn.reply(to: .texts(["转人工", "快点"]), &memory) == .handOver(.asked))
        #expect(turn.reply(to: .texts(["hello", "提币没到账", "等了两个小时"]), &memory) == .abstain)
        #expect(asked.withLock { $0 } == ["提币没到账\n等了两个小时"])
    }

    @Test func itSaysWhatItIs() {
        var memory = AssistantMemory()
        #expect(turn([]).reply(to: .text("Are you a real person?"), &memory) == .introduce)
        #expect(turn([]).reply(to: .text("你是真人吗？"), &memory) == .introduce)
    }
}
