import Base
import Web

/// What was told of disturbances: each product's last 90 days, and the incidents one by one.
struct AnnouncementStatusPage: Page {
    static let template = "Knowledge/Announcements/announcement-status"
    static let styles = [
        "Knowledge/Announcements/announcements.css", "Knowledge/Announcements/announcement-status.css",
    ]

    /// Days in a row of which the same was told, in a drawing in which a day is 4 wide.
    struct Run: Codable, Sendable, Hashable {
        let x: Int
        let width: Int
        let style: String
    }

    struct Product: Codable, Sendable, Hashable {
        let name: String
        let isDisturbed: Bool
        let now: String
        /// What the drawing shows, in words.
        let summary: String
        let runs: [Run]
    }

    struct Incident: Codable, Sendable, Hashable {
        let title: String
        let url: String
        let stateText: String
        let hasEnded: Bool
        let startsAt: String
        let startsText: String
        let lasted: String
        let affects: String
        let hasAffects: Bool
    }

    private static let mostIncidents = 50

    let title: String
    let hasProducts: Bool
    let products: [Product]
    let width: Int
    let firstDay: String
    let hasIncidents: Bool
    let incidents: [Incident]
    let offersMail: Bool

    /// `announcements` are all that readers see.
    init(
        _ announcements: [Announcement],
        offersMail: Bool,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let first = ProductHistory.firstDay(at: now)
        self.offersMail = offersMail
        self.title = localisation.text("announcements.status", in: locale)
        self.products = ProductHistory.all(of: announcements, at: now).map {
            Product($0, localisation, locale)
        }
        self.hasProducts = !products.isEmpty
        self.width = ProductHistory.days * 4
        self.firstDay = first.text(in: locale, to: .day)
        self.incidents = announcements.filter {
            $0.kind == .incident && $0.startsAt <= now
                && ProductHistory.span(of: $0, at: now).upperBound > first
        }.prefix(Self.mostIncidents).compactMap { Incident($0, at: now, localisation, locale) }
        self.hasIncidents = !incidents.isEmpty
    }

    /// Such as "3 h 20 min".
    fileprivate static func words(
        _ duration: Duration,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) -> String {
        let minutes = max(1, Int((duration.components.seconds + 59) / 60))
        let key = minutes < 60 ? "minutes" : minutes < 2880 ? "hours" : "days"
        return localisation.text(
            "announcements.lasted.\(key)",
            in: locale,
            [
                "minutes": "\(minutes % 60)", "hours": "\(minutes / 60 % (key == "days" ? 24 : 48))",
                "days": "\(minutes / 1440)",
            ]
        )
    }
}

extension AnnouncementStatusPage.Product {
    fileprivate init(_ history: ProductHistory, _ localisation: Localisation, _ locale: LocaleCode) {
        self.name = AffectedScope.productName(history.product, localisation, locale)
        self.isDisturbed = history.isDisturbedNow
        self.now = localisation.text(
            "announcements.status.\(isDisturbed ? "disturbed" : "quiet")",
            in: locale
        )
        self.summary =
            history.incidents == 0
            ? localisation.text("announcements.status.no_incident", in: locale)
            : localisation.text(
                "announcements.status.incidents",
                in: locale,
                [
                    "count": String(history.incidents),
                    "time": AnnouncementStatusPage.words(history.disturbed, localisation, locale),
                ]
            )
        var runs: [AnnouncementStatusPage.Run] = []
        var start = 0
        for index in 1...history.days.count
        where index == history.days.count || history.days[index] != history.days[start] {
            runs.append(
                .init(x: start * 4, width: (index - start) * 4, style: "status-day--\(history.days[start])")
            )
            start = index
        }
        self.runs = runs
    }
}

extension AnnouncementStatusPage.Incident {
    /// Nil for one that nobody has written in any language.
    fileprivate init?(
        _ announcement: Announcement,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        guard let translation = announcement.translation(for: locale), let state = announcement.state else {
            return nil
        }
        let span = ProductHistory.span(of: announcement, at: now)
        let names = announcement.scope.names(localisation, locale)
        self.title = translation.title
        self.url = "/announcements/\(announcement.slug)"
        self.stateText = announcement.kind.name(of: state, localisation, locale)
        self.hasEnded = announcement.endedAt != nil
        self.startsAt = announcement.startsAt.rfc3339
        self.startsText = announcement.startsAt.text(in: locale)
        self.lasted = AnnouncementStatusPage.words(span.upperBound - span.lowerBound, localisation, locale)
        self.affects = names.joined(separator: " · ")
        self.hasAffects = !names.isEmpty
    }
}
