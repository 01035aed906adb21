import Base
import Storage

/// Every statement about announcements.
struct AnnouncementSQL {
    let db: Connection

    // MARK: - Reading

    /// The last 200 that readers see, the latest first.
    func announcements() throws(DatabaseError) -> [Announcement] {
        try announcements(
            "stage = \(AnnouncementStage.published)",
            order: "starts_at DESC, id DESC",
            limit: 200
        )
    }

    /// The products that those name.
    func products() throws(DatabaseError) -> Set<String> {
        let scopes = try db.values(
            JSONColumn<AffectedScope>.self,
            """
            SELECT scope FROM announcement WHERE stage = \(AnnouncementStage.published)
            ORDER BY starts_at DESC, id DESC LIMIT 200
            """
        )
        return Set(scopes.flatMap(\.value.products))
    }

    /// The last 200 maintenance windows that readers have seen, the latest first, those taken back among them.
    func maintenance() throws(DatabaseError) -> [Announcement] {
        try announcements(
            "kind = \(Announcement.Kind.maintenance) AND published_at IS NOT NULL",
            order: "starts_at DESC, id DESC",
            limit: 200
        )
    }

    /// The announcement of an address, in whichever stage.
    func announcement(_ slug: Slug) throws(DatabaseError) -> Announcement? {
        try announcements("slug = \(slug)", order: "id", limit: 1).first
    }

    func announcement(_ id: ID<Announcement>) throws(DatabaseError) -> Announcement? {
        try announcements("id = \(id)", order: "id", limit: 1).first
    }

    /// Those at the desk, the last begun first.
    ///
    /// - Parameters:
    ///   - filter: All of it must hold.
    ///   - cursor: Only those begun before; nil for the list's beginning.
    ///   - limit: Rows at most.
    /// - Returns: 0...`limit` announcements with all their texts.
    /// - Throws: `DatabaseError` when the engine fails.
    func list(
        _ filter: AnnouncementFilter,
        before cursor: ID<Announcement>?,
        limit: Int
    ) throws(DatabaseError) -> [Announcement] {
        var conditions: [SQL] = ["1 = 1"]
        if let stage = filter.stage { conditions.append("stage = \(stage)") }
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let cursor { conditions.append("id < \(cursor)") }
        return try announcements(conditions.joined(separator: " AND "), order: "id DESC", limit: limit)
    }

    /// Those that hold a condition, with all their texts.
    func announcements(_ condition: SQL, order: SQL, limit: Int) throws(DatabaseError) -> [Announcement] {
        let chosen: SQL = "SELECT id FROM announcement WHERE \(condition) ORDER BY \(order) LIMIT \(limit)"
        let updates = Dictionary(
            grouping: try db.all(
                AnnouncementUpdateRow.self,
                """
                SELECT announcement_id, locale, created_at, text, state FROM announcement_update
                WHERE announcement_id IN (\(chosen))
                """
            ),
            by: \.translation
        )
        let translations = Dictionary(
            grouping: try db.all(
                AnnouncementTranslationRow.self,
                """
                SELECT announcement_id, locale, title, summary, body, affects, updated_at
                FROM announcement_translation WHERE announcement_id IN (\(chosen)) ORDER BY locale
                """
            ),
            by: \.key.announcement
        )
        return try db.all(
            AnnouncementRow.self,
            """
            SELECT id, slug, kind, starts_at, expected_end_at, ended_at, scope, stage, revision, publish_at,
                published_at, changed_at
            FROM announcement WHERE \(condition) ORDER BY \(order) LIMIT \(limit)
            """
        ).map { row in
            let own = translations[row.announcement.id] ?? []
            var announcement = row.announcement
            announcement.translations = own.map { $0.translation((updates[$0.key] ?? []).map(\.update)) }
            return announcement
        }
    }

    func mark() throws(DatabaseError) -> AnnouncementMark {
        try db.first(
            AnnouncementMark.self,
            """
            SELECT COUNT(*) AS announcements, CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions,
                MAX(changed_at) AS changed_at
            FROM announcement
            """
        ) ?? AnnouncementMark()
    }

    // MARK: - Writing

    /// Holds an announcement against other transactions until this one ends.
    ///
    /// - Returns: Whether there is one.
    func hold(_ id: ID<Announcement>) throws(DatabaseError) -> Bool {
        try db.run("UPDATE announcement SET revision = revision WHERE id = \(id)") > 0
    }

