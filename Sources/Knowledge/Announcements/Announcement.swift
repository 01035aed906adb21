package import Base
import Storage

/// Something the exchange tells everybody; an incident or maintenance has a beginning and an expected end.
package struct Announcement: Sendable, Hashable, Identified {
    package static let idPrefix = "ann"

    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
        case incident, maintenance, listing, delisting, product, promotion, rules, security
        case scamWarning = "scam_warning"

        /// Whether it is about something that lasts.
        package var hasSpan: Bool { self == .incident || self == .maintenance }

        /// Whether it warns of a danger.
        package var isWarning: Bool { self == .security || self == .scamWarning }
    }

    /// What there was to say while it lasted.
    package struct Update: Sendable, Hashable {
        package let text: String
        package let at: Instant
        /// How far it had come then; nil where nothing is said of it.
        package let state: IncidentState?

        package init(text: String, at: Instant, state: IncidentState? = nil) {
            self.text = text
            self.at = at
            self.state = state
        }
    }

    package struct Translation: Sendable, Hashable {
        package let locale: LocaleCode
        package let title: String
        package let summary: String
        package let body: String
        /// The services that it touches, in words.
        package let affects: [String]
        /// The latest first.
        package let updates: [Update]
        package let updatedAt: Instant

        package init(
            locale: LocaleCode,
            title: String,
            summary: String,
            body: String,
            affects: [String] = [],
            updates: [Update] = [],
            updatedAt: Instant
        ) {
            self.locale = locale
            self.title = title
            self.summary = summary
            self.body = body
            self.affects = affects
            self.updates = updates.sorted { $0.at > $1.at }
            self.updatedAt = updatedAt
        }
    }

    package let id: ID<Announcement>
    package let slug: Slug
    package internal(set) var kind: Kind
    package internal(set) var startsAt: Instant
    package internal(set) var expectedEndAt: Instant?
    package internal(set) var endedAt: Instant?
    package internal(set) var scope: AffectedScope
    package internal(set) var translations: [Translation]
    package internal(set) var stage: AnnouncementStage
    /// Grows with every change.
    package internal(set) var revision: Int
    /// Of what is scheduled: when.
    package internal(set) var publishAt: Instant?
    /// When readers saw it first; nil for what they never saw.
    package internal(set) var publishedAt: Instant?
    package internal(set) var changedAt: Instant

    package init(
        id: ID<Announcement>,
        slug: Slug,
        kind: Kind,
        startsAt: Instant,
        expectedEndAt: Instant?,
        endedAt: Instant? = nil,
        scope: AffectedScope = AffectedScope(),
        translations: [Translation],
        stage: AnnouncementStage = .published,
        revision: Int = 1,
        publishAt: Instant? = nil,
        publishedAt: Instant? = nil,
        changedAt: Instant? = nil
    ) {
        self.id = id
        self.slug = slug
        self.kind = kind
        self.startsAt = startsAt
        self.expectedEndAt = expectedEndAt
        self.endedAt = endedAt
        self.scope = scope
        self.translations = translations
        self.stage = stage
        self.revision = revision
        self.publishAt = publishAt
        self.publishedAt = publishedAt
        self.changedAt = changedAt ?? startsAt
    }

    /// How far an incident has come: what was said last of it, and resolved once it has ended; nil for the other kinds.
    package var state: IncidentState? {
        guard kind == .incident else { return nil }
        if endedAt != nil { return .resolved }
        let said = translations.flatMap(\.updates).filter { $0.state != nil }
        return said.max { $0.at < $1.at }?.state ?? .investigating
    }

    /// Whether it concerns somebody who comes now: an incident or a maintenance under way, not ended, and no longer
    /// than a day over its expected end; a warning for a week.
    package func isActive(at now: Instant) -> Bool {
        if kind.isWarning {
            return startsAt <= now && now < startsAt + Self.warningLifetime
                && (endedAt.map { now < $0 } ?? true)
        }
        guard kind.hasSpan, startsAt <= now, endedAt == nil else { return false }
        return expectedEndAt.map { now < $0 + Self.grace } ?? true
    }

    /// How long past its expected end something still counts, and how long news without an end counts.
    private static let grace = Duration.seconds(86_400)
    private static let newsLifetime = Duration.seconds(90 * 86_400)
    /// How long a warning stands where everybody sees it.
    private static let warningLifetime = Duration.seconds(7 * 86_400)

    /// Whether it is still worth finding: published, not over and not out of date.
    ///
    /// A maintenance counts from the day on which it is announced.
    package func isCurrent(at now: Instant) -> Bool {
        if let endedAt, endedAt <= now { return false }
        if let expectedEndAt, expectedEndAt + Self.grace <= now { return false }
        return switch kind {
        case .maintenance: true
        case .incident: startsAt <= now
        case .listing, .delisting, .product, .promotion, .rules, .security, .scamWarning:
            startsAt <= now && now < startsAt + Self.newsLifetime
        }
    }

    /// The translation for a reader: the locale's own, its language's, English, or whatever there is.
    package func translation(for locale: LocaleCode) -> Translation? {
        locale.nearest(of: translations, by: \.locale)
    }
}
