package import Base
package import People
package import Storage

/// Which announcements the desk lists; all of it must hold.
package struct AnnouncementFilter: Sendable, Hashable {
    package var stage: AnnouncementStage?
    package var kind: Announcement.Kind?

    package init(stage: AnnouncementStage? = nil, kind: Announcement.Kind? = nil) {
        self.stage = stage
        self.kind = kind
    }
}

/// An announcement that waits for its time.
struct PublishAnnouncementJob: Job {
    static let name = "announcement.publish"

    let announcement: String
}

/// Where announcements are written and published, and where incidents are told on.
///
/// Every change names the revision that it started from: whoever was second is told what there is now.
package struct AnnouncementDesk: Sendable {
    /// How far ahead something may be scheduled.
    private static let farthest = Duration.seconds(366 * 86_400)
    private static let longestUpdate = 5000
    /// Updates of one announcement at most.
    private static let mostUpdates = 200

    let database: any Database
    let announcements: Announcements
    let hearers: [any AnnouncementHearer]
    let jobs: Jobs
    let clock: any WallClock

    /// - `announcements`: Where readers see what is published here.
    /// - `hearers`: Who is told of it.
    package init(_ announcements: Announcements, hearers: [any AnnouncementHearer], jobs: Jobs) {
        self.database = announcements.database
        self.announcements = announcements
        self.hearers = hearers
        self.jobs = jobs
        self.clock = announcements.clock
    }

    /// What publishes what is due: once, on whichever node takes the job.
    package var publishing: JobHandler {
        JobHandler(PublishAnnouncementJob.self) { job in
            guard let id = ID<Announcement>(job.announcement) else { return }
            try await publishDue(id)
        }
    }

    // MARK: - Reading

    /// The announcements of a filter, the last begun first.
    package func list(
        _ filter: AnnouncementFilter,
        before cursor: ID<Announcement>? = nil,
        limit: Int
    ) async throws -> (announcements: [Announcement], next: ID<Announcement>?) {
        let found = try await database.read { db in
            try AnnouncementSQL(db: db).list(filter, before: cursor, limit: limit + 1)
        }
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last?.id : nil)
    }

    /// - Throws: ``AnnouncementError/notFound``.
    package func announcement(_ id: ID<Announcement>) async throws -> Announcement {
        try await database.read { db in try Self.announcement(id, in: db) }
    }

    private static func announcement(_ id: ID<Announcement>, in db: Connection) throws -> Announcement {
        guard let found = try AnnouncementSQL(db: db).announcement(id) else {
            throw AnnouncementError.notFound
        }
        return found
    }

    /// Who did what to it, the latest first.
    package func deeds(on id: ID<Announcement>) async throws -> [RecordedDeed] {
        try await database.read { db in
            _ = try Self.announcement(id, in: db)
            return try AuditTrail.deeds(on: Self.subject(id), limit: 200, in: db)
        }
    }

    // MARK: - Writing

    /// Begins an announcement as a draft.
    ///
    /// - Throws: ``AnnouncementError``.
    package func create(_ draft: AnnouncementDraft, by agent: Agent) async throws -> Announcement {
        let now = clock.now
        let draft = try draft.validated(at: now)
        let empty = Announcement(
            id: ID(at: now),
            slug: draft.slug,
            kind: draft.kind,
            startsAt: now,
            expectedEndAt: nil,
            translations: [],
            stage: .draft,
            changedAt: now
        )
        let made = empty.written(draft, at: now)
        try await unique(draft.slug) { db in try AnnouncementSQL(db: db).put(made) }
        return made
    }

    /// Saves what is written of it; of a published one readers see that at once.
    ///
    /// - Throws: ``AnnouncementError``.
    package func save(
        _ draft: AnnouncementDraft,
        of id: ID<Announcement>,
        from revision: Int,
        by actor: AuditActor
    ) async throws -> Announcement {
        let draft = try draft.validated(at: clock.now)
        let hearers = hearers
        return try await change(id, .edit, from: revision, slug: draft.slug) { announcement, now, db in
            let isOver = announcement.endedAt != nil
            announcement = announcement.written(draft, at: now)
            guard announcement.stage == .published else { return }
            try announcement.checkedForReaders()
            // That it is over is news, whoever says it where; what else is mended in a text is none.
            if !isOver, announcement.endedAt != nil {
                for hearer in hearers { try hearer.tell(announcement, .ended, in: db) }
            }
            try Self.record(.announcementChanged, id, by: actor, at: now, in: db)
        }
    }

    /// Lets readers see it, now or at its time.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - revision: What was looked at.
    ///   - time: When; nil for at once.
    ///   - actor: Who decides.
    /// - Returns: The announcement as it is now.
    /// - Throws: ``AnnouncementError``.
    package func publish(
        _ id: ID<Announcement>,
        from revision: Int,
        at time: Instant? = nil,
        by actor: AuditActor
    ) async throws -> Announcement {
        let (jobs, hearers) = (jobs, hearers)
        let moment = clock.now
        if let time, !(moment < time && time <= moment + Self.farthest) { throw AnnouncementError.timePassed }
        return try await change(id, time == nil ? .publish : .schedule, from: revision) {
            announcement,
            now,
            db in
            try announcement.checkedForReaders()
            if let time {
                announcement.publishAt = time
                let job = PublishAnnouncementJob(announcement: id.description)
                try jobs.enqueue(job, key: id.description, after: time - now, in: db)
                try Self.record(.announcementScheduled, id, by: actor, at: now, in: db)
            } else {
                announcement.appear(at: now)
                for hearer in hearers { try hearer.tell(announcement, .published, in: db) }
                try Self.record(.announcementPublished, id, by: actor, at: now, in: db)
            }
        }
    }

    /// Takes it off its time: a draft again.
    package func unschedule(
        _ id: ID<Announcement>,
        from revision: Int,
        by actor: AuditActor
    ) async throws -> Announcement {
        try await change(id, .unschedule, from: revision) { _, now, db in
            try Self.record(.announcementChanged, id, by: actor, at: now, ["stage": "draft"], in: db)
        }
    }

    /// Lets readers see it no longer.
    package func withdraw(
        _ id: ID<Announcement>,
        from revision: Int,
        by actor: AuditActor
    ) async throws -> Announcement {
        let hearers = hearers
        return try await change(id, .withdraw, from: revision) { _, now, db in
            let seen = try Self.announcement(id, in: db)
            // Of a draft nobody was told.
            if seen.stage == .published { for hearer in hearers { try hearer.takeBack(seen, in: db) } }
            try Self.record(.announcementWithdrawn, id, by: actor, at: now, in: db)
        }
    }

    /// Says how it goes on, in every language that it has.
    ///
    /// - Parameters:
    ///   - texts: One in each of its languages.
    ///   - state: How far an incident has come; of a maintenance only that it is done. What is resolved has ended now, and
    ///     what is told on afterwards goes on.
    ///   - expectedEnd: When it is expected to end from now on; nil leaves what was said.
    ///   - id: Which.
    ///   - revision: What was looked at.
    ///   - actor: Who says it.
    /// - Returns: The announcement as it is now.
    /// - Throws: ``AnnouncementError``.
    package func update(
        _ texts: [LocaleCode: String],
        state: IncidentState?,
        expectedEnd: Instant? = nil,
        of id: ID<Announcement>,
        from revision: Int,
        by actor: AuditActor
    ) async throws -> Announcement {
        let texts = texts.mapValues(\.trimmed)
        guard texts.values.allSatisfy({ (1...Self.longestUpdate).contains($0.count) }) else {
            throw AnnouncementError.invalid(field: "texts", "1 to \(Self.longestUpdate) characters each")
        }
        let hearers = hearers
        return try await change(id, .update, from: revision) { announcement, now, db in
            guard Set(texts.keys) == Set(announcement.translations.map(\.locale)) else {
                throw AnnouncementError.invalid(
                    field: "texts",
                    "one in each language that it has, and no other"
                )
            }
            let moment = try announcement.goOn(texts, state, expectedEnd, at: now)
            guard announcement.translations.allSatisfy({ $0.updates.count <= Self.mostUpdates }) else {
                throw AnnouncementError.invalid(field: "texts", "\(Self.mostUpdates) updates at most")
            }
            for hearer in hearers { try hearer.tell(announcement, .wentOn(moment), in: db) }
            let details = state.map { ["state": $0.rawValue] } ?? [:]
            try Self.record(.announcementUpdated, id, by: actor, at: now, details, in: db)
        }
    }

    /// Publishes what is scheduled and due; nothing happens where it is neither any more.
    func publishDue(_ id: ID<Announcement>) async throws {
        let (now, hearers) = (clock.now, hearers)
        let isPublished = try await database.write { db in
            let sql = AnnouncementSQL(db: db)
            guard try sql.hold(id), var announcement = try sql.announcement(id),
                announcement.stage == .scheduled, let time = announcement.publishAt, time <= now
            else { return false }
            try announcement.move(by: .fallDue, at: now)
            announcement.appear(at: now)
            try sql.put(announcement)
            for hearer in hearers { try hearer.tell(announcement, .published, in: db) }
            try Self.record(.announcementPublished, id, by: .system, at: now, in: db)
            return true
        }
        if isPublished { try await announcements.announce() }
    }

    // MARK: - Inside

    /// Changes an announcement that nobody else changes meanwhile; whoever reads hears of it once it is on disk.
    private func change(
        _ id: ID<Announcement>,
        _ event: AnnouncementStage.Event,
        from revision: Int,
        slug: Slug? = nil,
        _ body: @escaping @Sendable (inout Announcement, Instant, Connection) throws -> Void
    ) async throws -> Announcement {
        let (now, jobs) = (clock.now, jobs)
        let (before, after) = try await unique(slug) { db in
            let sql = AnnouncementSQL(db: db)
            guard try sql.hold(id) else { throw AnnouncementError.notFound }
            let before = try Self.announcement(id, in: db)
            try before.expect(revision)
            var announcement = before
            try announcement.move(by: event, at: now)
            try jobs.cancel(PublishAnnouncementJob.self, key: id.description, in: db)
            try body(&announcement, now, db)
            try sql.put(announcement)
            return (before, announcement)
        }
        if before.stage == .published || after.stage == .published { try await announcements.announce() }
        return after
    }

    /// Of two who take an address at once, the second hears of it.
    private func unique<Value: Sendable>(
        _ slug: Slug?,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(body)
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw AnnouncementError.slugTaken(slug?.rawValue ?? "")
        }
    }

    private static func subject(_ id: ID<Announcement>) -> AuditSubject { AuditSubject("announcement", id) }

    private static func record(
        _ action: AuditAction,
        _ id: ID<Announcement>,
        by actor: AuditActor,
        at now: Instant,
        _ details: [String: String] = [:],
        in db: Connection
    ) throws(DatabaseError) {
        try AuditTrail.record(Deed(action, by: actor, on: subject(id), details), at: now, in: db)
    }
}
