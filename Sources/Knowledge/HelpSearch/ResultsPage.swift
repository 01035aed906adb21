import Base
import Hummingbird
import Retrieval
import Web

/// What a page of results is asked for.
struct ResultsQuestion: Sendable, Hashable {
    static let path = "/help/search"
    static let mostPages = 10

    let text: String
    var category: Slug?
    var kind: HelpKind?
    /// From 1.
    var page = 1

    init(text: String, category: Slug? = nil, kind: HelpKind? = nil, page: Int = 1) {
        self.text = text
        self.category = category
        self.kind = kind
        self.page = page
    }

    /// Reads an address; a filter that does not exist is none.
    ///
    /// - Throws: ``Problem`` 422 for a page that cannot be.
    init(_ request: Request) throws {
        self.init(
            text: request.question,
            category: request.query("category").flatMap { Slug(rawValue: $0) },
            kind: request.query("kind").flatMap { HelpKind(rawValue: $0) },
            page: try request.query("page", in: 1...Self.mostPages, default: 1)
        )
    }

    /// Whether it was just asked: neither narrowed nor turned over.
    var isFirst: Bool { page == 1 && category == nil && kind == nil }

    var address: PageAddress {
        PageAddress(
            Self.path,
            [
                "q": text.isEmpty ? nil : text, "category": category?.rawValue, "kind": kind?.rawValue,
                "page": page == 1 ? nil : String(page),
            ]
        )
    }

    /// The same with something changed, from its first page on.
    func with(_ change: (inout Self) -> Void) -> Self {
        var changed = self
        changed.page = 1
        change(&changed)
        return changed
    }
}

/// What a search found.
struct ResultsPage: Page {
    static let template = "Knowledge/HelpSearch/results"
    static let styles = [
        "Knowledge/HelpSearch/search-box.css", "Knowledge/HelpSearch/results.css",
        "Knowledge/ContactPage/talk-to-us.css",
    ]
    static let scripts = HomePage.scripts
    static let scriptStrings = HomePage.scriptStrings

    struct Suggestion: Codable, Sendable, Hashable {
        let text: String
        let url: String
    }

    struct Filter: Codable, Sendable, Hashable {
        struct Choice: Codable, Sendable, Hashable {
            let label: String
            let url: String
            let count: Int
            let current: Bool
        }

        let name: String
        let choices: [Choice]
    }

    struct Answer: Codable, Sendable, Hashable {
        /// What it is written in, which need not be the page's.
        let language: String
        let title: String
        let passageHtml: String
        let url: String
        /// Kind and category.
        let `where`: String
    }

    struct Result: Codable, Sendable, Hashable {
        /// What it is written in, which need not be the page's.
        let language: String
        let titleHtml: String
        let snippetHtml: String
        let url: String
        let `where`: String
    }

    struct Shelf: Codable, Sendable, Hashable {
        let name: String
        let url: String
    }

    static let size = 10
    static let mostRelated = 4
    private static let mostPassedOver = 3

    let title: String
    let query: String
    let hasQuery: Bool
    let heading: String
    let hasSuggestions: Bool
    let suggestions: [Suggestion]
    /// Whether something was found, but not with all the words.
    let hasPassedOver: Bool
    /// Which words the results are without; shortened, for somebody may have pasted a letter.
    let passedOverText: String
    let hasFilters: Bool
    let filters: [Filter]
    let hasAnswer: Bool
    let answer: Answer?
    /// Whether something in the API documents is named outright: it leads.
    let hasApiFirst: Bool
    /// Whether something there holds the words.
    let hasApiLast: Bool
    let apiResults: [APIResultLine]
    let hasResults: Bool
    let totalText: String
    let results: [Result]
    /// Whether something was searched and nothing found.
    let isEmpty: Bool
    let categories: [Shelf]
    let hasAlsoAsked: Bool
    /// What others asked here next.
    let alsoAsked: [Suggestion]
    let hasRelated: Bool
    /// About the same as the first result, besides what is shown.
    let related: [Suggestion]
    let hasPaging: Bool
    let hasPrevious: Bool
    let previousUrl: String
    let hasNext: Bool
    let nextUrl: String
    let support: TalkToUs

