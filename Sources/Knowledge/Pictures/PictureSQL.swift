import Base
import People
package import Storage

/// Every statement about pictures and their files.
struct PictureSQL {
    let db: Connection

    // MARK: - Pictures

    /// Those whose name or words hold something, the newest first.
    ///
    /// - Parameters:
    ///   - words: In lower case; empty for all.
    ///   - last: Where the list goes on; nil for its beginning.
    ///   - limit: Rows at most.
    /// - Returns: 0...`limit` pictures.
    /// - Throws: `DatabaseError` when the engine fails.
    /// - Complexity: one range of `picture_by_creation`, as long as what does not fit.
    func list(_ words: String, after last: PictureCursor?, limit: Int) throws(DatabaseError) -> [Picture] {
        var conditions: [SQL] = []
        if !words.isEmpty {
            let holds = SQL.holds(words)
            conditions.append("(picture.name \(holds) OR LOWER(picture.alts) \(holds))")
        }
        if let last {
            conditions.append("(picture.created_at, picture.name) < (\(last.createdAt), \(last.name))")
        }
        let condition = conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
        return try db.all(
            Picture.self,
            """
            \(Picture.select) WHERE \(condition)
            ORDER BY picture.created_at DESC, picture.name DESC LIMIT \(limit)
            """
        )
    }

    func count() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM picture") ?? 0
    }

    func picture(_ name: Slug) throws(DatabaseError) -> Picture? {
        try db.first(Picture.self, "\(Picture.select) WHERE picture.name = \(name)")
    }

    /// One that came as the same file; the oldest of several.
    func picture(from source: BlobDigest) throws(DatabaseError) -> Picture? {
        try db.first(
            Picture.self,
            """
            \(Picture.select) WHERE file.source_digest = \(source)
            ORDER BY picture.created_at, picture.name LIMIT 1
            """
        )
    }

    /// Those that there are of some names.
    func pictures(_ names: Set<Slug>) throws(DatabaseError) -> [Slug: Picture] {
        var found: [Slug: Picture] = [:]
        let sorted = names.map(\.rawValue).sorted()
        var start = 0
        // As many at once as one statement may name everywhere.
        while start < sorted.count {
            let some = Array(sorted[start..<min(start + 200, sorted.count)])
            start += some.count
            let rows = try db.all(Picture.self, "\(Picture.select) WHERE picture.name IN (\(list: some))")
            for picture in rows { found[picture.name] = picture }
        }
        return found
    }

    /// Those that there are of some names, held against other transactions until this one ends: none is deleted meanwhile.
    func held(_ names: Set<Slug>) throws(DatabaseError) -> [Slug: Picture] {
        // In one order, as everybody takes them.
        for name in names.sorted(by: { $0.rawValue < $1.rawValue }) { _ = try hold(name) }
        return try pictures(names)
    }

    /// Holds one against other transactions until this one ends.
    ///
    /// - Returns: Whether there is one.
    func hold(_ name: Slug) throws(DatabaseError) -> Bool {
        try db.run("UPDATE picture SET revision = revision WHERE name = \(name)") > 0
    }

    func insert(
        _ name: Slug,
        _ alts: [String: String],
        by editor: ID<Agent>?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO picture (name, alts, revision, editor_id, created_at, changed_at)
            VALUES (\(name), \(JSONColumn(alts)), 1, \(editor), \(now), \(now))
            """
        )
    }

    func update(
        _ name: Slug,
        _ alts: [String: String],
        by editor: ID<Agent>?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.run(
            """
            UPDATE picture SET alts = \(JSONColumn(alts)), revision = revision + 1, editor_id = \(editor),
                changed_at = \(now)
            WHERE name = \(name)
            """
        )
    }

    /// Notes that it looks otherwise.
    func touch(_ name: Slug, by editor: ID<Agent>?, at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE picture SET editor_id = \(editor), changed_at = \(now) WHERE name = \(name)")
    }

    func remove(_ name: Slug) throws(DatabaseError) {
        try db.run("DELETE FROM picture WHERE name = \(name)")
    }

    /// What shows a picture, itself or by a snippet that it names: what readers see, and what is being written.
    ///
    /// - Complexity: reads every text with a picture, and every one that names a snippet where one of those shows it.
    func holders(showing picture: Slug) throws(DatabaseError) -> (shown: [TextHolder], drafts: [TextHolder]) {
        let shelf = try SnippetSQL(db: db).shelf()
        let isInSnippet = shelf.snippets.values.contains { snippet in
            snippet.texts.values.contains { PicturePlacement.names(in: $0).contains(picture) }
        }
        let fits: SQL =
            isInSnippet
            ? "(holder.body LIKE '%/pictures/%' OR holder.body LIKE '%{{%')"
            : "holder.body LIKE '%/pictures/%'"
        func shows(_ holder: TextHolder) -> Bool {
            PicturePlacement.names(in: shelf.filled(holder.body, in: holder.locale).text).contains(picture)
        }
        let sql = TextHolderSQL(db: db)
        return (try sql.shown(fits).filter(shows), try sql.drafts(fits).filter(shows))
    }

    // MARK: - Files

    func insert(_ file: PictureFile, of name: Slug) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO picture_file (id, picture_name, media_type, size, width, height, moves, digest, small_digest,
                small_size, small_width, source_digest, created_at)
            VALUES (\(file.id), \(name), \(file.mediaType), \(file.sizeInBytes), \(file.width), \(file.height),
                \(file.moves), \(file.digest), \(file.small?.digest), \(file.small?.sizeInBytes),
                \(file.small?.width), \(file.source), \(file.createdAt))
            """
        )
    }

    /// A file, and whose it is, or was until another took its place.
    func file(_ id: ID<PictureFile>) throws(DatabaseError) -> (file: PictureFile, picture: Slug)? {
        guard let row = try db.rows("\(PictureFile.select) WHERE file.id = \(id)").first else { return nil }
        let name = try row.get("picture_name", as: Slug?.self)
        let former = try row.get("former_name", as: Slug?.self)
        let file = try PictureFile(row: row)
        return (name ?? former).map { (file, $0) }
    }

    /// Takes the file away that a picture has; ``file(_:)`` says that it had it.
    ///
    /// - Returns: What it has no more.
    func detach(from name: Slug) throws(DatabaseError) -> [ID<PictureFile>] {
        try db.values(
            ID<PictureFile>.self,
            """
            UPDATE picture_file SET picture_name = NULL, former_name = \(name) WHERE picture_name = \(name)
            RETURNING id
            """
        )
    }

    /// Takes all files away from a picture, those too that it had before.
    ///
    /// - Returns: What nobody may see any more.
    func detachAll(from name: Slug) throws(DatabaseError) -> [ID<PictureFile>] {
        try db.values(
            ID<PictureFile>.self,
            """
            UPDATE picture_file SET picture_name = NULL, former_name = NULL
            WHERE picture_name = \(name) OR former_name = \(name) RETURNING id
            """
        )
    }

    /// A file that no picture has any more; nil where one does, or there is no such file.
    func unnamed(_ id: ID<PictureFile>) throws(DatabaseError) -> PictureFile? {
        try db.first(
            PictureFile.self,
            "\(PictureFile.select) WHERE file.id = \(id) AND file.picture_name IS NULL"
        )
    }

    func removeFile(_ id: ID<PictureFile>) throws(DatabaseError) {
        try db.run("DELETE FROM picture_file WHERE id = \(id)")
        try db.destroyDataKey(of: KeyOwner(id))
    }

    /// Everything that is stored of any picture.
    func digests() throws(DatabaseError) -> [BlobDigest] {
        try db.values(
            BlobDigest.self,
            """
            SELECT digest FROM picture_file
            UNION SELECT small_digest FROM picture_file WHERE small_digest IS NOT NULL
            """
        )
    }
}

