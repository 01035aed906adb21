package import Base
package import Storage

/// The door to announcements.
package struct Announcements: Sendable {
    private let database: any Database
    private let clock: any WallClock
    private let listener: any AnnouncementListener

    /// - `listener`: Hears what is current, after every change: the search.
    package init(_ database: any Database, clock: any WallClock, listener: any AnnouncementListener) {
        self.database = database
        self.clock = clock
        self.listener = listener
    }

    /// Tells the listener what is current.
    package func announce() async throws {
        let now = clock.now
        listener.announcementsChanged(try await list().filter { $0.isCurrent(at: now) })
    }

    /// How far the stored announcements have come; it differs after every change, by whichever process.
    func mark() async throws -> AnnouncementMark {
        try await database.read { db in try AnnouncementSQL(db: db).mark() }
    }

    /// Those that have begun or are planned, the latest first.
    ///
    /// - `kind`: One kind alone; nil for all.
    /// - `isActive`: Only those under way.
    package func list(kind: Announcement.Kind? = nil, isActive: Bool = false) async throws -> [Announcement] {
        let now = clock.now
        return try await database.read { db in try AnnouncementSQL(db: db).announcements() }
            .filter { (kind == nil || $0.kind == kind) && (!isActive || $0.isActive(at: now)) }
    }

    /// The announcement of an address.
    ///
    /// - Throws: ``ArticleError/notFound(_:)``.
    package func announcement(_ slug: Slug) async throws -> Announcement {
        guard let found = try await list().first(where: { $0.slug == slug }) else {
            throw ArticleError.notFound(slug.rawValue)
        }
        return found
    }

    /// Writes announcements; those whose address exists already are changed.
    package func save(_ announcements: [Announcement]) async throws {
        let now = clock.now
        try await database.write { db in
            for announcement in announcements { try AnnouncementSQL(db: db).upsert(announcement, at: now) }
        }
        try await announce()
    }
}

/// Somebody who keeps something made from the announcements that concern people now.
package protocol AnnouncementListener: Sendable {
    /// All that are current; what is not among them is over, out of date or gone.
    func announcementsChanged(_ current: [Announcement])
}

/// Every statement about announcements.
struct AnnouncementSQL {
    let db: Connection

    /// The last 200, the latest first.
    func announcements() throws(DatabaseError) -> [Announcement] {
        let translations = Dictionary(
            grouping: try db.all(
                AnnouncementTranslationRow.self,
                "SELECT announcement_id, locale, title, summary, body, updated_at FROM announcement_translation"
            ),
            by: \.announcement
        )
        return try db.all(
            AnnouncementRow.self,
            """
            SELECT id, slug, kind, starts_at, expected_end_at, ended_at FROM announcement
            ORDER BY starts_at DESC, id DESC LIMIT 200
            """
        ).map { $0.announcement((translations[$0.id] ?? []).map(\.translation)) }
    }

    func mark() throws(DatabaseError) -> AnnouncementMark {
        let row = try db.first(
            AnnouncementMark.self,
            "SELECT COUNT(*) AS translations, MAX(updated_at) AS changed_at FROM announcement_translation"
        )
        return row ?? AnnouncementMark(translations: 0, changedAt: nil)
    }

    func upsert(_ announcement: Announcement, at now: Instant) throws(DatabaseError) {
        let id =
            try db.value(
                ID<Announcement>.self,
                """
                INSERT INTO announcement (id, slug, kind, starts_at, expected_end_at, ended_at, created_at)
                VALUES (\(announcement.id), \(announcement.slug), \(announcement.kind), \(announcement.startsAt),
                    \(announcement.expectedEndAt), \(announcement.endedAt), \(now))
                ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, starts_at = excluded.starts_at,
                    expected_end_at = excluded.expected_end_at, ended_at = excluded.ended_at
                RETURNING id
                """
            ) ?? announcement.id
        for translation in announcement.translations {
            try db.run(
                """
                INSERT INTO announcement_translation (announcement_id, locale, title, summary, body, updated_at)
                VALUES (\(id), \(translation.locale), \(translation.title), \(translation.summary),
                    \(translation.body), \(translation.updatedAt))
                ON CONFLICT (announcement_id, locale) DO UPDATE SET title = excluded.title,
                    summary = excluded.summary, body = excluded.body, updated_at = excluded.updated_at
                """
            )
        }
    }
}

private struct AnnouncementRow: RowDecodable {
    let id: ID<Announcement>
    let slug: Slug
    let kind: Announcement.Kind
    let startsAt: Instant
    let expectedEndAt: Instant?
    let endedAt: Instant?

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.slug = try row.get("slug")
        self.kind = try row.get("kind")
        self.startsAt = try row.get("starts_at")
        self.expectedEndAt = try row.get("expected_end_at")
        self.endedAt = try row.get("ended_at")
    }

    func announcement(_ translations: [Announcement.Translation]) -> Announcement {
        Announcement(
            id: id,
            slug: slug,
            kind: kind,
            startsAt: startsAt,
            expectedEndAt: expectedEndAt,
            endedAt: endedAt,
            translations: translations
        )
    }
}

private struct AnnouncementTranslationRow: RowDecodable {
    let announcement: ID<Announcement>
    let translation: Announcement.Translation

    init(row: Row) throws(DatabaseError) {
        self.announcement = try row.get("announcement_id")
        self.translation = Announcement.Translation(
            locale: try row.get("locale"),
            title: try row.get("title"),
            summary: try row.get("summary"),
            body: try row.get("body"),
            updatedAt: try row.get("updated_at")
        )
    }
}
