package import Base
package import People
package import Storage

/// A text that waits for its time.
struct PublishArticleJob: Job {
    static let name = "article.publish"

    let article: String
    let locale: LocaleCode

    static func key(_ id: ID<Article>, _ locale: LocaleCode) -> String { "\(id) \(locale)" }
}

extension Authoring {
    /// How far ahead something may be scheduled.
    private static let farthest = Duration.seconds(366 * 86_400)

    /// What publishes what is due: once, on whichever node takes the job.
    package var publishing: JobHandler {
        JobHandler(PublishArticleJob.self) { job in
            guard let id = ID<Article>(job.article) else { return }
            try await publishDue(id, in: job.locale)
        }
    }

    /// Asks for a text to be looked at and published.
    package func askReview(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int
    ) async throws -> WorkingArticle {
        try await move(id, locale, .askReview, from: revision)
    }

    /// Gives a text back to who writes it, out of review or off its time.
    package func sendBack(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int
    ) async throws -> WorkingArticle {
        try await move(id, locale, .sendBack, from: revision)
    }

    /// Takes a text out of the archive.
    package func reopen(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int
    ) async throws -> WorkingArticle {
        try await move(id, locale, .reopen, from: revision)
    }

    private func move(
        _ id: ID<Article>,
        _ locale: LocaleCode,
        _ event: TranslationStage.Event,
        from revision: Int
    ) async throws -> WorkingArticle {
        let jobs = jobs
        let checked = event == .askReview ? try await checkedForReaders(id, locale, from: revision) : nil
        return try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let working = try Self.text(id, locale, sql)
            try working.expect(revision)
            let moved = try working.moved(by: event)
            if event == .askReview {
                try Self.checkForReaders(moved.text, in: locale, db, unless: checked)
            }
            try sql.put(moved, of: id)
            try jobs.cancel(PublishArticleJob.self, key: PublishArticleJob.key(id, locale), in: db)
        }
    }

    /// Throws the draft away: the published text is the working text again.
    package func discard(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int
    ) async throws -> WorkingArticle {
        try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let working = try Self.text(id, locale, sql)
            try working.expect(revision)
            let moved = try working.moved(by: .discard)
            guard let live = working.liveVersion, let version = try sql.version(live, of: id, locale) else {
                throw AuthoringError.notAllowed(.discard, in: working.stage)
            }
            try sql.put(moved.with(version.text), of: id)
        }
    }

    /// Lets readers see a text, now or at its time.
    ///
    /// - Parameters:
    ///   - id: Of which article.
    ///   - locale: In which language.
    ///   - revision: What was looked at.
    ///   - time: When; nil for at once.
    ///   - note: What stands beside the version, 500 characters at most.
    ///   - agent: Who decides.
    ///   - address: Where the request came from, for the audit trail.
    /// - Returns: The article as it is now.
    /// - Throws: ``AuthoringError``.
    package func publish(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int,
        at time: Instant? = nil,
        note: String = "",
        by agent: Agent,
        from address: String? = nil
    ) async throws -> WorkingArticle {
        let note = note.trimmed
        guard note.count <= 500 else { throw AuthoringError.invalid(field: "note", "500 characters at most") }
        let (now, jobs) = (clock.now, jobs)
        let actor = agent.acting(from: address)
        if let time, !(now < time && time <= now + Self.farthest) { throw AuthoringError.timePassed }
        let checked = try await checkedForReaders(id, locale, from: revision)
        let article = try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let working = try Self.text(id, locale, sql)
            try working.expect(revision)
            try Self.checkForReaders(working.text, in: locale, db, unless: checked)
            let key = PublishArticleJob.key(id, locale)
            if let time {
                try sql.put(try working.scheduled(at: time, note: note, by: agent), of: id)
                let job = PublishArticleJob(article: id.description, locale: locale)
                try jobs.enqueue(job, key: key, after: time - now, in: db)
                try Self.record(.articleScheduled, id, locale, by: actor, at: now, in: db)
            } else {
                try jobs.cancel(PublishArticleJob.self, key: key, in: db)
                let published = try working.moved(by: .publish)
                try Self.show(published, of: id, publisher: agent.id, note: note, at: now, sql)
                try Self.record(.articlePublished, id, locale, by: actor, at: now, in: db)
            }
        }
        if time == nil { try await tell(id) }
        return article
    }

    /// Publishes what is scheduled and due; nothing happens where it is neither any more.
    func publishDue(_ id: ID<Article>, in locale: LocaleCode) async throws {
        let now = clock.now
        let isPublished = try await database.write { db in
            guard try AuthoringSQL(db: db).touch(id, at: now) else { return false }
            let sql = WorkingTextSQL(db: db)
            guard let working = try sql.text(id, locale), working.stage == .scheduled,
                let time = working.publishAt, time <= now
            else { return false }
            let published = try working.moved(by: .fallDue)
            try Self.show(
                published,
                of: id,
                publisher: working.publisher,
                note: working.publishNote,
                at: now,
                sql
            )
            try Self.record(.articlePublished, id, locale, by: .system, at: now, in: db)
            return true
        }
        if isPublished { try await tell(id) }
    }

    /// Lets readers see a text no longer.
    package func archive(
        _ id: ID<Article>,
        in locale: LocaleCode,
        from revision: Int,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> WorkingArticle {
        let (now, jobs) = (clock.now, jobs)
        let actor = agent.acting(from: address)
        let article = try await changing(id) { db in
            let sql = WorkingTextSQL(db: db)
            let working = try Self.text(id, locale, sql)
            try working.expect(revision)
            try jobs.cancel(PublishArticleJob.self, key: PublishArticleJob.key(id, locale), in: db)
            try sql.put(try working.moved(by: .archive).live(nil), of: id)
            try sql.hide(id, locale)
            try AuthoringSQL(db: db).tellReaders(id, at: now)
            try Self.record(.articleArchived, id, locale, by: actor, at: now, in: db)
        }
        try await tell(id)
        return article
    }

    /// Changes what is decided for all languages; an address that it had leads to it from now on.
    ///
    /// - Throws: ``AuthoringError``.
    package func change(
        _ id: ID<Article>,
        to settings: WorkingArticle.Settings,
        by agent: Agent,
        from address: String? = nil
    ) async throws -> WorkingArticle {
        try await check(settings)
        let now = clock.now
        let actor = agent.acting(from: address)
        let article = try await unique(settings.slug) { db in
            try Self.change(id, by: actor, at: now, in: db) { $0 = settings }
        }
        try await tell(id)
        return article
    }

    // MARK: - Inside

    /// Changes some of what is decided for all languages, inside a transaction of the caller.
    static func change(
        _ id: ID<Article>,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection,
        _ edit: (inout WorkingArticle.Settings) -> Void
    ) throws -> WorkingArticle {
        let sql = AuthoringSQL(db: db)
        guard try sql.touch(id, at: now) else { throw AuthoringError.notFound }
        let before = try article(id, in: db).settings
        var settings = before
        edit(&settings)
        try check(settings, of: id, sql)
        try sql.update(id, to: settings)
        if before.slug != settings.slug { try sql.redirect(before.slug, to: id, now: settings.slug, at: now) }
        try sql.tellReaders(id, at: now)
        let changes = settings.changes(since: before)
        if !changes.isEmpty {
            let deed = Deed(.articleChanged, by: actor, on: AuditSubject("article", id), changes)
            try AuditTrail.record(deed, at: now, in: db)
        }
        return try article(id, in: db)
    }

    /// Writes a version where there is something new, and lets readers see it.
    static func show(
        _ working: WorkingText,
        of id: ID<Article>,
        publisher: ID<Agent>?,
        note: String,
        at now: Instant,
        _ sql: WorkingTextSQL
    ) throws {
        let live = try working.liveVersion.flatMap { try sql.version($0, of: id, working.locale) }
        var number = live?.number ?? 0
        if live?.text != working.text {
            number = try sql.lastVersion(id, working.locale) + 1
            try sql.insertVersion(
                number,
                working.text,
                of: id,
                working.locale,
                author: working.editor,
                publisher: publisher,
                note: note,
                at: now
            )
        }
        try sql.put(working.live(number), of: id)
        try sql.show(working.text, of: id, working.locale, at: now)
        try AuthoringSQL(db: sql.db).tellReaders(id, at: now)
    }

    static func record(
        _ action: AuditAction,
        _ id: ID<Article>,
        _ locale: LocaleCode,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws(DatabaseError) {
        let deed = Deed(action, by: actor, on: AuditSubject("article", id), ["locale": locale.rawValue])
        try AuditTrail.record(deed, at: now, in: db)
    }

    /// This node's search hears at once; others notice by themselves.
    func tell(_ id: ID<Article>) async throws { try await telling.tell([id]) }
}

extension WorkingArticle.Settings {
    /// What is decided otherwise than before, for the audit trail.
    fileprivate func changes(since before: Self) -> [String: String] {
        var changes: [String: String] = [:]
        if before.slug != slug { changes["slug"] = slug.rawValue }
        if before.audience.visibility != audience.visibility {
            changes["visibility"] = audience.visibility.rawValue
        }
        if before.audience.limits.tiers != audience.limits.tiers {
            changes["tiers"] = audience.limits.tiers.map(\.rawValue).joined(separator: ", ")
        }
        if before.audience.limits.regions != audience.limits.regions {
            changes["regions"] = audience.limits.regions.map(\.rawValue).joined(separator: ", ")
        }
        if before.category != category { changes["category"] = category.rawValue }
        if before.owner != owner { changes["owner"] = owner?.description ?? "" }
        if before.reviewBy != reviewBy { changes["review_by"] = reviewBy?.rfc3339 ?? "" }
        return changes
    }
}
