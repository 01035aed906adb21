import Base
@testable import Knowledge
import Testing

@Suite("Top questions")
struct TopQuestionsTests {
    private func questions(
        _ articles: [Article] = SmallHelpCentre.articles,
        week: [String: Int] = [:],
        _ locale: LocaleCode = .english
    ) -> [String] {
        let views = week.map { (SmallHelpCentre.slug($0.key), $0.value) }
        let catalogue = Catalogue(
            articles,
            categories: [],
            weekViews: Dictionary(views) { first, _ in first }
        )
        return catalogue.topQuestions(for: locale, limit: 3).map(\.slug.rawValue)
    }

    @Test("what is read this week goes before what was ever read")
    func week() {
        #expect(questions() == ["withdrawal-not-arrived", "lost-two-factor", "deposit-not-arrived"])
        #expect(
            questions(week: ["trading-fees": 5, "proof-of-reserves": 2])
                == ["trading-fees", "proof-of-reserves", "withdrawal-not-arrived"]
        )
    }

    @Test("what is pinned goes before everything, in its order")
    func pins() {
        let articles = SmallHelpCentre.articles.map { article in
            var article = article
            article.pin = ["deposit-not-arrived": 2, "proof-of-reserves": 1][article.slug.rawValue]
            return article
        }

        let found = questions(articles, week: ["trading-fees": 5])

        #expect(found == ["proof-of-reserves", "deposit-not-arrived", "trading-fees"])
    }

    @Test("a reader is asked nothing in a language that is not theirs")
    func language() {
        #expect(!questions(week: ["proof-of-reserves": 9], .simplifiedChinese).contains("proof-of-reserves"))
    }

    @Test("a reader whose language nothing is written in is asked in English")
    func otherLanguage() throws {
        let japanese = try #require(LocaleCode(rawValue: "ja"))
        #expect(questions(SmallHelpCentre.articles, japanese) == questions())
        let chinese = SmallHelpCentre.articles.map { article in
            var article = article
            article.translations.removeAll { $0.locale == .english }
            return article
        }
        #expect(questions(chinese, japanese).first == "withdrawal-not-arrived")
    }

    @Test("a shelf has the same order: pins, this week, ever")
    func shelves() {
        func shelf(week: [String: Int] = [:], pinned: String? = nil) -> [String] {
            let articles = SmallHelpCentre.articles.map { article in
                var article = article
                article.pin = article.slug.rawValue == pinned ? 1 : nil
                return article
            }
            let views = week.map { (SmallHelpCentre.slug($0.key), $0.value) }
            let catalogue = Catalogue(
                articles,
                categories: [],
                weekViews: Dictionary(views) { first, _ in first }
            )
            return catalogue.articles(in: SmallHelpCentre.slug("deposits-withdrawals"), for: .english)
                .map(\.slug.rawValue)
        }
        #expect(shelf().prefix(2) == ["withdrawal-not-arrived", "deposit-not-arrived"])
        #expect(shelf(week: ["deposit-not-arrived": 1]).first == "deposit-not-arrived")
        let pinned = shelf(week: ["deposit-not-arrived": 1], pinned: "withdrawal-not-arrived")
        #expect(pinned.first == "withdrawal-not-arrived")
    }
}
