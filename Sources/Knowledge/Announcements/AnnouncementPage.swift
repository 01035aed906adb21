import Base
import Web

/// One announcement.
struct AnnouncementPage: Page {
    static let template = "Knowledge/Announcements/announcement"
    static let styles = [
        "Web/Design/prose.css", "Knowledge/Markdown/blocks.css", "Knowledge/Announcements/announcements.css",
    ]
    static let scripts = ["Knowledge/Markdown/platform-tabs.js"]

    struct Update: Codable, Sendable, Hashable {
        let text: String
        let at: String
        let atText: String
        let hasState: Bool
        let stateText: String
    }

    let title: String
    /// The language of the text, which need not be the page's.
    let language: String
    /// Whether that is not the reader's.
    let isUntranslated: Bool
    let icon: String
    let kindText: String
    let isActive: Bool
    let hasEnded: Bool
    let overText: String
    /// How far an incident has come.
    let hasState: Bool
    let stateText: String
    /// Whether it is about something that lasts: an incident or a maintenance.
    let hasSpan: Bool
    let startsAt: String
    let startsText: String
    let hasExpectedEnd: Bool
    let expectedEndAt: String
    let expectedEndText: String
    let endedAt: String
    let endedText: String
    let updatedAt: String
    let updatedText: String
    let hasSummary: Bool
    let summary: String
    let hasAffects: Bool
    /// In words, and the products, networks and regions by name.
    let affects: [String]
    let hasUpdates: Bool
    /// The latest first.
    let updates: [Update]
    let bodyHtml: String
    let offersMail: Bool

    init(
        _ announcement: Announcement,
        _ translation: Announcement.Translation,
        offersMail: Bool,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        // Once it is over, when it was to be over says nothing.
        let expectedEnd = announcement.endedAt == nil ? announcement.expectedEndAt : nil
        self.offersMail = offersMail
        self.title = translation.title
        self.language = translation.locale.rawValue
        self.isUntranslated = !locale.reads(translation.locale)
        self.icon = announcement.kind.icon
        self.kindText = localisation.text("announcements.kind.\(announcement.kind.rawValue)", in: locale)
        self.isActive = announcement.isActive(at: now)
        self.hasEnded = announcement.endedAt != nil
        self.overText = announcement.overText(localisation, locale)
        self.hasState = announcement.state != nil && announcement.endedAt == nil
        self.stateText = announcement.state.map { announcement.kind.name(of: $0, localisation, locale) } ?? ""
        self.hasSpan = announcement.kind.hasSpan
        self.startsAt = announcement.startsAt.rfc3339
        self.startsText = announcement.startsAt.text(in: locale)
        self.hasExpectedEnd = expectedEnd != nil
        self.expectedEndAt = expectedEnd?.rfc3339 ?? ""
        self.expectedEndText = expectedEnd?.text(in: locale) ?? ""
        self.endedAt = announcement.endedAt?.rfc3339 ?? ""
        self.endedText = announcement.endedAt?.text(in: locale) ?? ""
        self.updatedAt = translation.updatedAt.rfc3339
        self.updatedText = translation.updatedAt.text(in: locale)
        self.hasSummary = !translation.summary.isEmpty
        self.summary = translation.summary
        self.affects = translation.affects + announcement.scope.names(localisation, locale)
        self.hasAffects = !affects.isEmpty
        self.updates = translation.updates.map { update in
            Update(
                text: update.text,
                at: update.at.rfc3339,
                atText: update.at.text(in: locale),
                hasState: update.state != nil,
                stateText: update.state.map { announcement.kind.name(of: $0, localisation, locale) } ?? ""
            )
        }
        self.hasUpdates = !updates.isEmpty
        self.bodyHtml = MarkdownDocument(translation.body, in: translation.locale).html.markup
    }
}

extension Announcement {
    /// What is said of it once it has ended: its last state where it has states, as its history says.
    func overText(_ localisation: Localisation, _ locale: LocaleCode) -> String {
        state == nil
            ? localisation.text("announcements.over", in: locale)
            : kind.name(of: .resolved, localisation, locale)
    }
}

extension Announcement.Kind {
    /// What a state is called: of a maintenance that it is done.
    func name(of state: IncidentState, _ localisation: Localisation, _ locale: LocaleCode) -> String {
        let key = self == .maintenance && state == .resolved ? "done" : state.rawValue
        return localisation.text("announcements.state.\(key)", in: locale)
    }
}

extension AffectedScope {
    /// Its products, networks and regions as people read them.
    func names(_ localisation: Localisation, _ locale: LocaleCode) -> [String] {
        products.map { Self.productName($0, localisation, locale) }
            + (networks + regions).map { $0.uppercased() }
    }

    /// A product that everybody has by its name; another one as it was written.
    static func productName(_ product: String, _ localisation: Localisation, _ locale: LocaleCode) -> String {
        let key = "announcements.product.\(product)"
        return localisation.has(key) ? localisation.text(key, in: locale) : product
    }
}
