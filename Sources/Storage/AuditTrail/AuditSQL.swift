import Base

/// Every statement about the audit trail.
struct AuditSQL {
    private static let content: SQL = """
        happened_at, actor_kind, actor_id, actor_name, address, action, subject_kind, subject_id, details
        """

    let db: Connection

    // MARK: Deeds that wait

    /// Writes a deed; its error may come as late as the end of the transaction.
    func insert(_ deed: Deed, at now: Instant) throws(DatabaseError) {
        try db.post("INSERT INTO audit_pending (id, \(Self.content)) VALUES (\(values(of: deed, at: now)))")
    }

    /// Writes a deed unless the same person did the same to the same thing since a moment.
    func insert(_ deed: Deed, at now: Instant, unlessSince moment: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO audit_pending (id, \(Self.content)) SELECT \(values(of: deed, at: now))
            WHERE NOT EXISTS (\(like(deed, "audit_entry", since: moment)))
                AND NOT EXISTS (\(like(deed, "audit_pending", since: moment)))
            """
        )
    }

    /// Whether the same person did the same to the same thing since a moment.
    ///
    /// - Complexity: one look into `audit_entry_by_subject`, and all deeds that wait: those of a second.
    func isKnown(_ deed: Deed, since moment: Instant) throws(DatabaseError) -> Bool {
        try db.value(
            Int.self,
            """
            SELECT 1 WHERE EXISTS (\(like(deed, "audit_entry", since: moment)))
                OR EXISTS (\(like(deed, "audit_pending", since: moment)))
            """
        ) != nil
    }

    /// Entries and waiting deeds about some subjects.
    ///
    /// - Complexity: a range of `audit_entry_by_subject` for each, and all deeds that wait: those of a second.
    func count(about subjects: [String]) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT (SELECT COUNT(*) FROM audit_entry WHERE subject_id IN (\(list: subjects)))
                + (SELECT COUNT(*) FROM audit_pending WHERE subject_id IN (\(list: subjects)))
            """
        ) ?? 0
    }

    private func like(_ deed: Deed, _ table: SQL, since moment: Instant) -> SQL {
        """
        SELECT 1 FROM \(table) WHERE subject_id = \(deed.subject.id) AND actor_id = \(deed.actor.id)
            AND action = \(deed.action.rawValue) AND subject_kind = \(deed.subject.kind) AND happened_at > \(moment)
        """
    }

    private func values(of deed: Deed, at now: Instant) -> SQL {
        """
        \(ID<PendingDeed>(at: now)), \(now), \(deed.actor.kind), \(deed.actor.id), \(deed.actor.name), \
        \(deed.actor.address), \(deed.action.rawValue), \(deed.subject.kind), \(deed.subject.id), \
        \(JSONColumn(deed.details))
        """
    }

    func hasPending() throws(DatabaseError) -> Bool {
        try db.value(Int.self, "SELECT 1 FROM audit_pending LIMIT 1") != nil
    }

    func pendingCount() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM audit_pending") ?? 0
    }

    func oldestPending() throws(DatabaseError) -> Instant? {
        try db.value(Instant.self, "SELECT MIN(happened_at) FROM audit_pending")
    }

    /// Deeds that wait, the oldest first.
    ///
    /// - `limit`: Deeds at most.
    func pending(limit: Int) throws(DatabaseError) -> [PendingDeed] {
        try db.all(
            PendingDeed.self,
            "SELECT id, \(Self.content) FROM audit_pending ORDER BY id LIMIT \(limit)"
        )
    }

    /// By its id and not "up to an id": one with a lower id may come to light between two statements.
    func delete(_ deed: PendingDeed) throws(DatabaseError) {
        try db.post("DELETE FROM audit_pending WHERE id = \(deed.id)")
    }

    /// What was done to one thing, the latest first, whether it has its place in the chain yet or not.
    ///
    /// - `limit`: Deeds at most.
    ///
    /// Complexity: one range of `audit_entry_by_subject`, and all deeds that wait: those of a second.
    func deeds(on subject: AuditSubject, limit: Int) throws(DatabaseError) -> [RecordedDeed] {
        try db.all(
            RecordedDeed.self,
            """
            SELECT happened_at, actor_name, action, details FROM audit_entry
            WHERE subject_id = \(subject.id) AND subject_kind = \(subject.kind)
            UNION ALL
            SELECT happened_at, actor_name, action, details FROM audit_pending
            WHERE subject_id = \(subject.id) AND subject_kind = \(subject.kind)
            ORDER BY happened_at DESC LIMIT \(limit)
            """
        )
    }

    // MARK: The chain

    /// The last entry's number and hash, held against other nodes until the transaction ends.
    ///
    /// A change of nothing, which locks the row on both engines.
    func heldHead() throws(DatabaseError) -> AuditHead? {
        try db.first(AuditHead.self, "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash")
    }

    func head() throws(DatabaseError) -> AuditHead? {
        try db.first(AuditHead.self, "SELECT seq, hash FROM audit_head WHERE id = 1")
    }

    func setHead(_ head: AuditHead) throws(DatabaseError) {
        try db.post("UPDATE audit_head SET seq = \(head.seq), hash = \(head.hash) WHERE id = 1")
    }

    func insert(_ entry: AuditEntry) throws(DatabaseError) {
        try db.post(
            """
            INSERT INTO audit_entry (seq, \(Self.content), previous_hash, hash)
            VALUES (\(entry.seq), \(entry.happenedAt), \(entry.actorKind), \(entry.actorID), \(entry.actorName),
                \(entry.address), \(entry.action), \(entry.subjectKind), \(entry.subjectID), \(entry.details),
                \(entry.previousHash), \(entry.hash))
            """
        )
    }

    /// The entries after a number, in their order.
    ///
    /// - `limit`: Entries at most.
    func entries(after seq: Int, limit: Int) throws(DatabaseError) -> [AuditEntry] {
        try db.all(
            AuditEntry.self,
            """
            SELECT seq, \(Self.content), previous_hash, hash FROM audit_entry
            WHERE seq > \(seq) ORDER BY seq LIMIT \(limit)
            """
        )
    }

    /// What stands as the number and hash of one entry; nil when there is none.
    func head(at seq: Int) throws(DatabaseError) -> AuditHead? {
        try db.first(AuditHead.self, "SELECT seq, hash FROM audit_entry WHERE seq = \(seq)")
    }
}
