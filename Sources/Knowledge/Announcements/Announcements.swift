package import Base
package import Storage

/// The door to announcements.
package struct Announcements: Sendable {
    let database: any Database
    let clock: any WallClock
    let listener: any AnnouncementListener

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

    /// Those that readers see, begun or planned, the latest first.
    ///
    /// - `kind`: One kind alone; nil for all.
    /// - `isActive`: Only those under way.
    package func list(kind: Announcement.Kind? = nil, isActive: Bool = false) async throws -> [Announcement] {
        let now = clock.now
        return try await database.read { db in try AnnouncementSQL(db: db).announcements() }
            .filter { (kind == nil || $0.kind == kind) && (!isActive || $0.isActive(at: now)) }
    }

    /// The products that those name.
    func products() async throws -> Set<String> {
        try await database.read { db in try AnnouncementSQL(db: db).products() }
    }

    /// Every maintenance that readers have seen, also those that were taken back, the latest first.
    func maintenance() async throws -> [Announcement] {
        try await database.read { db in try AnnouncementSQL(db: db).maintenance() }
    }

    /// The announcement of an address.
    ///
    /// - Throws: ``ArticleError/notFound(_:)``.
    package func announcement(_ slug: Slug) async throws -> Announcement {
        let found = try await database.read { db in try AnnouncementSQL(db: db).announcement(slug) }
        guard let found, found.stage == .published else { throw ArticleError.notFound(slug.rawValue) }
        return found
    }

    /// Writes announcements; those whose address exists already are changed.
    package func save(_ announcements: [Announcement]) async throws {
        let now = clock.now
        try await database.write { db in try Self.save(announcements, at: now, in: db) }
        try await announce()
    }

    /// The same inside a transaction of the caller, who has ``announce()`` called once it is on disk.
    package static func save(
        _ announcements: [Announcement],
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        for announcement in announcements { try AnnouncementSQL(db: db).upsert(announcement, at: now) }
    }

    /// Inside a transaction of the caller: the announcement of an address; nil where there is none.
    package static func announcement(_ slug: Slug, in db: Connection) throws(DatabaseError) -> Announcement? {
        try AnnouncementSQL(db: db).announcement(slug)
    }
}

/// Somebody who keeps something made from the announcements that concern people now.
package protocol AnnouncementListener: Sendable {
    /// All that are current; what is not among them is over, out of date or gone.
    func announcementsChanged(_ current: [Announcement])
}

/// Several who hear the same.
package struct AnnouncementListeners: AnnouncementListener {
    private let all: [any AnnouncementListener]

    package init(_ all: [any AnnouncementListener]) {
        self.all = all
    }

    package func announcementsChanged(_ current: [Announcement]) {
        for listener in all { listener.announcementsChanged(current) }
    }
}
