import Base
import People
package import Storage

/// Every statement about videos and their files.
struct VideoSQL {
    let db: Connection

    /// A piece of a file.
    struct Part: RowDecodable, Sendable, Hashable {
        let startsAt: Int
        let size: Int
        let digest: BlobDigest

        init(startsAt: Int, size: Int, digest: BlobDigest) {
            self.startsAt = startsAt
            self.size = size
            self.digest = digest
        }

        init(row: Row) throws(DatabaseError) {
            self.startsAt = try row.get("starts_at")
            self.size = try row.get("size")
            self.digest = try row.get("digest")
        }
    }

    // MARK: - Videos

    /// All of them, by name, with what their files are and not what captions and chapters say.
    func all() throws(DatabaseError) -> [Video] {
        try whole(
            try db.all(Video.self, "\(Video.select) ORDER BY video.name"),
            withTexts: false
        )
    }

    func count() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM video") ?? 0
    }

    func video(_ name: Slug) throws(DatabaseError) -> Video? {
        try videos([name])[name]
    }

    /// Those that there are of some names.
    func videos(_ names: Set<Slug>) throws(DatabaseError) -> [Slug: Video] {
        guard !names.isEmpty else { return [:] }
        let sorted = names.map(\.rawValue).sorted()
        let found = try db.all(Video.self, "\(Video.select) WHERE video.name IN (\(list: sorted))")
        return Dictionary(try whole(found, withTexts: true).map { ($0.name, $0) }) { first, _ in first }
    }

    /// Those that there are of some names, held against other transactions until this one ends: none is deleted meanwhile.
    func held(_ names: Set<Slug>) throws(DatabaseError) -> [Slug: Video] {
        // In one order, as everybody takes them.
        for name in names.sorted(by: { $0.rawValue < $1.rawValue }) { _ = try hold(name) }
        return try videos(names)
    }

    private func whole(_ videos: [Video], withTexts: Bool) throws(DatabaseError) -> [Video] {
        guard !videos.isEmpty else { return [] }
        let names = videos.map(\.name.rawValue)
        let select = withTexts ? VideoFile.select : VideoFile.selectFacts
        let rows = try db.rows(
            "\(select) WHERE video_name IN (\(list: names)) ORDER BY role, locale, at_second"
        )
        var files: [Slug: [VideoFile]] = [:]
        for row in rows { files[try row.get("video_name"), default: []].append(try VideoFile(row: row)) }
        return videos.map { video in
            var video = video
            video.files = files[video.name] ?? []
            return video
        }
    }

    /// Holds one against other transactions until this one ends.
    ///
    /// - Returns: Whether there is one.
    func hold(_ name: Slug) throws(DatabaseError) -> Bool {
        try db.run("UPDATE video SET revision = revision WHERE name = \(name)") > 0
    }

    func insert(
        _ name: Slug,
        _ titles: [String: String],
        by editor: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO video (name, titles, revision, editor_id, created_at, changed_at)
            VALUES (\(name), \(JSONColumn(titles)), 1, \(editor), \(now), \(now))
            """
        )
    }

    func update(
        _ name: Slug,
        _ titles: [String: String],
        by editor: ID<Agent>,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE video SET titles = \(JSONColumn(titles)), revision = revision + 1, editor_id = \(editor),
                changed_at = \(now)
            WHERE name = \(name)
            """
        )
    }

    /// Notes that its files changed.
    func touch(_ name: Slug, by editor: ID<Agent>, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE video SET editor_id = \(editor), changed_at = \(now) WHERE name = \(name)")
    }

    func remove(_ name: Slug) throws(DatabaseError) {
        try db.run("DELETE FROM video WHERE name = \(name)")
    }

    /// What shows a video, itself or by a snippet that it names: what readers see, and what is being written.
    ///
    /// - Complexity: reads every text with a video, and every one that names a snippet where one of those shows it.
    func holders(showing video: Slug) throws(DatabaseError) -> (shown: [TextHolder], drafts: [TextHolder]) {
        let shelf = try SnippetSQL(db: db).shelf()
        let isInSnippet = shelf.snippets.values.contains { snippet in
            snippet.texts.values.contains { VideoPlacement.names(in: $0).contains(video) }
        }
        let fits: SQL =
            isInSnippet
            ? "(holder.body LIKE '%:::%video%' OR holder.body LIKE '%{{%')" : "holder.body LIKE '%:::%video%'"
        func shows(_ holder: TextHolder) -> Bool {
            VideoPlacement.names(in: shelf.filled(holder.body, in: holder.locale).text).contains(video)
        }
        let sql = TextHolderSQL(db: db)
        return (try sql.shown(fits).filter(shows), try sql.drafts(fits).filter(shows))
    }

    // MARK: - Files

    /// - `name`: Whose; nil for what comes.
    func insert(_ file: VideoFile, of name: Slug?) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO video_file (id, video_name, role, locale, media_type, size, width, height, milliseconds, content,
                created_at, at_second)
            VALUES (\(file.id), \(name), \(file.role), \(file.locale?.rawValue ?? ""), \(file.mediaType),
                \(file.sizeInBytes), \(file.width), \(file.height), \(file.milliseconds), \(file.content),
                \(file.createdAt), \(file.second ?? 0))
            """
        )
    }

    /// Writes what is known of a file once all of it came, and whose it is.
    func name(_ file: VideoFile, of name: Slug) throws(DatabaseError) {
        try db.run(
            """
            UPDATE video_file SET video_name = \(name), media_type = \(file.mediaType), size = \(file.sizeInBytes),
                width = \(file.width), height = \(file.height), milliseconds = \(file.milliseconds),
                at_second = \(file.second ?? 0)
            WHERE id = \(file.id)
            """
        )
    }

    /// A file, and whose it is, or was until another took its place.
    func file(_ id: ID<VideoFile>) throws(DatabaseError) -> (file: VideoFile, video: Slug?, former: Slug?)? {
        guard let row = try db.rows("\(VideoFile.select) WHERE id = \(id)").first else { return nil }
        return (try VideoFile(row: row), try row.get("video_name"), try row.get("former_name"))
    }

    /// Takes files away from a video.
    ///
    /// - Parameters:
    ///   - name: From which one.
    ///   - role: Of which kind.
    ///   - locale: In which language; nil for whichever.
    ///   - second: Of which chapter; nil for whichever.
    /// - Returns: What it has no more; ``file(_:)`` says that it had it.
    /// - Throws: ``DatabaseError`` when the engine fails.
    func detach(
        from name: Slug,
        _ role: VideoFile.Role,
        _ locale: LocaleCode? = nil,
        at second: Int? = nil
    ) throws(DatabaseError) -> [ID<VideoFile>] {
        let inLocale: SQL = locale.map { "locale = \($0)" } ?? "1 = 1"
        let atSecond: SQL = second.map { "at_second = \($0)" } ?? "1 = 1"
        let ids = try db.values(
            ID<VideoFile>.self,
            """
            SELECT id FROM video_file
            WHERE video_name = \(name) AND role = \(role) AND \(inLocale) AND \(atSecond) ORDER BY id
            """
        )
        for id in ids {
            try db.run("UPDATE video_file SET video_name = NULL, former_name = \(name) WHERE id = \(id)")
        }
        return ids
    }

    /// Takes all files away from a video, those too that it had before.
    ///
    /// - Returns: What nobody may read any more.
    func detachAll(from name: Slug) throws(DatabaseError) -> [ID<VideoFile>] {
        let ids = try db.values(
            ID<VideoFile>.self,
            "SELECT id FROM video_file WHERE video_name = \(name) OR former_name = \(name) ORDER BY id"
        )
        for id in ids {
            try db.run("UPDATE video_file SET video_name = NULL, former_name = NULL WHERE id = \(id)")
        }
        return ids
    }

    func insert(_ part: Part, of file: ID<VideoFile>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO video_part (file_id, starts_at, size, digest)
            VALUES (\(file), \(part.startsAt), \(part.size), \(part.digest))
            """
        )
    }

    /// The piece that a byte of a file is in; nil for one behind its end.
    ///
    /// - Complexity: one look into the primary key.
    func part(of file: ID<VideoFile>, at byte: Int) throws(DatabaseError) -> Part? {
        let part = try db.first(
            Part.self,
            """
            SELECT starts_at, size, digest FROM video_part WHERE file_id = \(file) AND starts_at <= \(byte)
            ORDER BY starts_at DESC LIMIT 1
            """
        )
        return part.flatMap { byte < $0.startsAt + $0.size ? $0 : nil }
    }

    /// The pieces of a file that no video names; nil where one does, or there is no such file.
    func partsOfUnnamed(_ file: ID<VideoFile>) throws(DatabaseError) -> [Part]? {
        guard let found = try self.file(file), found.video == nil else { return nil }
        return try db.all(
            Part.self,
            "SELECT starts_at, size, digest FROM video_part WHERE file_id = \(file) ORDER BY starts_at"
        )
    }

    func removeFile(_ id: ID<VideoFile>) throws(DatabaseError) {
        try db.run("DELETE FROM video_part WHERE file_id = \(id)")
        try db.run("DELETE FROM video_file WHERE id = \(id)")
        try db.destroyDataKey(of: KeyOwner(id))
    }

    /// Where the pieces of all videos are.
    func digests() throws(DatabaseError) -> [BlobDigest] {
        try db.values(BlobDigest.self, "SELECT digest FROM video_part ORDER BY file_id, starts_at")
    }
}

