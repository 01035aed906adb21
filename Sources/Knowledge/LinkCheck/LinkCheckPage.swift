import Base
import Web

/// Links and pictures that do not lead where they should, the worst first, with the way to look again.
struct LinkCheckPage: Page {
    static let template = "Knowledge/LinkCheck/links"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Knowledge/LinkCheck/links.css"]

    struct Choice: Codable, Sendable {
        let name: String
        let url: String
        let isChosen: Bool
    }

    struct Finding: Codable, Sendable {
        let title: String
        let language: String
        let locale: String
        let hasPlace: Bool
        let placeText: String
        let editUrl: String
        let address: String
        let isPicture: Bool
        /// Whether a browser can open it.
        let isOpenable: Bool
        let openUrl: String
        let why: String
        let hasSuggestion: Bool
        let suggestion: String
        let sinceText: String
        let since: String
        let article: String
    }

    struct List: Codable, Sendable {
        let id: String
        let heading: String
        let help: String
        let mark: String
        let findings: [Finding]
    }

    let title: String
    let choices: [Choice]
    let chosen: String
    let hasNews: Bool
    let news: String
    let isEmpty: Bool
    let isCut: Bool
    let lists: [List]

    init(
        _ report: LinkReport,
        chosen: LinkState?,
        checked: LinkState?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text(key, in: locale, values)
        }
        let all = LinkState.told.map { report.counts[$0] ?? 0 }.reduce(0, +)
        self.title = text("links.title")
        self.choices =
            [
                Choice(
                    name: text("links.counted", ["what": text("links.all"), "count": String(all)]),
                    url: "/desk/knowledge/links",
                    isChosen: chosen == nil
                )
            ]
            + LinkState.told.map { state in
                Choice(
                    name: text(
                        "links.counted",
                        [
                            "what": text("links.state.\(state.rawValue)"),
                            "count": String(report.counts[state] ?? 0),
                        ]
                    ),
                    url: PageAddress("/desk/knowledge/links", ["state": state.rawValue]).url,
                    isChosen: state == chosen
                )
            }
        self.chosen = chosen?.rawValue ?? ""
        self.hasNews = checked != nil
        self.news = checked.map { text("links.checked.\($0.rawValue)") } ?? ""
        self.isEmpty = report.findings.isEmpty
        self.isCut = report.findings.count >= LinkCheck.most
        self.lists = (chosen.map { [$0] } ?? LinkState.told).compactMap { state -> List? in
            let findings = report.findings.filter { $0.state == state }
            guard !findings.isEmpty else { return nil }
            return List(
                id: "links-\(state.rawValue)",
                heading: text("links.state.\(state.rawValue)"),
                help: text("links.help.\(state.rawValue)"),
                mark: state == .broken ? "danger" : state == .failing ? "caution" : "info",
                findings: findings.map { Finding($0, localisation, locale) }
            )
        }
    }
}

extension LinkCheckPage.Finding {
    init(_ finding: LinkFinding, _ localisation: Localisation, _ locale: LocaleCode) {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text(key, in: locale, values)
        }
        let places = [
            finding.line.map { text("links.line", ["line": String($0)]) },
            finding.snippet.map { text("links.in_snippet", ["name": $0.rawValue]) },
        ]
        let code = finding.reason ?? "none"
        let isOutside = finding.address.lowercased().hasPrefix("http")
        let isOwn = finding.address.hasPrefix("/") && !finding.address.hasPrefix("//")
        self.title = finding.title
        self.language = localisation.text("language.name", in: finding.locale)
        self.locale = finding.locale.rawValue
        self.hasPlace = finding.line != nil || finding.snippet != nil
        self.placeText = places.compactMap(\.self).joined(separator: " · ")
        self.editUrl = "/desk/knowledge#\(finding.article)/\(finding.locale)"
        self.address = finding.address
        self.isPicture = finding.kind == .picture
        self.isOpenable = (isOutside || isOwn) && HTMLCleaner.isSafeLink(finding.address)
        self.openUrl = isOpenable ? finding.address : ""
        self.why = text("links.reason.\(code)", ["status": finding.status.map(String.init) ?? ""])
        self.hasSuggestion = finding.suggestion != nil
        self.suggestion = finding.suggestion ?? ""
        self.sinceText = text("links.since", ["date": finding.since.text(in: locale, to: .day)])
        self.since = finding.since.rfc3339
        self.article = finding.article.description
    }
}
