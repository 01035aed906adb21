import Base
package import People
package import Storage

/// The pictures that articles show: one door for bringing them and for seeing where they stand.
package struct Pictures: Sendable {
    let database: any Database
    let blobs: any Blobs
    let reading: any PictureReading
    let jobs: Jobs
    let clock: any WallClock
    /// Hears of the articles that show something else now, once it is on disk.
    let telling: ArticleTelling

    /// Takes what is behind the door.
    ///
    /// - Parameters:
    ///   - articles: Where they are shown.
    ///   - blobs: Where their content goes.
    ///   - reading: Writes them anew.
    ///   - jobs: Remove what was replaced.
    package init(_ articles: Articles, blobs: any Blobs, reading: any PictureReading, jobs: Jobs) {
        self.database = articles.database
        self.clock = articles.clock
        self.telling = articles.telling
        self.blobs = blobs
        self.reading = reading
        self.jobs = jobs
    }

    /// Some of them, the newest first, and where the list goes on; nil at its end.
    ///
    /// - `words`: What their names or words hold, whatever the case; empty for all.
    func list(
        _ words: String,
        after last: PictureCursor?,
        limit: Int
    ) async throws -> (pictures: [Picture], next: PictureCursor?) {
        let found = try await database.read { db in
            try PictureSQL(db: db).list(words.trimmed.lowercased(), after: last, limit: limit + 1)
        }
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last.map(PictureCursor.init) : nil)
    }

    /// Those that there are of some names.
    func named(_ names: Set<Slug>) async throws -> [Slug: Picture] {
        names.isEmpty ? [:] : try await database.read { db in try PictureSQL(db: db).pictures(names) }
    }

    /// One, with what shows it.
    ///
    /// - Throws: ``PictureError/notFound(_:)``.
    package func detail(_ name: Slug) async throws -> (picture: Picture, uses: [TextUse]) {
        try await database.read { db in
            guard let picture = try PictureSQL(db: db).picture(name) else {
                throw PictureError.notFound(name.rawValue)
            }
            return (picture, try Self.uses(of: name, db))
        }
    }

    /// Writes what a picture shows, in words: what is offered to who puts it into a text.
    ///
    /// - Parameters:
    ///   - name: Which one.
    ///   - alts: By language tag.
    ///   - revision: The one that the editor started from.
    ///   - agent: Who writes.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: It as it is now.
    /// - Throws: ``PictureError``.
    package func save(
        _ name: Slug,
        _ alts: [String: String],
        from revision: Int,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Picture {
        let alts = try Picture.validated(alts)
        let now = clock.now
        return try await changing(name, as: actor) { db in
            let sql = PictureSQL(db: db)
            guard try sql.hold(name), let known = try sql.picture(name) else {
                throw PictureError.notFound(name.rawValue)
            }
            guard known.revision == revision else {
                throw PictureError.changedMeanwhile(revision: known.revision)
            }
            try sql.update(name, alts, by: agent.id, at: now)
        }
    }

    /// Has a picture look otherwise wherever it is shown; what it says stays.
    ///
    /// - Parameters:
    ///   - name: Which one.
    ///   - content: A JPEG, PNG, GIF or WebP.
    ///   - agent: Who brings it.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: It as it is now.
    /// - Throws: ``PictureError``, and what ``PictureReading`` throws.
    package func replace(
        _ name: Slug,
        by content: [UInt8],
        _ agent: Agent,
        as actor: AuditActor
    ) async throws -> Picture {
        _ = try await detail(name)
        let stored = try await store(content, from: try await Self.source(content))
        let (now, jobs) = (clock.now, jobs)
        do {
            return try await changing(name, as: actor) { db in
                let sql = PictureSQL(db: db)
                guard try sql.hold(name) else { throw PictureError.notFound(name.rawValue) }
                try sql.touch(name, by: agent.id, at: now)
                try Self.show(stored, as: name, jobs, db)
            }
        } catch {
            await discard(stored.file)
            throw error
        }
    }

    /// Takes a picture away that nothing shows any more, nor would once it is published.
    ///
    /// - Throws: ``PictureError``.
    package func remove(_ name: Slug, as actor: AuditActor) async throws {
        let (now, jobs) = (clock.now, jobs)
        try await database.write { db in
            let sql = PictureSQL(db: db)
            guard try sql.hold(name) else { throw PictureError.notFound(name.rawValue) }
            let uses = try Self.uses(of: name, db)
            guard uses.isEmpty else { throw PictureError.inUse(name.rawValue, uses: uses.map(\.place)) }
            for file in try sql.detachAll(from: name) { try RemovePictureFileJob.enqueue(file, jobs, in: db) }
            try sql.remove(name)
            let deed = Deed(.pictureRemoved, by: actor, on: AuditSubject("picture", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
        }
    }

    /// Removes a file that no picture has any more.
    func removeUnnamed(_ id: ID<PictureFile>) async throws {
        guard let file = try await database.read({ db in try PictureSQL(db: db).unnamed(id) }) else { return }
        for digest in file.digests {
            // Sealed under a key of its own: nobody else can be about to store the same.
            try await blobs.remove(digest, unlessStoredSince: Instant(milliseconds: .max / 2))
        }
        try await database.write { db in try PictureSQL(db: db).removeFile(id) }
    }

    /// What the pictures of an installation have as their content: what must be stored for it to be whole.
    package static func digests(in database: any Database) async throws -> [BlobDigest] {
        try await database.read { db in try PictureSQL(db: db).digests() }
    }

    // MARK: - Inside

    /// Changes a picture; what shows it is told to its readers anew.
    private func changing(
        _ name: Slug,
        as actor: AuditActor,
        _ body: @escaping @Sendable (Connection) throws -> Void
    ) async throws -> Picture {
        let now = clock.now
        let (picture, changed) = try await database.write { db in
            try body(db)
            let sql = PictureSQL(db: db)
            guard let picture = try sql.picture(name) else { throw PictureError.notFound(name.rawValue) }
            let articles = try Self.tellReaders(of: name, at: now, db).sorted()
            let deed = Deed(.pictureChanged, by: actor, on: AuditSubject("picture", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
            return (picture, articles)
        }
        try await telling.tell(changed)
        return picture
    }

    /// Has a picture look as what was stored; who has a page open that shows the former one sees it for a while.
    static func show(_ stored: Stored, as name: Slug, _ jobs: Jobs, _ db: Connection) throws {
        let sql = PictureSQL(db: db)
        for file in try sql.detach(from: name) {
            let delay = RemovePictureFileJob.longestReading
            try RemovePictureFileJob.enqueue(file, jobs, after: delay, in: db)
        }
        try sql.insert(stored.file, of: name)
        try db.insertDataKey(stored.key, of: KeyOwner(stored.file.id))
    }

    /// Says that readers see something else of the articles that show a picture.
    ///
    /// - Returns: Those.
    static func tellReaders(
        of name: Slug,
        at now: Instant,
        _ db: Connection
    ) throws(DatabaseError) -> Set<ID<Article>> {
        let articles = Set(try PictureSQL(db: db).holders(showing: name).shown.map(\.article))
        for id in articles.sorted() { try AuthoringSQL(db: db).tellReaders(id, at: now) }
        return articles
    }

    /// What shows a picture: what readers see, and what else is being written.
    private static func uses(of name: Slug, _ db: Connection) throws(DatabaseError) -> [TextUse] {
        let (shown, drafts) = try PictureSQL(db: db).holders(showing: name)
        return TextUse.all(shown: shown, drafts: drafts)
    }
}
