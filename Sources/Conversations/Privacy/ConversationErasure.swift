package import Base
package import People
package import Storage

/// Erasing what was said in a conversation: its key goes, then its words, files and marks.
extension Timeline {
    /// Erases a conversation inside the caller's transaction; one that is open is closed first.
    ///
    /// What stays: its number, times, topic, status, rating, who served it, tags, and that it was erased.
    ///
    /// - Returns: How many things of each kind.
    func erase(_ id: ID<Conversation>, in db: Connection) throws -> [Erasure.Erased: Int] {
        let work = work(in: db)
        let sql = ConversationErasureSQL(db: db)
        guard var conversation = try ConversationSQL(db: db).locked(id) else { return [:] }
        if conversation.status != .closed {
            let before = conversation
            try work.move(&conversation, .closed)
            try work.append(TimelineEvent(.closed), to: &conversation)
            try work.save(conversation, since: before)
        }
        var erased = try sql.eraseWords(of: id, at: work.now)
        let files = try AttachmentSQL(db: db).deleteAll(of: id)
        try work.jobs.remove(files, in: db)
        erased[.files] = files.count
        try db.destroyDataKey(of: KeyOwner(id))
        // Under a new key, which protects nothing but this entry.
        guard var emptied = try ConversationSQL(db: db).locked(id) else { return erased }
        let before = emptied
        try work.append(TimelineEvent(.erased), to: &emptied)
        try work.save(emptied, since: before)
        try work.writeTallies()
        return erased
    }
}

extension Timeline {
    /// The ids of some customers' conversations, as a query for `IN (…)`.
    package static func conversations(of customers: [ID<Customer>]) -> SQL {
        "SELECT id FROM conversation WHERE customer_id IN (\(list: customers))"
    }
}

/// Every statement that erases what was said.
struct ConversationErasureSQL {
    let db: Connection

    /// A conversation of some customers that was not erased; nil when all are.
    ///
    /// - Complexity: a stretch of `conversation_by_customer`.
    func next(of customers: [ID<Customer>]) throws(DatabaseError) -> ID<Conversation>? {
        try db.value(
            ID<Conversation>.self,
            """
            SELECT id FROM conversation WHERE customer_id IN (\(list: customers)) AND erased_at IS NULL
            ORDER BY id LIMIT 1
            """
        )
    }

    func count(of customers: [ID<Customer>]) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM conversation WHERE customer_id IN (\(list: customers))"
        ) ?? 0
    }

    /// Conversations that were closed before a moment and not erased, the oldest first.
    ///
    /// - Complexity: a stretch of `conversation_erasable`.
    func closed(before moment: Instant, limit: Int) throws(DatabaseError) -> [ID<Conversation>] {
        try db.values(
            ID<Conversation>.self,
            """
            SELECT id FROM conversation WHERE status = 'closed' AND erased_at IS NULL AND resolved_at < \(moment)
            ORDER BY resolved_at LIMIT \(limit)
            """
        )
    }

    /// Takes away every word, and what stands beside them.
    ///
    /// The index of the search is taken away at once; what its indexer may be writing at this moment it takes away
    /// itself, told by the triggers of the two tables.
    func eraseWords(
        of id: ID<Conversation>,
        at now: Instant
    ) throws(DatabaseError) -> [Erasure.Erased: Int] {
        var erased: [Erasure.Erased: Int] = [:]
        for (kind, table) in [(.messages, "message"), (.notes, "note")] as [(Erasure.Erased, SQL)] {
            erased[kind] = try db.run(
                """
                UPDATE \(table) SET body = '', sealed_body = NULL, attachments = NULL, card = NULL, sealed_parts = NULL,
                    author_name = CASE WHEN author_type = 'customer' THEN '' ELSE author_name END
                WHERE conversation_id = \(id)
                """
            )
        }
        erased[.drafts] = try db.run("DELETE FROM draft WHERE conversation_id = \(id)")
        erased[.fields] = try db.run("DELETE FROM conversation_field WHERE conversation_id = \(id)")
        erased[.visits] = try db.run("DELETE FROM conversation_visit WHERE conversation_id = \(id)")
        try db.run("DELETE FROM missed_reply WHERE conversation_id = \(id)")
        try db.run("DELETE FROM message_index WHERE conversation_id = \(id)")
        erased[.conversations] = try db.run(
            """
            UPDATE conversation SET erased_at = \(now), subject = '', sealed_subject = NULL, preview = '',
                sealed_preview = NULL, preview_author = NULL, rating_comment = NULL, sealed_rating_comment = NULL
            WHERE id = \(id)
            """
        )
        return erased
    }
}
