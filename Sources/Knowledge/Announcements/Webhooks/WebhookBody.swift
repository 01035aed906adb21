import Base

/// The body of a webhook, as Standard Webhooks advises: `type`, `timestamp`, `data`.
struct WebhookBody: Encodable {
    struct Text: Encodable {
        let locale: LocaleCode
        let title: String
        let summary: String
        /// Markdown.
        let body: String
        /// How it goes on, where that is what is told.
        let update: String?
    }

    struct Content: Encodable {
        let id: String
        let kind: Announcement.Kind
        let state: IncidentState?
        let scope: AffectedScope
        let startsAt: Instant
        let expectedEndAt: Instant?
        let endedAt: Instant?
        /// Under the address of the help centre.
        let path: String
        /// Of what was withdrawn there are none.
        let texts: [Text]
    }

    let type: String
    let timestamp: Instant
    let data: Content

    init(_ kind: AnnouncementDelivery.Kind, _ announcement: Announcement, update: Instant?, at now: Instant) {
        self.type = kind.rawValue
        self.timestamp = now
        self.data = Content(
            id: announcement.id.description,
            kind: announcement.kind,
            state: announcement.state,
            scope: announcement.scope,
            startsAt: announcement.startsAt,
            expectedEndAt: announcement.expectedEndAt,
            endedAt: announcement.endedAt,
            path: "/announcements/\(announcement.slug)",
            texts: kind == .withdrawn
                ? []
                : announcement.translations.map { text in
                    Text(
                        locale: text.locale,
                        title: text.title,
                        summary: text.summary,
                        body: text.body,
                        update: update.flatMap { time in text.updates.first { $0.at == time }?.text }
                    )
                }
        )
    }
}
