import Base
import Web

/// What readers look for and do not find, with the ways to mend it.
struct ContentGapsPage: Page {
    static let template = "Knowledge/ContentGaps/content-gaps"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Knowledge/ContentGaps/content-gaps.css"]

    struct Choice: Codable, Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    struct Question: Codable, Sendable {
        let text: String
        let language: String
        let locale: String
        let countText: String
        /// The search as the reader saw it.
        let searchUrl: String
        /// A new article of that name.
        let writeUrl: String
    }

    struct List: Codable, Sendable {
        let id: String
        let heading: String
        let help: String
        let hasQuestions: Bool
        let questions: [Question]
    }

    struct Unhelpful: Codable, Sendable {
        let title: String
        let language: String
        let locale: String
        let countText: String
        let url: String
        let editUrl: String
    }

    /// What somebody did, and is told of.
    enum Deed: String, Sendable {
        case counting, dismissed, restored
    }

    /// What the page is asked for.
    struct Chosen: Sendable {
        let days: Int
        let locale: LocaleCode?
        var done: Deed?
        /// The question that it was done with.
        var candidate: ID<FAQCandidate>?
    }

    let title: String
    let periods: [Choice]
    let readers: [Choice]
    /// As the forms send it again.
    let chosenDays: String
    let chosenLocale: String
    let isEmpty: Bool
    let lists: [List]
    let hasUnhelpful: Bool
    let unhelpful: [Unhelpful]
    let asked: AskedQuestionsPart

    init(
        _ report: GapReport,
        _ asked: AskedReport,
        choice: Chosen,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let (days, chosen) = (choice.days, choice.locale)
        self.chosenDays = String(days)
        self.chosenLocale = chosen?.rawValue ?? ""
        self.asked = AskedQuestionsPart(asked, choice, localisation, locale)
        func language(_ code: LocaleCode) -> String { localisation.text("language.name", in: code) }
        self.title = localisation.text("gaps.title", in: locale)
        self.periods = [7, 30, 90].map { period in
            Choice(
                value: String(period),
                name: localisation.plural("gaps.days", count: period, in: locale),
                isChosen: period == days
            )
        }
        self.readers =
            [
                Choice(
                    value: "",
                    name: localisation.text("gaps.any_language", in: locale),
                    isChosen: chosen == nil
                )
            ]
            + localisation.locales.map {
                Choice(value: $0.rawValue, name: language($0), isChosen: $0 == chosen)
            }
        self.isEmpty = report.isEmpty
        self.lists = [("without_result", report.withoutResult), ("unopened", report.unopened)].map {
            name,
            wanted in
            List(
                id: "gaps-\(name)",
                heading: localisation.text("gaps.\(name)", in: locale),
                help: localisation.text("gaps.\(name)_help", in: locale),
                hasQuestions: !wanted.isEmpty,
                questions: wanted.map { one in
                    let search = PageAddress(
                        "/help/search",
                        ["q": one.question, "lang": one.locale.rawValue]
                    )
                    let title = PageAddress("", ["title": one.question]).url.dropFirst("?title=".count)
                    return Question(
                        text: one.question,
                        language: language(one.locale),
                        locale: one.locale.rawValue,
                        countText: localisation.plural("gaps.asked", count: one.asked, in: locale),
                        searchUrl: search.url,
                        writeUrl: "/desk/knowledge#new/\(one.locale)/\(title)"
                    )
                }
            )
        }
        self.hasUnhelpful = !report.unhelpful.isEmpty
        self.unhelpful = report.unhelpful.map { article in
            let rating = article.rating
            return Unhelpful(
                title: rating.title,
                language: language(rating.locale),
                locale: rating.locale.rawValue,
                countText: localisation.text(
                    "gaps.votes",
                    in: locale,
                    ["no": String(rating.notHelpful), "all": String(rating.notHelpful + rating.helpful)]
                ),
                url: PageAddress("/help/\(rating.slug)", ["lang": rating.locale.rawValue]).url,
                editUrl: "/desk/knowledge#\(rating.article)/\(rating.locale)"
            )
        }
    }
}
