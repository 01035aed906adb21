import Base
import People
import Storage

/// An announcement as the desk's API tells it.
struct AnnouncementDeskView: Encodable {
    struct Text: Encodable {
        let locale: LocaleCode
        let title: String
        let summary: String
        let body: String
        let affects: [String]
        let updates: [AnnouncementUpdateView]
    }

    let id: String
    let slug: Slug
    let kind: Announcement.Kind
    let stage: AnnouncementStage
    let revision: Int
    let startsAt: Instant
    let expectedEndAt: Instant?
    let endedAt: Instant?
    let state: IncidentState?
    let scope: AffectedScope
    let publishAt: Instant?
    let publishedAt: Instant?
    let changedAt: Instant
    let texts: [Text]

    init(_ announcement: Announcement) {
        self.id = announcement.id.description
        self.slug = announcement.slug
        self.kind = announcement.kind
        self.stage = announcement.stage
        self.revision = announcement.revision
        self.startsAt = announcement.startsAt
        self.expectedEndAt = announcement.expectedEndAt
        self.endedAt = announcement.endedAt
        self.state = announcement.state
        self.scope = announcement.scope
        self.publishAt = announcement.publishAt
        self.publishedAt = announcement.publishedAt
        self.changedAt = announcement.changedAt
        self.texts = announcement.translations.map { translation in
            Text(
                locale: translation.locale,
                title: translation.title,
                summary: translation.summary,
                body: translation.body,
                affects: translation.affects,
                updates: translation.updates.map(AnnouncementUpdateView.init)
            )
        }
    }
}

/// How it went on.
struct AnnouncementUpdateView: Encodable {
    let text: String
    let createdAt: Instant
    let state: IncidentState?

    init(_ update: Announcement.Update) {
        self.text = update.text
        self.createdAt = update.at
        self.state = update.state
    }
}

/// Who did what to it.
struct AnnouncementDeedView: Encodable {
    let at: Instant
    let actor: String
    let action: String
    let details: [String: String]

    init(_ deed: RecordedDeed) {
        self.at = deed.at
        self.actor = deed.actor
        self.action = deed.action
        self.details = deed.details
    }
}
