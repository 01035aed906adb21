import Base
import Web

/// What changed between two versions of an API, and its change log.
struct ChangesPage: Page {
    static let template = "Knowledge/APIReference/Differences/changes"
    static let styles = [
        "Knowledge/APIReference/Pages/api.css", "Knowledge/APIReference/Differences/changes.css",
    ]

    struct Choice: Codable, Sendable, Hashable {
        let name: String
        let isChosen: Bool
    }

    struct Change: Codable, Sendable, Hashable {
        let isBreaking: Bool
        let place: String
        let hasPlace: Bool
        let text: String
    }

    struct Entry: Codable, Sendable, Hashable {
        let name: String
        let hasUrl: Bool
        let url: String
        let changes: [Change]
    }

    struct Record: Codable, Sendable, Hashable {
        let at: String
        let dateText: String
        let text: String
        let hasUrl: Bool
        let url: String
    }

    let title: String
    let apiTitle: String
    let apiUrl: String
    let ownUrl: String
    let hasChoice: Bool
    let older: [Choice]
    let newer: [Choice]
    let hasChanges: Bool
    let breakingText: String
    let hasBreaking: Bool
    let othersText: String
    let entries: [Entry]
    let isCut: Bool
    let hasLog: Bool
    let log: [Record]
    let hasFeed: Bool
    let feedUrl: String

    init(
        from older: APIVersion?,
        to newer: APIVersion,
        _ difference: APIDifference?,
        among versions: [APIVersion],
        log: [APIChange],
        hasFeed: Bool,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let base = "/api-docs/\(newer.api)"
        let texts = ChangeTexts(localisation, locale)
        self.title = localisation.text(
            "api.changes.title",
            in: locale,
            [
                "title": newer.document.title, "from": older?.name.rawValue ?? "",
                "to": newer.name.rawValue,
            ]
        )
        self.apiTitle = "\(newer.document.title) \(newer.name)"
        self.apiUrl = "\(base)/\(newer.name)"
        self.ownUrl = "\(base)/changes"
        self.hasChoice = older != nil
        self.older = versions.map { Choice(name: $0.name.rawValue, isChosen: $0.name == older?.name) }
        self.newer = versions.map { Choice(name: $0.name.rawValue, isChosen: $0.name == newer.name) }
        let changes = difference?.changes ?? []
        self.hasChanges = !changes.isEmpty
        let breaking = changes.count { $0.isBreaking }
        self.hasBreaking = breaking > 0
        self.breakingText = localisation.plural("api.changes.breaking", count: breaking, in: locale)
        self.othersText = localisation.plural(
            "api.changes.others",
            count: changes.count - breaking,
            in: locale
        )
        self.entries = Self.entries(changes, older, newer, texts)
        self.isCut = difference?.isCut ?? false
        self.log = log.map { change in
            let url = change.before.map { before in
                PageAddress("\(base)/changes", ["from": before.rawValue, "to": change.version.rawValue]).url
            }
            return Record(
                at: change.createdAt.rfc3339,
                dateText: change.createdAt.text(in: locale, to: .day),
                text: texts.title(of: change),
                // A version that was imported anew is not compared with what it was: that is not kept.
                hasUrl: url != nil && change.before != change.version,
                url: url ?? ""
            )
        }
        self.hasLog = !log.isEmpty
        self.hasFeed = hasFeed
        self.feedUrl = ChangeFeed.address(of: newer.api)
    }

    /// The changes of each entry together; entries with a breaking one first, as the changes are ordered.
    private static func entries(
        _ changes: [APIDifference.Change],
        _ older: APIVersion?,
        _ newer: APIVersion,
        _ texts: ChangeTexts
    ) -> [Entry] {
        var names: [String] = []
        var grouped: [String: [APIDifference.Change]] = [:]
        for change in changes {
            if grouped[change.entry] == nil { names.append(change.entry) }
            grouped[change.entry, default: []].append(change)
        }
        return names.map { name in
            let own = grouped[name] ?? []
            let key = own.first?.key ?? ""
            let version = newer.document.entry(key) == nil ? older : newer
            let url = key.isEmpty ? nil : version.map { "/api-docs/\($0.api)/\($0.name)/\(key)" }
            return Entry(
                name: name.isEmpty ? texts.whole : name,
                hasUrl: url != nil,
                url: url ?? "",
                changes: own.map {
                    Change(
                        isBreaking: $0.isBreaking,
                        place: $0.place,
                        hasPlace: !$0.place.isEmpty,
                        text: texts.text(of: $0)
                    )
                }
            )
        }
    }
}

/// Changes in words.
struct ChangeTexts {
    private let localisation: Localisation
    private let locale: LocaleCode

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.localisation = localisation
        self.locale = locale
    }

    var whole: String { localisation.text("api.changes.whole", in: locale) }

    func text(of change: APIDifference.Change) -> String {
        localisation.text(
            "api.rule.\(change.rule.rawValue)",
            in: locale,
            [
                "before": change.before.isEmpty ? "–" : change.before,
                "after": change.after.isEmpty ? "–" : change.after,
            ]
        )
    }

    /// What an entry of the change log is called.
    func title(of change: APIChange) -> String {
        let names = ["title": change.title, "version": change.version.rawValue]
        guard change.before != nil else { return localisation.text("api.changes.first", in: locale, names) }
        let breaking = change.difference.breakingCount
        let counts = [
            "breaking": localisation.plural("api.changes.breaking", count: breaking, in: locale),
            "others": localisation.plural(
                "api.changes.others",
                count: change.difference.changes.count - breaking,
                in: locale
            ),
        ]
        return localisation.text("api.changes.entry", in: locale, names.merging(counts) { first, _ in first })
    }
}
