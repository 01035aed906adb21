import Base
import Knowledge
import Storage
import Trust

/// Warnings of fakes as announcements: on the help centre's first page and in the widget for a week, in the list after it.
struct AnnouncedWarnings: PublicWarnings {
    let announcements: Announcements
    let localisation: Localisation
    let hearers: [any AnnouncementHearer]

    /// - `hearers`: Who is told of a new one, and no more of one that has ended.
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
        let known = try Announcements.announcement(slug, in: db)
        try Announcements.save([announcement], at: warning.at, in: db)
        // The number and the revision are those under which it stands, which of one that ended before are older.
        if known.map({ $0.endedAt != nil || $0.stage != .published }) ?? true,
            let told = try Announcements.announcement(slug, in: db)
        {
            for hearer in hearers { try hearer.tell(told, .published, in: db) }
        }
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
        // Nobody is to hear it of somebody who was found to be honest.
        for hearer in hearers { try hearer.takeBack(found, in: db) }
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