extension Video: RowDecodable {
    fileprivate static var select: SQL {
        """
        SELECT video.name AS name, video.titles, video.revision, video.created_at, video.changed_at,
            agent.name AS editor_name
        FROM video LEFT JOIN agent ON agent.id = video.editor_id
        """
    }

    package init(row: Row) throws(DatabaseError) {
        self.name = try row.get("name")
        self.titles = try row.get("titles", as: JSONColumn<[String: String]>.self).value
        self.revision = try row.get("revision")
        self.editorName = try row.get("editor_name")
        self.createdAt = try row.get("created_at")
        self.changedAt = try row.get("changed_at")
        self.files = []
    }
}

extension VideoFile: RowDecodable {
    fileprivate static var select: SQL { select(content: "content") }

    /// Without what captions and chapters say, which is the most of it.
    fileprivate static var selectFacts: SQL { select(content: "NULL AS content") }

    private static func select(content: SQL) -> SQL {
        """
        SELECT id, video_name, former_name, role, locale, media_type, size, width, height, milliseconds, \(content),
            created_at, at_second
        FROM video_file
        """
    }

    package init(row: Row) throws(DatabaseError) {
        let locale: String = try row.get("locale")
        self.id = try row.get("id")
        let role: VideoFile.Role = try row.get("role")
        self.role = role
        self.locale = LocaleCode(rawValue: locale)
        self.mediaType = try row.get("media_type")
        self.sizeInBytes = try row.get("size")
        self.width = try row.get("width")
        self.height = try row.get("height")
        self.milliseconds = try row.get("milliseconds")
        self.content = try row.get("content")
        self.createdAt = try row.get("created_at")
        self.second = role == .still ? try row.get("at_second", as: Int.self) : nil
    }
}
