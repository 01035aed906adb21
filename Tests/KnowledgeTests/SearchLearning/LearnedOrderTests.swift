import Base
@testable import Knowledge
import TestSupport
import Testing

@Suite("What the search learns from readers")
struct LearnedOrderTests {
    private static func slug(_ name: String) -> Slug { SmallHelpCentre.slug(name) }

    private static func clicks(
        _ weights: [String: Int],
        on question: String = "withdraw"
    ) -> [LearnedOrder.Clicks] {
        weights.map { .init(question: question, locale: .english, article: slug($0), weight: $1) }
    }

    private static let found = ["first", "second", "third"].map { slug($0) }

    @Test("a click counts the more the further down it is, up to a bound")
    func places() {
        #expect([0, 1, 2, 4, 5, 6, 100].map(ClickModel.weight(at:)) == [1, 1, 2, 4, 5, 5, 5])
    }

    @Test("nothing learned changes nothing")
    func nothing() {
        #expect(LearnedOrder.nothing.factors(of: Self.found, for: "withdraw", in: .english) == nil)
        let other = LearnedOrder(clicks: Self.clicks(["first": 9]), votes: [], recent: [])
        #expect(other.factors(of: Self.found, for: "deposit", in: .english) == nil)
        #expect(other.factors(of: Self.found, for: "withdraw", in: .simplifiedChinese) == nil)
        #expect(other.factors(of: [], for: "withdraw", in: .english)?.isEmpty == true)
    }

    @Test("what readers open is lifted, the more the surer it is, and nothing sinks")
    func lifted() throws {
        let few = LearnedOrder(clicks: Self.clicks(["third": 5]), votes: [], recent: [])
        let many = LearnedOrder(clicks: Self.clicks(["third": 995, "second": 100]), votes: [], recent: [])
        #expect(try #require(few.factors(of: Self.found, for: " WITHDRAW? ", in: .english)) == [1, 1, 1.25])
        let factors = try #require(many.factors(of: Self.found + [nil], for: "Withdraw", in: .english))
        #expect(factors[0] == 1 && factors[3] == 1)
        #expect(factors[1] > 1.04 && factors[1] < 1.05 && factors[2] > 1.45 && factors[2] < 1.5)
    }

    @Test("what is new is lifted half as far as the best, so that it does not starve")
    func new() throws {
        let order = LearnedOrder(
            clicks: Self.clicks(["first": 95]),
            votes: [],
            recent: [Self.slug("second"), Self.slug("elsewhere")]
        )
        let factors = try #require(order.factors(of: Self.found, for: "withdraw", in: .english))
        #expect(abs(factors[0] - 1.475) < 1e-9 && abs(factors[1] - 1.2375) < 1e-9 && factors[2] == 1)
    }

    private static let judged: [(Int, Int, Double)] = [
        (0, 0, 1), (1, 0, 1.009_090_909), (0, 990, 0.901), (990, 0, 1.099), (50, 50, 1),
    ]

    @Test("votes lift and sink a little, and few of them hardly", arguments: judged)
    func votes(_ helpful: Int, _ notHelpful: Int, _ factor: Double) throws {
        let votes = [
            LearnedOrder.Votes(article: Self.slug("second"), helpful: helpful, notHelpful: notHelpful)
        ]
        let order = LearnedOrder(clicks: [], votes: votes, recent: [])
        let factors = try #require(order.factors(of: Self.found, for: "anything", in: .english))
        #expect(factors[0] == 1 && abs(factors[1] - factor) < 1e-6 && factors[2] == 1)
    }

    /// Readers look at places from above, and open what they look at as often as it helps: the last of ten helps most.
    @Test("the habit of opening what stands first teaches nothing", arguments: [UInt64(1), 2, 3])
    func unbiased(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed)
        let names = (1...5).map { "article-\($0)" }
        let helps = [0.3, 0.3, 0.3, 0.3, 0.9]
        var (weighed, counted): ([String: Int], [String: Int]) = ([:], [:])
        for _ in 0..<2_000 {
            for (index, name) in names.enumerated() {
                let isLookedAt = Double.random(in: 0..<1, using: &numbers) < 1 / Double(index + 1)
                guard isLookedAt, Double.random(in: 0..<1, using: &numbers) < helps[index] else { continue }
                weighed[name, default: 0] += ClickModel.weight(at: index + 1)
                counted[name, default: 0] += 1
            }
        }
        let order = LearnedOrder(clicks: Self.clicks(weighed), votes: [], recent: [])
        let factors = try #require(
            order.factors(of: names.map { Self.slug($0) }, for: "withdraw", in: .english)
        )
        #expect(factors.max() == factors.last)
        // Of the others none is ahead of another by where it stood.
        let others = factors.dropLast()
        #expect((others.max() ?? 0) - (others.min() ?? 0) < 0.04)
        // Clicks alone would have put the first before it.
        #expect(counted["article-1", default: 0] > counted["article-5", default: 0])
    }

    @Test("results stand in the order that readers taught, and equal ones as the words put them")
    func reordered() throws {
        let search = HelpSearch()
        search.rebuild(
            (1...3).map { number in
                SmallHelpCentre.article(
                    "withdrawal-\(number)",
                    in: "fees",
                    english: ("Withdrawal", "A withdrawal of coins."),
                    chinese: nil
                )
            }
        )
        let matches = search.matches("withdrawal", locale: .english)
        let articles = matches.all.map(\.page.slug)
        try #require(articles.count == 3)
        let last = articles[2]
        // As if each were as good as the next, for the words.
        let clicks = LearnedOrder.Clicks(
            question: "withdrawal",
            locale: .english,
            article: last,
            weight: 10_000
        )
        let order = LearnedOrder(clicks: [clicks], votes: [], recent: [])
        let lifted = matches.reordered(by: order, in: .english)
        let before = try #require(matches.all.first { $0.page.slug == last })
        let after = try #require(lifted.all.first { $0.page.slug == last })
        #expect(abs(after.score / before.score - 1.5) < 0.001)
        #expect(lifted.all.map(\.page.slug) == [last, articles[0], articles[1]])
        #expect(matches.reordered(by: .nothing, in: .english).all.map(\.page) == matches.all.map(\.page))
        #expect(lifted.position(of: articles[0]) != nil)
        #expect(lifted.position(of: Self.slug("not-there")) == nil)
    }
}
