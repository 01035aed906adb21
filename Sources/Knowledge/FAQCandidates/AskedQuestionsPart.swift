import Base
import Web

/// What customers ask in conversations, as *what to write next* shows it: two lists, each question with the ways to answer it.
struct AskedQuestionsPart: Codable, Sendable {
    struct Question: Codable, Sendable {
        let id: String
        let text: String
        let locale: String
        let factsText: String
        let isCovered: Bool
        let coveredText: String
        let coveringUrl: String
        let coveringLocale: String
        /// Whether the article is called something else.
        let isNewToIt: Bool
        /// Its editor, with the question as one more that it is found by.
        let addUrl: String
        let editUrl: String
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

    struct Away: Codable, Sendable {
        let value: String
        let name: String
    }

    let intro: String
    let state: String
    let hasUnspoken: Bool
    let unspokenText: String
    let isUnderWay: Bool
    let hasNews: Bool
    let news: String
    /// Whether what was done can be undone.
    let isUndoable: Bool
    let undoneCandidate: String
    let lists: [List]
    let aways: [Away]

    init(
        _ report: AskedReport,
        _ choice: ContentGapsPage.Chosen,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text("gaps.\(key)", in: locale, values)
        }
        let least = String(ContentGaps.leastReaders)
        self.intro = text("asked_help", ["days": String(FAQCandidates.days), "least": least])
        self.state = Self.state(of: report.round, localisation, locale)
        self.hasUnspoken = report.round.unspoken > 0
        self.unspokenText = localisation.plural("gaps.unspoken", count: report.round.unspoken, in: locale)
        self.isUnderWay = report.round.isUnderWay
        self.hasNews = choice.done != nil
        self.news = choice.done.map { text("done.\($0.rawValue)") } ?? ""
        self.isUndoable = choice.done == .dismissed && choice.candidate != nil
        self.undoneCandidate = choice.candidate?.description ?? ""
        self.lists = [("ended_with_person", report.endedWithPerson), ("faq", report.candidates)].map {
            name,
            told in
            List(
                id: "gaps-\(name)",
                heading: text(name),
                help: text("\(name)_help"),
                hasQuestions: !told.isEmpty,
                questions: told.map { Question($0, leadsWithPerson: name != "faq", localisation, locale) }
            )
        }
        self.aways = [7, 30, 90].map { days in
            Away(value: String(days), name: localisation.plural("gaps.away", count: days, in: locale))
        }
    }

    private static func state(
        of round: FAQRound,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> String {
        guard let countedAt = round.countedAt else {
            return localisation.text(round.isUnderWay ? "gaps.counting" : "gaps.not_counted", in: locale)
        }
        let counted = localisation.plural(
            "gaps.counted",
            count: round.conversations,
            in: locale,
            [
                "date": countedAt.text(in: locale),
                "since": (round.since ?? countedAt).text(in: locale, to: .day),
            ]
        )
        return round.isUnderWay ? "\(counted) \(localisation.text("gaps.counting", in: locale))" : counted
    }
}

extension AskedQuestionsPart.Question {
    /// - `leadsWithPerson`: Whether how many a person had to answer stands first.
    init(
        _ told: ToldCandidate,
        leadsWithPerson: Bool,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let candidate = told.candidate
        func counted(_ key: String, _ count: Int) -> String? {
            count == 0 ? nil : localisation.plural("gaps.\(key)", count: count, in: locale)
        }
        let asked = counted("customers", candidate.asked)
        let byPerson = counted("by_person", candidate.byPerson)
        let languages = candidate.languages.map { one -> String? in
            localisation.text(
                "gaps.in_language",
                in: locale,
                [
                    "language": localisation.text("language.name", in: one.locale),
                    "count": String(one.asked),
                ]
            )
        }
        let title = PageAddress("", ["title": candidate.wording]).url.dropFirst("?title=".count)
        let covering = told.covering
        self.id = candidate.id.description
        self.text = candidate.wording
        self.locale = candidate.locale.rawValue
        let facts =
            (leadsWithPerson ? [byPerson, asked] : [asked, byPerson])
            + [counted("answered", candidate.answered)] + languages
        self.factsText = facts.compactMap(\.self).joined(separator: " · ")
        self.isCovered = covering != nil
        self.coveredText = covering?.title ?? ""
        self.coveringUrl =
            covering.map { PageAddress("/help/\($0.slug)", ["lang": $0.locale.rawValue]).url } ?? ""
        self.coveringLocale = covering?.locale.rawValue ?? ""
        self.isNewToIt = covering?.title.lowercased() != candidate.wording.lowercased()
        self.editUrl = covering.map { "/desk/knowledge#\($0.id)/\($0.locale)" } ?? ""
        self.addUrl = covering.map { "/desk/knowledge#\($0.id)/\(candidate.locale)/\(title)" } ?? ""
        self.writeUrl = "/desk/knowledge#new/\(candidate.locale)/\(title)"
    }
}
