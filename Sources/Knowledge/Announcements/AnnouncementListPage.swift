import Base
import Web

/// Every announcement, those under way first.
struct AnnouncementListPage: Page {
    static let template = "Knowledge/Announcements/announcements"
    static let styles = ["Knowledge/Announcements/announcements.css"]

    struct Row: Codable, Sendable, Hashable {
        let title: String
        let url: String
        let icon: String
        let kindText: String
        let isMaintenance: Bool
        let isActive: Bool
        /// How far it has come while it is under way.
        let nowText: String
        let hasEnded: Bool
        let overText: String
        let hasSummary: Bool
        let summary: String
        let startsAt: String
        let startsText: String
        let hasExpectedEnd: Bool
        let expectedEndAt: String
        let expectedEndText: String
    }

    struct Kind: Codable, Sendable, Hashable {
        let label: String
        let url: String
        let current: Bool
    }

    /// The same for programs.
    struct Feed: Codable, Sendable, Hashable {
        let label: String
        let url: String
        let type: String
    }

    static let size = 20

    let title: String
    let hasActive: Bool
    let active: [Row]
    let kinds: [Kind]
    let hasAnnouncements: Bool
    let announcements: [Row]
    let hasNext: Bool
    let nextUrl: String
    let feeds: [Feed]
    let offersMail: Bool
    let mailUrl: String

    /// `all` are of every kind, the latest first; `kind` is the one that is listed, nil for all; `page` is from 1; `hasFeeds`
    /// and `offersMail` say whether there are any here.
    init(
        _ all: [Announcement],
        kind: Announcement.Kind?,
        page: Int,
        hasFeeds: Bool,
        offersMail: Bool,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let listed = all.filter { kind == nil || $0.kind == kind }
        let active = page == 1 ? all.filter { $0.isActive(at: now) } : []
        func row(_ announcement: Announcement) -> Row? { Row(announcement, at: now, localisation, locale) }
        let scope = FeedScope(kind: kind)
        let feeds = [
            ("atom", AnnouncementFeed.path, "application/atom+xml"),
            ("json", JSONFeed.path, "application/feed+json"),
            ("calendar", MaintenanceCalendar.path, "text/calendar"),
        ]
        self.feeds = feeds.filter { hasFeeds && ($0.0 != "calendar" || kind == nil || kind == .maintenance) }
            .map {
                name,
                path,
                type in
                Feed(
                    label: localisation.text("announcements.feed.\(name)", in: locale),
                    url: scope.address(path, locale),
                    type: type
                )
            }
        self.offersMail = offersMail
        self.mailUrl = PageAddress(SubscriptionPaths.form, ["kind": kind?.rawValue]).url
        self.title = localisation.text("announcements.title", in: locale)
        self.active = active.compactMap(row)
        self.hasActive = !self.active.isEmpty
        self.kinds = ([nil] + Announcement.Kind.allCases).map { choice in
            Kind(
                label: localisation.text("announcements.kind.\(choice?.rawValue ?? "all")", in: locale),
                url: PageAddress("/announcements", ["kind": choice?.rawValue]).url,
                current: choice == kind
            )
        }
        self.announcements = listed.dropFirst((page - 1) * Self.size).prefix(Self.size).compactMap(row)
        self.hasAnnouncements = !announcements.isEmpty
        self.hasNext = listed.count > page * Self.size
        self.nextUrl = PageAddress("/announcements", ["kind": kind?.rawValue, "page": String(page + 1)]).url
    }
}

extension AnnouncementListPage.Row {
    /// Nil for one that nobody has written in any language.
    fileprivate init?(
        _ announcement: Announcement,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        guard let translation = announcement.translation(for: locale) else { return nil }
        self.title = translation.title
        self.url = "/announcements/\(announcement.slug)"
        self.icon = announcement.kind.icon
        self.kindText = localisation.text("announcements.kind.\(announcement.kind.rawValue)", in: locale)
        self.isMaintenance = announcement.kind == .maintenance
        self.isActive = announcement.isActive(at: now)
        self.nowText =
            announcement.state.map { announcement.kind.name(of: $0, localisation, locale) }
            ?? localisation.text("announcements.now", in: locale)
        self.hasEnded = announcement.endedAt != nil
        self.overText = announcement.overText(localisation, locale)
        self.hasSummary = !translation.summary.isEmpty
        self.summary = translation.summary
        self.startsAt = announcement.startsAt.rfc3339
        self.startsText = announcement.startsAt.text(in: locale)
        self.hasExpectedEnd = announcement.expectedEndAt != nil
        self.expectedEndAt = announcement.expectedEndAt?.rfc3339 ?? ""
        self.expectedEndText = announcement.expectedEndAt?.text(in: locale) ?? ""
    }
}

extension Announcement.Kind {
    /// The name of its drawing in the icon sprite.
    var icon: String {
        switch self {
        case .maintenance: "wrench"
        case .incident: "incident"
        case .listing, .delisting: "listing"
        case .security: "shield"
        case .scamWarning: "warning"
        case .product, .promotion, .rules: "megaphone"
        }
    }
}
