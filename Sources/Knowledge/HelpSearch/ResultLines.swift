import Base
import Retrieval

/// Matches as a page of results shows them.
struct ResultLines: Sendable {
    private let matches: HelpMatches
    private let catalogue: Catalogue
    private let localisation: Localisation
    private let locale: LocaleCode

    init(_ matches: HelpMatches, _ catalogue: Catalogue, _ localisation: Localisation, _ locale: LocaleCode) {
        self.matches = matches
        self.catalogue = catalogue
        self.localisation = localisation
        self.locale = locale
    }

    func answer(_ match: HelpMatches.Match) -> ResultsPage.Answer {
        let passage = match.found.passage(length: 420)
        return ResultsPage.Answer(
            language: match.locale.rawValue,
            title: match.found.document.title,
            passageHtml: SafeHTML(marking: passage.pieces).markup,
            url: url(match, anchor: passage.anchor),
            where: place(match)
        )
    }

    func results(_ shown: [HelpMatches.Match]) -> [ResultsPage.Result] {
        let titles = matches.markedTitles(of: shown)
        return shown.map { match in
            let passage = match.found.passage(length: 160)
            return ResultsPage.Result(
                language: match.locale.rawValue,
                titleHtml: (titles[match.page] ?? SafeHTML(escaping: match.found.document.title)).markup,
                snippetHtml: SafeHTML(marking: passage.pieces).markup,
                url: url(match, anchor: passage.anchor),
                where: place(match)
            )
        }
    }

    /// The heading only where the page opens in the language that was found: another language has other headings.
    private func url(_ match: HelpMatches.Match, anchor: String?) -> String {
        let opens = match.locale.language == locale.language || match.locale == .english
        return match.page.url + (opens ? anchor.map { "#\($0)" } ?? "" : "")
    }

    /// What it is and where it stands; the language too, where it is not the reader's.
    private func place(_ match: HelpMatches.Match) -> String {
        let kind = localisation.text("search.kind.\(match.kind.rawValue)", in: locale)
        let category = catalogue.category(of: match).flatMap { catalogue.category($0) }
        let facts = [kind, category?.name(for: locale).name, language(of: match)]
        return facts.compactMap(\.self).joined(separator: " · ")
    }

    private func language(of match: HelpMatches.Match) -> String? {
        guard !locale.reads(match.locale) else { return nil }
        return localisation.locales.contains(match.locale)
            ? localisation.text("language.name", in: match.locale) : match.locale.rawValue
    }
}

/// The filters beside the results, with how much each would leave.
struct ResultFilters: Sendable {
    private typealias Choice = ResultsPage.Filter.Choice

    let all: [ResultsPage.Filter]

    init(
        _ question: ResultsQuestion,
        _ found: ResultsSelection,
        _ catalogue: Catalogue,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let everything = localisation.text("results.filter.all", in: locale)
        let places = found.all.map { (kind: $0.kind, category: catalogue.category(of: $0)) }
        // What one filter leaves is counted among what the other leaves.
        let inCategory = places.filter { question.category == nil || $0.category == question.category }
        let ofKind = places.filter { question.kind == nil || $0.kind == question.kind }

        var kinds = [
            Choice(
                label: everything,
                url: question.with { $0.kind = nil }.address.url,
                count: inCategory.count,
                current: question.kind == nil
            )
        ]
        for kind in HelpKind.allCases where places.contains(where: { $0.kind == kind }) {
            kinds.append(
                Choice(
                    label: localisation.text("search.kind.\(kind.rawValue)", in: locale),
                    url: question.with { $0.kind = kind }.address.url,
                    count: inCategory.count { $0.kind == kind },
                    current: question.kind == kind
                )
            )
        }
        var categories = [
            Choice(
                label: everything,
                url: question.with { $0.category = nil }.address.url,
                count: ofKind.count,
                current: question.category == nil
            )
        ]
        for category in catalogue.categories where places.contains(where: { $0.category == category.slug }) {
            categories.append(
                Choice(
                    label: category.name(for: locale).name,
                    url: question.with { $0.category = category.slug }.address.url,
                    count: ofKind.count { $0.category == category.slug },
                    current: question.category == category.slug
                )
            )
        }
        // "All" and one choice leave nothing to choose.
        self.all = [("results.filter.category", categories), ("results.filter.kind", kinds)]
            .filter { $0.1.count > 2 }
            .map { ResultsPage.Filter(name: localisation.text($0.0, in: locale), choices: $0.1) }
    }
}

extension Catalogue {
    /// Which category a match stands in; announcements stand in none.
    func category(of match: HelpMatches.Match) -> Slug? {
        match.page.section == .articles ? category(of: match.page.slug) : nil
    }
}
