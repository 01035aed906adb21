package import Base
package import People
package import Storage

/// The videos that articles show: one door for writing them and for seeing where they stand.
package struct Videos: Sendable {
    /// The largest film, in bytes, where the operator says nothing else.
    package static let standardLimit = 500 * 1_048_576

    let database: any Database
    let blobs: any Blobs
    let posters: any PictureReading
    let jobs: Jobs
    let clock: any WallClock
    /// The largest film, in bytes.
    package let limitInBytes: Int
    /// Hears of the articles that show something else now, once it is on disk.
    private let telling: ArticleTelling

    /// Takes what is behind the door.
    ///
    /// - Parameters:
    ///   - articles: Where they are shown.
    ///   - blobs: Where their pieces go.
    ///   - posters: Writes pictures anew.
    ///   - jobs: Remove what was replaced.
    ///   - limitInBytes: The largest film.
    package init(
        _ articles: Articles,
        blobs: any Blobs,
        posters: any PictureReading,
        jobs: Jobs,
        limitInBytes: Int = Videos.standardLimit
    ) {
        self.database = articles.database
        self.clock = articles.clock
        self.telling = articles.telling
        self.blobs = blobs
        self.posters = posters
        self.jobs = jobs
        self.limitInBytes = limitInBytes
    }

    /// All of them, by name; what their captions and chapters say is left out.
    package func all() async throws -> [Video] {
        try await database.read { db in try VideoSQL(db: db).all() }
    }

    /// One, with what shows it.
    ///
    /// - Throws: ``VideoError/notFound(_:)``.
    package func detail(_ name: Slug) async throws -> (video: Video, uses: [TextUse]) {
        try await database.read { db in
            guard let video = try VideoSQL(db: db).video(name) else {
                throw VideoError.notFound(name.rawValue)
            }
            return (video, try Self.uses(of: name, db))
        }
    }

    /// Those that a text shows, each once, as readers in a language see them.
    func named(in text: String) async throws -> [Slug: Video] {
        let names = VideoPlacement.names(in: text)
        guard !names.isEmpty else { return [:] }
        return try await database.read { db in try VideoSQL(db: db).videos(Set(names)) }
    }

    /// Writes what a video is called; a new name makes a new one.
    ///
    /// - Parameters:
    ///   - name: Which one.
    ///   - titles: By language tag.
    ///   - revision: The one that the editor started from; 0 for a new one.
    ///   - agent: Who writes.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: It as it is now.
    /// - Throws: ``VideoError``.
    package func save(
        _ name: Slug,
        _ titles: [String: String],
        from revision: Int,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let titles = try Video.validated(titles)
        let now = clock.now
        let change: @Sendable (Connection) throws -> Void = { db in
            let sql = VideoSQL(db: db)
            let known = try sql.hold(name) ? try sql.video(name) : nil
            guard known?.revision ?? 0 == revision else {
                throw VideoError.changedMeanwhile(revision: known?.revision ?? 0)
            }
            if known == nil {
                guard try sql.count() < Video.most else { throw VideoError.tooMany }
                try sql.insert(name, titles, by: agent.id, at: now)
            } else {
                try sql.update(name, titles, by: agent.id, at: now)
            }
        }
        do {
            return try await changing(name, as: actor, change)
        } catch let error as DatabaseError where error.isUniqueViolation {
            // Of two who take a name at once, the second hears of it.
            let now = try await database.read { db in try VideoSQL(db: db).video(name)?.revision }
            throw VideoError.changedMeanwhile(revision: now ?? 0)
        }
    }

    /// Brings the captions or chapters of a language, in place of those that there are.
    ///
    /// - Parameters:
    ///   - content: A WebVTT file; what is kept is what was understood of it.
    ///   - role: What they are.
    ///   - locale: In which language.
    ///   - name: Of which video.
    ///   - agent: Who brings them.
    ///   - actor: Who that is for the audit trail.
    /// - Returns: The video as it is now.
    /// - Throws: ``VideoError``.
    package func put(
        _ content: [UInt8],
        as role: VideoFile.Role,
        in locale: LocaleCode,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let text = try await BlockingWork.run {
            do throws(WebVTTError) {
                return try WebVTT(content).file
            } catch .tooLarge {
                throw VideoError.textTooLarge
            } catch {
                throw VideoError.textMalformed(error)
            }
        }
        // Written anew it may be longer, and what is kept is read again wherever it is shown.
        guard text.utf8.count <= WebVTT.mostBytes else { throw VideoError.textTooLarge }
        let now = clock.now
        let file = VideoFile(
            id: ID(at: now),
            role: role,
            locale: locale,
            mediaType: "text/vtt; charset=utf-8",
            sizeInBytes: text.utf8.count,
            width: nil,
            height: nil,
            milliseconds: nil,
            content: text,
            createdAt: now
        )
        return try await changing(name, as: actor) { db in
            try replace(name, role, locale, by: agent, on: now, db)
            try VideoSQL(db: db).insert(file, of: name)
            if role == .chapters { try removeStaleStills(of: name, by: agent, on: now, db) }
        }
    }

    /// Takes a file of a video away: its poster, or texts of a language.
    ///
    /// - Throws: ``VideoError``.
    package func remove(
        _ role: VideoFile.Role,
        in locale: LocaleCode? = nil,
        of name: Slug,
        by agent: Agent,
        as actor: AuditActor
    ) async throws -> Video {
        let now = clock.now
        return try await changing(name, as: actor) { db in
            let count = try replace(name, role, locale, by: agent, on: now, db)
            guard count > 0 else { throw VideoError.fileNotFound }
            if role == .chapters { try removeStaleStills(of: name, by: agent, on: now, db) }
        }
    }

    /// Takes a video away that nothing shows any more, nor would once it is published.
    ///
    /// - Throws: ``VideoError``.
    package func remove(_ name: Slug, as actor: AuditActor) async throws {
        let (now, jobs) = (clock.now, jobs)
        try await database.write { db in
            let sql = VideoSQL(db: db)
            guard try sql.hold(name) else { throw VideoError.notFound(name.rawValue) }
            let uses = try Self.uses(of: name, db)
            guard uses.isEmpty else {
                throw VideoError.inUse(name.rawValue, uses: uses.map(\.place))
            }
            for file in try sql.detachAll(from: name) { try RemoveVideoFileJob.enqueue(file, jobs, in: db) }
            try sql.remove(name)
            let deed = Deed(.videoRemoved, by: actor, on: AuditSubject("video", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
        }
    }

    /// What the videos of an installation have as their content: what must be stored for it to be whole.
    package static func digests(in database: any Database) async throws -> [BlobDigest] {
        try await database.read { db in try VideoSQL(db: db).digests() }
    }

    // MARK: - Inside

    /// Changes a video; what shows it is told to its readers anew.
    func changing(
        _ name: Slug,
        as actor: AuditActor,
        _ body: @escaping @Sendable (Connection) throws -> Void
    ) async throws -> Video {
        let now = clock.now
        let (video, changed) = try await database.write { db in
            try body(db)
            guard let video = try VideoSQL(db: db).video(name) else {
                throw VideoError.notFound(name.rawValue)
            }
            let shown = try VideoSQL(db: db).holders(showing: name).shown
            let articles = Set(shown.map(\.article)).sorted()
            for id in articles { try AuthoringSQL(db: db).tellReaders(id, at: now) }
            let deed = Deed(.videoChanged, by: actor, on: AuditSubject("video", name.rawValue))
            try AuditTrail.record(deed, at: now, in: db)
            return (video, articles)
        }
        try await telling.tell(changed)
        return video
    }

    /// Makes room for a file of a role and language, or of a chapter.
    ///
    /// - Returns: How many there were.
    @discardableResult
    func replace(
        _ name: Slug,
        _ role: VideoFile.Role,
        _ locale: LocaleCode?,
        at second: Int? = nil,
        by agent: Agent,
        on now: Instant,
        _ db: Connection
    ) throws -> Int {
        let sql = VideoSQL(db: db)
        guard try sql.hold(name) else { throw VideoError.notFound(name.rawValue) }
        try sql.touch(name, by: agent.id, at: now)
        let replaced = try sql.detach(from: name, role, locale, at: second)
        // Whoever watches the film sees it to its end; all else a page has by then.
        let delay = role == .film ? RemoveVideoFileJob.longestWatching : .zero
        for file in replaced { try RemoveVideoFileJob.enqueue(file, jobs, after: delay, in: db) }
        return replaced.count
    }

    /// What shows a video: what readers see, and what else is being written.
    private static func uses(of name: Slug, _ db: Connection) throws(DatabaseError) -> [TextUse] {
        let (shown, drafts) = try VideoSQL(db: db).holders(showing: name)
        return TextUse.all(shown: shown, drafts: drafts)
    }
}

/// Where a text shows videos.
enum VideoPlacement {
    /// Which videos a text shows, each once, in their order.
    static func names(in text: String) -> [Slug] {
        guard text.contains(":::") else { return [] }
        return BlockNotation.videos(in: text)
    }
}