/// Where a list of pictures, the newest first, goes on: `<milliseconds>.<name>`.
struct PictureCursor: Sendable, Hashable, LosslessStringConvertible {
    let createdAt: Instant
    let name: Slug

    init(_ picture: Picture) {
        self.createdAt = picture.createdAt
        self.name = picture.name
    }

    init?(_ description: String) {
        let parts = description.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]),
            let name = Slug(rawValue: String(parts[1]))
        else { return nil }
        self.createdAt = Instant(milliseconds: milliseconds)
        self.name = name
    }

    var description: String { "\(createdAt.milliseconds).\(name)" }
}

extension Picture: RowDecodable {
    fileprivate static var select: SQL {
        """
        SELECT picture.name AS name, picture.alts, picture.revision, picture.created_at AS made_at, picture.changed_at,
            agent.name AS editor_name, \(PictureFile.columns)
        FROM picture JOIN picture_file AS file ON file.picture_name = picture.name
        LEFT JOIN agent ON agent.id = picture.editor_id
        """
    }

    package init(row: Row) throws(DatabaseError) {
        self.name = try row.get("name")
        self.alts = try row.get("alts", as: JSONColumn<[String: String]>.self).value
        self.revision = try row.get("revision")
        self.editorName = try row.get("editor_name")
        self.createdAt = try row.get("made_at")
        self.changedAt = try row.get("changed_at")
        self.file = try PictureFile(row: row)
    }
}

extension PictureFile: RowDecodable {
    fileprivate static var columns: SQL {
        """
        file.id AS file_id, file.media_type, file.size, file.width, file.height, file.moves, file.digest,
            file.small_digest, file.small_size, file.small_width, file.source_digest, file.created_at AS file_created_at
        """
    }

    fileprivate static var select: SQL {
        "SELECT file.picture_name, file.former_name, \(columns) FROM picture_file AS file"
    }

    package init(row: Row) throws(DatabaseError) {
        self.id = try row.get("file_id")
        self.mediaType = try row.get("media_type")
        self.sizeInBytes = try row.get("size")
        self.width = try row.get("width")
        self.height = try row.get("height")
        self.moves = try row.get("moves")
        self.digest = try row.get("digest")
        if let digest = try row.get("small_digest", as: BlobDigest?.self),
            let size = try row.get("small_size", as: Int?.self),
            let width = try row.get("small_width", as: Int?.self)
        {
            self.small = Small(digest: digest, sizeInBytes: size, width: width)
        } else {
            self.small = nil
        }
        self.source = try row.get("source_digest")
        self.createdAt = try row.get("file_created_at")
    }
}
