import Base
@testable import Knowledge
import Testing

@Suite("Results")
struct ResultsPageTests {
    private let search = SmallHelpCentre.search

    private func selection(_ question: ResultsQuestion, _ locale: LocaleCode = .english) -> ResultsSelection {
        ResultsSelection(question, search.matches(question.text, locale: locale), SmallHelpCentre.catalogue)
    }

    private func page(_ question: ResultsQuestion, _ locale: LocaleCode = .english) throws -> ResultsPage {
        ResultsPage(
            question,
            search.matches(question.text, locale: locale),
            SmallHelpCentre.catalogue,
            support: SupportState(isOpen: true),
            try Localisation(assets: [KnowledgeAssets.files]),
            locale
        )
    }

    @Test("a clear question is answered before the list, and not in it again")
    func answer() throws {
        let page = try page(ResultsQuestion(text: "withdrawal not arrived"))

        #expect(page.answer?.title == "My withdrawal has not arrived")
        #expect(page.answer?.where == "Article · Deposits and withdrawals")
        #expect(!page.results.contains { $0.url.hasPrefix("/help/withdrawal-not-arrived") })
    }

    @Test("titles are marked like texts")
    func marks() throws {
        let question = ResultsQuestion(
            text: "deposit arrived",
            category: SmallHelpCentre.slug("deposits-withdrawals")
        )

        let titles = try page(question).results.map(\.titleHtml)

        #expect(titles.contains("My <mark>deposit</mark> has not <mark>arrived</mark>"))
    }

    @Test("filters leave what they name, and no answer")
    func filters() {
        let security = SmallHelpCentre.slug("security")
        let all = selection(ResultsQuestion(text: "arrived authenticator"))
        let filtered = selection(ResultsQuestion(text: "arrived authenticator", category: security))

        #expect(all.selected.count > filtered.selected.count)
        #expect(filtered.selected.map(\.page.slug.rawValue) == ["lost-two-factor"])
        #expect(filtered.answer == nil)
    }

    @Test("an unknown question says so and leads on")
    func nothing() throws {
        let page = try page(ResultsQuestion(text: "zzzzqqqq"))

        #expect(page.isEmpty)
        #expect(!page.hasResults && !page.hasAnswer && !page.hasFilters && !page.hasPaging)
        #expect(page.categories.count == 3)
        #expect(page.support.subject == "zzzzqqqq")
    }

    @Test("words that nobody wrote are told, and the rest is found")
    func passedOver() throws {
        let page = try page(ResultsQuestion(text: "withdrawal not arrived zzzzqqqq"))

        #expect(page.hasPassedOver && (page.hasAnswer || page.hasResults))
        #expect(page.passedOverText.contains("“zzzzqqqq”"))
        for known in ["withdrawal not arrived", "zzzzqqqq"] {
            #expect(try !self.page(ResultsQuestion(text: known)).hasPassedOver, "all or nothing is found")
        }
    }

    @Test("no question is no failure")
    func noQuestion() throws {
        let page = try page(ResultsQuestion(text: ""))

        #expect(!page.hasQuery && !page.isEmpty && !page.hasResults)
        #expect(page.title == "Search the help centre")
    }

    @Test("more than a page of results is turned over")
    func paging() {
        let articles = (1...25).map { number in
            SmallHelpCentre.article(
                "staking-\(number)",
                in: "fees",
                english: ("Staking \(number)", "Staking earns rewards."),
                chinese: nil
            )
        }
        let search = HelpSearch()
        search.rebuild(articles)
        let catalogue = Catalogue(articles, categories: SmallHelpCentre.categories)
        func selection(_ page: Int) -> ResultsSelection {
            let question = ResultsQuestion(text: "rewards", page: page)
            return ResultsSelection(question, search.matches("rewards", locale: .english), catalogue)
        }
        let pages = [selection(1), selection(2), selection(3)]

        #expect(pages.map { $0.shown.count + ($0.answer == nil ? 0 : 1) } == [10, 10, 5])
        #expect(pages.map { $0.previous?.page } == [nil, 1, 2])
        #expect(pages.map { $0.next?.page } == [2, 3, nil])
        #expect(Set(pages.flatMap(\.selected).map(\.page)).count == 25)
    }

    @Test("an address says what it must and no more, escaped")
    func addresses() {
        let plain = ResultsQuestion(text: "提币 & c+d")
        let filtered = ResultsQuestion(
            text: "fee",
            category: SmallHelpCentre.slug("fees"),
            kind: .faq,
            page: 2
        )

        #expect(plain.address.url == "/help/search?q=%E6%8F%90%E5%B8%81%20%26%20c%2Bd")
        #expect(filtered.address.url == "/help/search?q=fee&category=fees&kind=faq&page=2")
        #expect(filtered.with { $0.kind = nil }.address.url == "/help/search?q=fee&category=fees")
        #expect(
            plain.with { _ in }.address.translations([.english])[.english]
                == "/help/search?q=%E6%8F%90%E5%B8%81%20%26%20c%2Bd&lang=en"
        )
    }
}
