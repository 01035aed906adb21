import Base
import People
import Storage

extension Authoring {
    /// Makes one of several changes of an article, all of it or nothing.
    ///
    /// - Returns: The article as it is now.
    /// - Throws: ``AuthoringError``.
    func change(
        _ id: ID<Article>,
        _ change: BulkChange,
        by agent: Agent,
        from address: String?
    ) async throws -> WorkingArticle {
        let (now, jobs) = (clock.now, jobs)
        let actor = agent.acting(from: address)
        let article = try await database.write { db -> WorkingArticle in
            switch change {
            case .category(let category):
                return try Self.change(id, by: actor, at: now, in: db) { $0.category = category }
            case .owner(let owner):
                return try Self.change(id, by: actor, at: now, in: db) { $0.owner = owner }
            case .reviewBy(let time):
                return try Self.change(id, by: actor, at: now, in: db) { $0.reviewBy = time }
            case .audience(let audience):
                return try Self.change(id, by: actor, at: now, in: db) { $0.audience = audience }
            case .addKeyword(let word, let locale):
                try Self.setKeywords(id, locale, agent, actor, now, db) { words in
                    if !words.contains(word) { words.append(word) }
                }
            case .removeKeyword(let word, let locale):
                try Self.setKeywords(id, locale, agent, actor, now, db) { words in
                    words.removeAll { $0 == word }
                }
            case .archive: try Self.archive(id, actor, jobs, now, db)
            case .reopen: try Self.reopen(id, now, db)
            }
            return try Self.article(id, in: db)
        }
        try await tell(id)
        return article
    }

    /// Changes the keywords of a language, or of all: what readers see is published anew, a draft gets them with the rest.
    private static func setKeywords(
        _ id: ID<Article>,
        _ locale: LocaleCode?,
        _ agent: Agent,
        _ actor: AuditActor,
        _ now: Instant,
        _ db: Connection,
        _ edit: (inout [String]) -> Void
    ) throws {
        guard try AuthoringSQL(db: db).touch(id, at: now) else { throw AuthoringError.notFound }
        let sql = WorkingTextSQL(db: db)
        let before = try sql.liveSourceVersion(id)
        for working in try article(id, in: db).texts where (locale ?? working.locale) == working.locale {
            guard working.stage != .archived else { continue }
            var text = working.text
            edit(&text.keywords)
            guard text.keywords != working.text.keywords else { continue }
            let edited = try working.edited(to: try text.validated(), by: agent, at: now)
            guard working.stage == .published else {
                try sql.put(edited, of: id)
                continue
            }
            // All else it says is shown already, and stays.
            let published = try edited.moved(by: .publish)
            try show(published, of: id, publisher: agent.id, note: "", at: now, sql)
            try record(.articlePublished, id, working.locale, by: actor, at: now, in: db)
        }
        // The source says what it said: its translations are no older for it.
        if let before, let after = try sql.liveSourceVersion(id), before != after {
            try sql.follow(id, from: before, to: after)
        }
    }

    private static func archive(
        _ id: ID<Article>,
        _ actor: AuditActor,
        _ jobs: Jobs,
        _ now: Instant,
        _ db: Connection
    ) throws {
        guard try AuthoringSQL(db: db).touch(id, at: now) else { throw AuthoringError.notFound }
        let sql = WorkingTextSQL(db: db)
        for working in try article(id, in: db).texts where working.stage != .archived {
            try jobs.cancel(PublishArticleJob.self, key: PublishArticleJob.key(id, working.locale), in: db)
            try sql.put(try working.moved(by: .archive).live(nil), of: id)
            try sql.hide(id, working.locale)
            try record(.articleArchived, id, working.locale, by: actor, at: now, in: db)
        }
        try AuthoringSQL(db: db).tellReaders(id, at: now)
    }

    /// Takes every text out of the archive, as a draft.
    private static func reopen(_ id: ID<Article>, _ now: Instant, _ db: Connection) throws {
        guard try AuthoringSQL(db: db).touch(id, at: now) else { throw AuthoringError.notFound }
        let sql = WorkingTextSQL(db: db)
        for working in try article(id, in: db).texts where working.stage == .archived {
            try sql.put(try working.moved(by: .reopen), of: id)
        }
    }
}
