import Base
import Foundation

/// Whose ways are listed: where somebody is, which language they write in, and what it is about; nil for all.
struct ContactFilter: Sendable, Hashable {
    var region: String?
    var language: LocaleCode?
    var topic: String?
}

/// The part of the contact page that lists the official ways: the hotlines first, then the others by kind.
struct ContactListing: Codable, Sendable, Hashable {
    /// One of the choices of a filter.
    struct Choice: Codable, Sendable, Hashable {
        let code: String
        let name: String
        let current: Bool
    }

    /// What the list can be narrowed by.
    struct Filter: Codable, Sendable, Hashable {
        /// Of the address: `region`, `language` or `topic`.
        let name: String
        let label: String
        /// What the choice of all is called.
        let all: String
        let choices: [Choice]
    }

    struct Line: Codable, Sendable, Hashable {
        let value: String
        let hasLink: Bool
        let url: String
        let region: String
        let hasRegion: Bool
        /// The platform, what it is for, the languages and the topics, as far as they are known.
        let detail: String
        let hasDetail: Bool
    }

    struct Group: Codable, Sendable, Hashable {
        let id: String
        let name: String
        let lines: [Line]
    }

    let hasChannels: Bool
    /// Only those by which channels differ.
    let filters: [Filter]
    let hasFilters: Bool
    let isFiltered: Bool
    let hasHotlines: Bool
    let hotlines: [Line]
    let groups: [Group]
    /// Whether there are channels, and none that fits.
    let isNothingLeft: Bool

    /// - Parameters:
    ///   - channels: All.
    ///   - filter: A region or a language that no channel names shows all; a topic those for it and those for everything.
    ///   - localisation: The texts.
    ///   - locale: The reader's; who answers in their language stands before who does not.
    init(
        _ channels: [ContactChannel],
        _ filter: ContactFilter,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let names = Names(localisation, locale)
        let reach = Reach(channels, filter, names)
        let shown = channels.filter(reach.includes)
        func lines(_ kind: ContactChannel.Kind) -> [Line] {
            shown.filter { $0.kind == kind }
                .sorted { names.rank($0) < names.rank($1) }
                .map { Line($0, names) }
        }
        self.hasChannels = !channels.isEmpty
        self.filters = reach.filters(names)
        self.hasFilters = !filters.isEmpty
        self.isFiltered = filters.contains { $0.choices.contains(where: \.current) }
        self.hotlines = lines(.phone)
        self.hasHotlines = !hotlines.isEmpty
        self.groups = ContactChannel.Kind.allCases.filter { $0 != .phone }.compactMap { kind in
            let lines = lines(kind)
            guard !lines.isEmpty else { return nil }
            return Group(
                id: kind.rawValue,
                name: names.text("contact.channels.\(kind.rawValue)"),
                lines: lines
            )
        }
        self.isNothingLeft = hasChannels && shown.isEmpty
    }
}

/// What a reader calls regions, languages and topics.
private struct Names {
    private let localisation: Localisation
    private let locale: LocaleCode
    private let system: Locale

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.localisation = localisation
        self.locale = locale
        self.system = Locale(identifier: locale.rawValue)
    }

    func text(_ key: String) -> String { localisation.text(key, in: locale) }

    func region(_ code: String) -> String { system.localizedString(forRegionCode: code) ?? code }

    /// A language of ours by its own name, by which its readers know it.
    func language(_ code: LocaleCode) -> String {
        localisation.locales.contains(code)
            ? localisation.text("language.name", in: code)
            : system.localizedString(forIdentifier: code.rawValue) ?? code.rawValue
    }

    func topic(_ topic: String) -> String { ContactTopic.name(topic, localisation, locale) }

    /// By what the channels of a kind are in order.
    func rank(_ channel: ContactChannel) -> (Int, String, String) {
        let isUnderstood = channel.languages.isEmpty || locale.nearest(among: channel.languages) != nil
        return (isUnderstood ? 0 : 1, channel.region.map(region) ?? "", channel.value)
    }
}

/// By what the channels differ, and what of that somebody chose.
private struct Reach {
    private let regions: [String]
    private let languages: [LocaleCode]
    private let topics: [String]
    private let chosen: ContactFilter

    init(_ channels: [ContactChannel], _ filter: ContactFilter, _ names: Names) {
        let regions = Set(channels.compactMap(\.region))
        let languages = Set(channels.flatMap(\.languages))
        let topics = Set(channels.flatMap(\.topics))
        self.regions = regions.sorted { names.region($0) < names.region($1) }
        self.languages = languages.sorted { names.language($0) < names.language($1) }
        // What somebody asks about is theirs to choose even where no channel is for it alone.
        self.topics =
            topics.isEmpty
            ? [] : topics.union(filter.topic.map { [$0] } ?? []).sorted { names.topic($0) < names.topic($1) }
        self.chosen = ContactFilter(
            region: filter.region.flatMap { regions.contains($0) ? $0 : nil },
            language: filter.language.flatMap { languages.contains($0) ? $0 : nil },
            topic: topics.isEmpty ? nil : filter.topic
        )
    }

    func includes(_ channel: ContactChannel) -> Bool {
        func fits<Value: Equatable>(_ values: [Value], _ wanted: Value?) -> Bool {
            wanted.map { values.isEmpty || values.contains($0) } ?? true
        }
        return fits(channel.region.map { [$0] } ?? [], chosen.region)
            && fits(channel.languages, chosen.language) && fits(channel.topics, chosen.topic)
    }

    func filters(_ names: Names) -> [ContactListing.Filter] {
        let regions = regions.map {
            ContactListing.Choice(code: $0, name: names.region($0), current: $0 == chosen.region)
        }
        let languages = languages.map {
            ContactListing.Choice(code: $0.rawValue, name: names.language($0), current: $0 == chosen.language)
        }
        let topics = topics.map {
            ContactListing.Choice(code: $0, name: names.topic($0), current: $0 == chosen.topic)
        }
        return [
            ("region", "everywhere", regions), ("language", "any_language", languages),
            ("topic", "any_topic", topics),
        ]
        .filter { !$0.2.isEmpty }
        .map { name, all, choices in
            ContactListing.Filter(
                name: name,
                label: names.text("contact.channels.\(name)"),
                all: names.text("contact.channels.\(all)"),
                choices: choices
            )
        }
    }
}

extension ContactListing.Line {
    fileprivate init(_ channel: ContactChannel, _ names: Names) {
        let known = [channel.platform, channel.label].compactMap(\.self)
        let detail = (known + channel.languages.map(names.language) + channel.topics.map(names.topic))
            .joined(separator: " · ")
        self.value = channel.value
        self.url = channel.link ?? ""
        self.hasLink = channel.link != nil
        self.region = channel.region.map(names.region) ?? ""
        self.hasRegion = channel.region != nil
        self.detail = detail
        self.hasDetail = !detail.isEmpty
    }
}
