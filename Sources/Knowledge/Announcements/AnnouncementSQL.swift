import Base
import Storage

/// Every statement about announcements.
struct AnnouncementSQL {
    let db: Connection

    /// The last 200, the latest first.
    func announcements() throws(DatabaseError) -> [Announcement] {
        let updates = Dictionary(
            grouping: try db.all(
                AnnouncementUpdateRow.self,
                "SELECT announcement_id, locale, created_at, text FROM announcement_update"
            ),
            by: \.translation
        )
        let translations = Dictionary(
            grouping: try db.all(
                AnnouncementTranslationRow.self,
                """
                SELECT announcement_id, locale, title, summary, body, affects, updated_at
                FROM announcement_translation
                """
            ),
            by: \.key.announcement
        )
        return try db.all(
            AnnouncementRow.self,
            """
            SELECT id, slug, kind, starts_at, expected_end_at, ended_at FROM announcement
            ORDER BY starts_at DESC, id DESC LIMIT 200
            """
        ).map { row in
            let own = translations[row.id] ?? []
            return row.announcement(own.map { $0.translation((updates[$0.key] ?? []).map(\.update)) })
        }
    }

    func mark() throws(DatabaseError) -> TranslationMark {
        try TranslationMark.of("announcement_translation", in: db)
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
                INSERT INTO announcement_translation (announcement_id, locale, title, summary, body, affects,
                    updated_at)
                VALUES (\(id), \(translation.locale), \(translation.title), \(translation.summary),
                    \(translation.body), \(JSONColumn(translation.affects)), \(translation.updatedAt))
                ON CONFLICT (announcement_id, locale) DO UPDATE SET title = excluded.title,
                    summary = excluded.summary, body = excluded.body, affects = excluded.affects,
                    updated_at = excluded.updated_at
                """
            )
            try replaceUpdates(translation.updates, of: id, translation.locale)
        }
    }

    /// Writes a translation's updates in place of those that there were; of two at one time the last counts.
    private func replaceUpdates(
        _ updates: [Announcement.Update],
        of id: ID<Announcement>,
        _ locale: LocaleCode
    ) throws(DatabaseError) {
        try db.run("DELETE FROM announcement_update WHERE announcement_id = \(id) AND locale = \(locale)")
        for update in updates {
            try db.run(
                """
                INSERT INTO announcement_update (announcement_id, locale, created_at, text)
                VALUES (\(id), \(locale), \(update.at), \(update.text))
                ON CONFLICT (announcement_id, locale, created_at) DO UPDATE SET text = excluded.text
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

/// Which translation something belongs to.
private struct AnnouncementTranslationKey: Hashable {
    let announcement: ID<Announcement>
    let locale: LocaleCode

    init(row: Row) throws(DatabaseError) {
        self.announcement = try row.get("announcement_id")
        self.locale = try row.get("locale")
    }
}

private struct AnnouncementTranslationRow: RowDecodable {
    let key: AnnouncementTranslationKey
    let title: String
    let summary: String
    let body: String
    let affects: [String]
    let updatedAt: Instant

    init(row: Row) throws(DatabaseError) {
        self.key = try AnnouncementTranslationKey(row: row)
        self.title = try row.get("title")
        self.summary = try row.get("summary")
        self.body = try row.get("body")
        self.affects = try row.get("affects", as: JSONColumn<[String]>.self).value
        self.updatedAt = try row.get("updated_at")
    }

    func translation(_ updates: [Announcement.Update]) -> Announcement.Translation {
        Announcement.Translation(
            locale: key.locale,
            title: title,
            summary: summary,
            body: body,
            affects: affects,
            updates: updates,
            updatedAt: updatedAt
        )
    }
}

private struct AnnouncementUpdateRow: RowDecodable {
    let translation: AnnouncementTranslationKey
    let update: Announcement.Update

    init(row: Row) throws(DatabaseError) {
        self.translation = try AnnouncementTranslationKey(row: row)
        self.update = Announcement.Update(text: try row.get("text"), at: try row.get("created_at"))
    }
}