    /// Writes an announcement and all its texts in place of what there was of its number.
    func put(_ announcement: Announcement) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO announcement (id, slug, kind, starts_at, expected_end_at, ended_at, created_at, scope, stage,
                revision, publish_at, published_at, changed_at)
            VALUES (\(announcement.id), \(announcement.slug), \(announcement.kind), \(announcement.startsAt),
                \(announcement.expectedEndAt), \(announcement.endedAt), \(announcement.changedAt),
                \(JSONColumn(announcement.scope)), \(announcement.stage), \(announcement.revision),
                \(announcement.publishAt), \(announcement.publishedAt), \(announcement.changedAt))
            ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, kind = excluded.kind,
                starts_at = excluded.starts_at, expected_end_at = excluded.expected_end_at,
                ended_at = excluded.ended_at, scope = excluded.scope, stage = excluded.stage,
                revision = excluded.revision, publish_at = excluded.publish_at,
                published_at = excluded.published_at, changed_at = excluded.changed_at
            """
        )
        try db.run(
            """
            DELETE FROM announcement_translation WHERE announcement_id = \(announcement.id)
                AND locale NOT IN (\(list: announcement.translations.map(\.locale)))
            """
        )
        try db.run("DELETE FROM announcement_update WHERE announcement_id = \(announcement.id)")
        try putTexts(of: announcement, as: announcement.id)
    }

    /// Writes what an import or a warning says, over what stands at the same address; readers see it from now on.
    func upsert(_ announcement: Announcement, at now: Instant) throws(DatabaseError) {
        let id =
            try db.value(
                ID<Announcement>.self,
                """
                INSERT INTO announcement (id, slug, kind, starts_at, expected_end_at, ended_at, created_at, scope,
                    stage, revision, published_at, changed_at)
                VALUES (\(announcement.id), \(announcement.slug), \(announcement.kind), \(announcement.startsAt),
                    \(announcement.expectedEndAt), \(announcement.endedAt), \(now), \(JSONColumn(announcement.scope)),
                    \(AnnouncementStage.published), 1, \(now), \(now))
                ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, starts_at = excluded.starts_at,
                    expected_end_at = excluded.expected_end_at, ended_at = excluded.ended_at, scope = excluded.scope,
                    stage = excluded.stage, publish_at = NULL, revision = announcement.revision + 1,
                    published_at = COALESCE(announcement.published_at, excluded.published_at),
                    changed_at = excluded.changed_at
                RETURNING id
                """
            ) ?? announcement.id
        try putTexts(of: announcement, as: id)
    }

    private func putTexts(of announcement: Announcement, as id: ID<Announcement>) throws(DatabaseError) {
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
                INSERT INTO announcement_update (announcement_id, locale, created_at, text, state)
                VALUES (\(id), \(locale), \(update.at), \(update.text), \(update.state))
                ON CONFLICT (announcement_id, locale, created_at) DO UPDATE SET text = excluded.text,
                    state = excluded.state
                """
            )
        }
    }
}

/// How far the stored announcements have come: another mark is another content.
struct AnnouncementMark: RowDecodable, Sendable, Hashable {
    private let announcements: Int
    private let revisions: Int
    private let changedAt: Instant?

    init() {
        self.announcements = 0
        self.revisions = 0
        self.changedAt = nil
    }

    init(row: Row) throws(DatabaseError) {
        self.announcements = try row.get("announcements")
        self.revisions = try row.get("revisions")
        self.changedAt = try row.get("changed_at")
    }
}

/// An announcement without its texts.
private struct AnnouncementRow: RowDecodable {
    let announcement: Announcement

    init(row: Row) throws(DatabaseError) {
        self.announcement = Announcement(
            id: try row.get("id"),
            slug: try row.get("slug"),
            kind: try row.get("kind"),
            startsAt: try row.get("starts_at"),
            expectedEndAt: try row.get("expected_end_at"),
            endedAt: try row.get("ended_at"),
            scope: try row.get("scope", as: JSONColumn<AffectedScope>.self).value,
            translations: [],
            stage: try row.get("stage"),
            revision: try row.get("revision"),
            publishAt: try row.get("publish_at"),
            publishedAt: try row.get("published_at"),
            changedAt: try row.get("changed_at")
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
        self.update = Announcement.Update(
            text: try row.get("text"),
            at: try row.get("created_at"),
            state: try row.get("state")
        )
    }
}
