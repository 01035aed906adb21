import Base
import Knowledge
import Storage
import Trust

/// Warnings of fakes as announcements: on the help centre's first page and in the widget for a week, in the list after it.
struct AnnouncedWarnings: PublicWarnings {
    let announcements: Announcements
    let localisation: Localisation
    let hearers: [any AnnouncementHearer]

    /// - `hearers`: Who is told of a new one.
    init(
        _ announcements: Announcements,
        _ localisation: Localisation,
        hearers: [any AnnouncementHearer]
    ) {
        self.announcements = announcements
        self.localisation = localisation
        self.hearers = hearers
    }

    func publish(_ warning: PublicWarning, in db: Connection) throws -> String {
        guard let slug = Self.slug(of: warning.report) else {
            throw PhishingReportError.notFound(warning.report)
        }
        let announcement = Announcement(
            id: ID(at: warning.at),
            slug: slug,
            kind: .scamWarning,
            startsAt: warning.at,
            expectedEndAt: nil,
            translations: localisation.locales.map { translation(of: warning, in: $0) }
        )
        let isNew = try Announcements.announcement(slug, in: db) == nil
        try Announcements.save([announcement], at: warning.at, in: db)
        guard isNew else { return "/announcements/\(slug)" }
        for hearer in hearers { try hearer.tell(announcement, .published, in: db) }
        return "/announcements/\(slug)"
    }

    func withdraw(_ report: ID<PhishingReport>, at now: Instant, in db: Connection) throws {
        guard let slug = Self.slug(of: report), let found = try Announcements.announcement(slug, in: db)
        else {
            return
        }
        let ended = Announcement(
            id: found.id,
            slug: found.slug,
            kind: found.kind,
            startsAt: found.startsAt,
            expectedEndAt: nil,
            endedAt: now,
            scope: found.scope,
            translations: found.translations
        )
        try Announcements.save([ended], at: now, in: db)
    }

    func changed() async throws { try await announcements.announce() }

    private static func slug(of report: ID<PhishingReport>) -> Slug? {
        Slug(rawValue: "fake-" + report.description.replacing("_", with: "-"))
    }

    private func translation(of warning: PublicWarning, in locale: LocaleCode) -> Announcement.Translation {
        // In a code span nothing is a link; a grave accent would end it.
        let subject = warning.subject.replacing("`", with: "")
        let kind = localisation.text("warning.kind.\(warning.kind.rawValue)", in: locale)
        func text(_ name: String, _ values: [String: String]) -> String {
            localisation.text("warning.\(name)", in: locale, values)
        }
        return Announcement.Translation(
            locale: locale,
            title: text("title", ["kind": kind]),
            summary: text("summary", ["kind": kind, "subject": subject]),
            body: text("body", ["kind": kind, "subject": "`\(subject)`"]),
            updatedAt: warning.at
        )
    }
}