    init(
        _ question: ResultsQuestion,
        _ matches: HelpMatches,
        _ catalogue: Catalogue,
        apiDocuments named: APISearch.Result = APISearch.Result(exact: [], others: []),
        alsoAsked: [String] = [],
        related: [HelpMatches.Match] = [],
        support: SupportState,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let found = ResultsSelection(question, matches, catalogue)
        let lines = ResultLines(matches, catalogue, localisation, locale)
        let heading = localisation.text("results.heading", in: locale, ["query": question.text])
        self.query = question.text
        self.hasQuery = !question.text.isEmpty
        self.heading = heading
        self.title = question.text.isEmpty ? localisation.text("results.title", in: locale) : heading
        self.suggestions = (matches.correction.map { [$0] } ?? []).map {
            Suggestion(text: $0, url: ResultsQuestion(text: $0).address.url)
        }
        self.hasSuggestions = !suggestions.isEmpty
        self.hasPassedOver = !matches.passedOver.isEmpty && !found.selected.isEmpty
        self.passedOverText = localisation.text(
            "results.passed_over",
            in: locale,
            ["words": matches.passedOver.prefix(Self.mostPassedOver).joined(separator: ", ")]
        )
        self.filters = ResultFilters(question, found, catalogue, localisation, locale).all
        self.hasFilters = !filters.isEmpty
        self.answer = found.answer.map(lines.answer)
        self.hasAnswer = answer != nil
        let isFirstLook = question.page == 1 && question.kind == nil && question.category == nil
        let isNamed = !named.exact.isEmpty
        self.apiResults =
            isFirstLook
            ? (isNamed ? named.exact : named.others).prefix(5).map { APIResultLine($0, localisation, locale) }
            : []
        self.hasApiFirst = isNamed && !apiResults.isEmpty
        self.hasApiLast = !isNamed && !apiResults.isEmpty
        self.results = lines.results(found.shown)
        self.hasResults = !results.isEmpty
        self.totalText = localisation.plural("results.total", count: found.selected.count, in: locale)
        self.isEmpty = hasQuery && found.selected.isEmpty && apiResults.isEmpty
        self.categories = catalogue.filledCategories.map {
            Shelf(name: $0.name(for: locale).name, url: "/help/category/\($0.slug)")
        }
        self.alsoAsked =
            isFirstLook
            ? alsoAsked.map { Suggestion(text: $0, url: ResultsQuestion(text: $0).address.url) } : []
        self.hasAlsoAsked = !self.alsoAsked.isEmpty
        self.related =
            isFirstLook ? related.map { Suggestion(text: $0.found.document.title, url: $0.page.url) } : []
        self.hasRelated = !self.related.isEmpty
        let (previous, next) = (found.previous, found.next)
        self.hasPrevious = previous != nil
        self.previousUrl = previous?.address.url ?? ""
        self.hasNext = next != nil
        self.nextUrl = next?.address.url ?? ""
        self.hasPaging = previous != nil || next != nil
        self.support = TalkToUs(support, subject: question.text, localisation, locale)
    }
}

/// Which of the matches a page shows; pure.
struct ResultsSelection: Sendable {
    let question: ResultsQuestion
    /// What was found, whatever the filters.
    let all: [HelpMatches.Match]
    /// What the filters leave.
    let selected: [HelpMatches.Match]
    /// Only on the first page and without filters: there it says what the search would say if it could say one thing.
    let answer: HelpMatches.Match?
    /// The part of `selected` on this page, without the answer.
    let shown: [HelpMatches.Match]

    init(_ question: ResultsQuestion, _ matches: HelpMatches, _ catalogue: Catalogue) {
        let all = matches.telling
        let selected = all.filter { match in
            (question.kind == nil || match.kind == question.kind)
                && (question.category == nil || catalogue.category(of: match) == question.category)
        }
        let isFirstLook = question.page == 1 && question.kind == nil && question.category == nil
        let answer = isFirstLook ? matches.answer : nil
        self.question = question
        self.all = all
        self.selected = selected
        self.answer = answer
        self.shown = selected.dropFirst((question.page - 1) * ResultsPage.size).prefix(ResultsPage.size)
            .filter { $0.page != answer?.page }
    }

    var previous: ResultsQuestion? {
        question.page > 1 ? question.with { $0.page = question.page - 1 } : nil
    }

    var next: ResultsQuestion? {
        let isMore =
            selected.count > question.page * ResultsPage.size && question.page < ResultsQuestion.mostPages
        return isMore ? question.with { $0.page = question.page + 1 } : nil
    }
}
