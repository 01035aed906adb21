package import Base
import Foundation

/// An official way to reach the business, or one in which it reaches its customers.
package struct ContactChannel: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case phone, email, domain, page, social, app
    }

    package let kind: Kind
    /// As people read it.
    package let value: String
    /// The platform or the store by its own name; nil for the other kinds.
    package let platform: String?
    /// Where it is meant for, ISO 3166-1 such as `HK`; nil for everywhere.
    package let region: String?
    /// What it is for, in the reader's language; nil where nobody wrote it.
    package let label: String?

    package init(_ kind: Kind, _ value: String, platform: String?, region: String?, label: String?) {
        self.kind = kind
        self.value = value
        self.platform = platform
        self.region = region
        self.label = label
    }

    /// Where a tap leads; nil for what is only read: a fake that looks alike is told by `/verify`, not by a link.
    var link: String? {
        switch kind {
        case .phone: "tel:\(value.filter { $0.isNumber || $0 == "+" })"
        case .email: value.hasPrefix("@") ? nil : "mailto:\(value)"
        case .domain: "https://\(value)/"
        case .page: value
        case .social, .app: nil
        }
    }
}

/// What the contact page asks whoever keeps the register of what is official.
package protocol ContactDirectory: Sendable {
    /// Those that count at the moment.
    func channels(in locale: LocaleCode) async throws -> [ContactChannel]
}

/// The part of the contact page that lists them: the hotlines first, then the others by kind.
struct ContactListing: Codable, Sendable, Hashable {
    struct Region: Codable, Sendable, Hashable {
        let code: String
        let name: String
        let current: Bool
    }

    struct Line: Codable, Sendable, Hashable {
        let value: String
        let hasLink: Bool
        let url: String
        let region: String
        let hasRegion: Bool
        /// The platform and what it is for, as far as they are known.
        let detail: String
        let hasDetail: Bool
    }

    struct Group: Codable, Sendable, Hashable {
        let id: String
        let name: String
        let lines: [Line]
    }

    let hasChannels: Bool
    /// The regions that something is meant for; none where all is for everywhere.
    let regions: [Region]
    let hasRegions: Bool
    let isFiltered: Bool
    let hasHotlines: Bool
    let hotlines: [Line]
    let groups: [Group]

    /// - Parameters:
    ///   - channels: All.
    ///   - region: Whose are shown, with those for everywhere; nil, or one that nothing is meant for, shows all.
    ///   - localisation: The texts.
    ///   - locale: The reader's.
    init(
        _ channels: [ContactChannel],
        region: String?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let names = Locale(identifier: locale.rawValue)
        func name(_ code: String) -> String { names.localizedString(forRegionCode: code) ?? code }
        let codes = Set(channels.compactMap(\.region)).sorted { (name($0), $0) < (name($1), $1) }
        let chosen = region.flatMap { codes.contains($0) ? $0 : nil }
        let shown = channels.filter { chosen == nil || $0.region == nil || $0.region == chosen }
        func lines(_ kind: ContactChannel.Kind) -> [Line] {
            shown.filter { $0.kind == kind }
                .sorted { ($0.region.map(name) ?? "", $0.value) < ($1.region.map(name) ?? "", $1.value) }
                .map { Line($0, region: $0.region.map(name)) }
        }
        self.hasChannels = !channels.isEmpty
        self.regions = codes.map { Region(code: $0, name: name($0), current: $0 == chosen) }
        self.hasRegions = !codes.isEmpty
        self.isFiltered = chosen != nil
        self.hotlines = lines(.phone)
        self.hasHotlines = !hotlines.isEmpty
        self.groups = ContactChannel.Kind.allCases.filter { $0 != .phone }.compactMap { kind in
            let lines = lines(kind)
            guard !lines.isEmpty else { return nil }
            return Group(
                id: kind.rawValue,
                name: localisation.text("contact.channels.\(kind.rawValue)", in: locale),
                lines: lines
            )
        }
    }
}

extension ContactListing.Line {
    fileprivate init(_ channel: ContactChannel, region: String?) {
        let detail = [channel.platform, channel.label].compactMap(\.self).joined(separator: " · ")
        self.value = channel.value
        self.url = channel.link ?? ""
        self.hasLink = channel.link != nil
        self.region = region ?? ""
        self.hasRegion = region != nil
        self.detail = detail
        self.hasDetail = !detail.isEmpty
    }
}
