import Base
import People
import Safeguard
import Storage

/// Every statement about step-ups.
struct StepUpSQL {
    let db: Connection

    /// A step-up with what its hashes are keyed with.
    struct Kept: Sendable {
        var stepUp: StepUp
        let code: StepUpCode
    }

    /// - Throws: `DatabaseError` with a unique violation when one waits in the conversation.
    func insert(_ kept: Kept) throws {
        let stepUp = kept.stepUp
        try db.run(
            """
            INSERT INTO step_up (id, conversation_id, customer_id, purpose, method, required_level, asked_by, secret,
                identity_hash, identity_level, status, attempts, sends, created_at, expires_at)
            VALUES (\(stepUp.id), \(stepUp.place), \(stepUp.customer), \(stepUp.purpose), \(stepUp.method),
                \(stepUp.requiredLevel), \(stepUp.askedBy), \(try sealed(kept.code.key, stepUp)),
                \(stepUp.identity.hash), \(stepUp.identity.level), \(stepUp.status), 0, 0,
                \(stepUp.createdAt), \(stepUp.expiresAt))
            """
        )
    }

    /// One that nobody else changes until this transaction ends; nil where there is none in the conversation.
    func held(_ id: ID<StepUp>, in place: ID<ConversationPlace>) throws -> Kept? {
        try kept(
            """
            UPDATE step_up SET status = status WHERE id = \(id) AND conversation_id = \(place)
            RETURNING \(StepUpRow.columns)
            """
        ).first
    }

    /// The one that waits in a conversation, held like the other.
    func heldWaiting(in place: ID<ConversationPlace>) throws -> Kept? {
        try kept(
            """
            UPDATE step_up SET status = status WHERE conversation_id = \(place) AND status = \(StepUp.Status.waiting)
            RETURNING \(StepUpRow.columns)
            """
        ).first
    }

    func find(_ id: ID<StepUp>, in place: ID<ConversationPlace>) throws -> Kept? {
        try kept(
            "SELECT \(StepUpRow.columns) FROM step_up WHERE id = \(id) AND conversation_id = \(place)"
        ).first
    }

    /// Those of a conversation, the newest first.
    ///
    /// - Complexity: one range scan of `step_up_by_conversation`.
    func all(in place: ID<ConversationPlace>, limit: Int) throws -> [Kept] {
        try kept(
            """
            SELECT \(StepUpRow.columns) FROM step_up WHERE conversation_id = \(place)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        )
    }

    /// Those of a customer that hold, in whatever conversation, the newest first.
    ///
    /// - Complexity: one range scan of `step_up_by_customer`.
    func verified(of customer: ID<Customer>, at now: Instant, limit: Int) throws -> [Kept] {
        try kept(
            """
            SELECT \(StepUpRow.columns) FROM step_up
            WHERE customer_id = \(customer) AND status = \(StepUp.Status.verified) AND valid_until > \(now)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        )
    }

    func update(_ stepUp: StepUp) throws(DatabaseError) {
        try db.run(
            """
            UPDATE step_up SET status = \(stepUp.status), attempts = \(stepUp.attempts), sends = \(stepUp.sends),
                last_sent_at = \(stepUp.lastSentAt), sent_to = \(stepUp.sentTo), code_hash = \(stepUp.codeHash),
                decided_at = \(stepUp.decidedAt), valid_until = \(stepUp.validUntil)
            WHERE id = \(stepUp.id)
            """
        )
    }

    /// What an account had since a moment: answers that were not right, and codes.
    func usage(of customer: ID<Customer>, since moment: Instant) throws(DatabaseError) -> StepUpUsage {
        try db.first(
            StepUpUsage.self,
            """
            SELECT CAST(COALESCE(SUM(attempts - CASE WHEN status = \(StepUp.Status.verified) THEN 1 ELSE 0 END), 0) AS BIGINT)
                AS attempts, CAST(COALESCE(SUM(sends), 0) AS BIGINT) AS sends
            FROM step_up WHERE customer_id = \(customer) AND created_at > \(moment)
            """
        ) ?? StepUpUsage(attempts: 0, sends: 0)
    }

    private func kept(_ query: SQL) throws -> [Kept] {
        try db.all(StepUpRow.self, query).map { row in
            Kept(stepUp: row.stepUp, code: StepUpCode(key: try opened(row.secret, row.stepUp)))
        }
    }

    // MARK: The one place that writes and reads the key

    private func sealed(_ key: Redacted<[UInt8]>, _ stepUp: StepUp) throws -> [UInt8] {
        try db.dataKey(of: KeyOwner(stepUp.customer)).seal(key.exposed, as: Self.secret(of: stepUp))
    }

    private func opened(_ secret: [UInt8], _ stepUp: StepUp) throws -> Redacted<[UInt8]> {
        guard let key = try db.existingDataKey(of: KeyOwner(stepUp.customer)) else {
            // Their data was erased, and with it what this could hold for.
            throw StepUpError.notFound
        }
        return Redacted(try key.open(secret, as: Self.secret(of: stepUp)))
    }

    private static func secret(of stepUp: StepUp) -> FieldName {
        FieldName("step_up.secret", row: stepUp.id.bytes)
    }
}

/// What an account had within a while.
struct StepUpUsage: RowDecodable, Sendable {
    let attempts: Int
    let sends: Int

    init(attempts: Int, sends: Int) {
        self.attempts = attempts
        self.sends = sends
    }

    init(row: Row) throws(DatabaseError) {
        self.attempts = try row.get("attempts")
        self.sends = try row.get("sends")
    }
}

/// A row of `step_up` as it is stored.
private struct StepUpRow: RowDecodable {
    static let columns: SQL = """
        id, conversation_id, customer_id, purpose, method, required_level, asked_by, secret, identity_hash, identity_level, \
        code_hash, status, attempts, sends, last_sent_at, sent_to, created_at, expires_at, decided_at, valid_until
        """

    let stepUp: StepUp
    let secret: [UInt8]

    init(row: Row) throws(DatabaseError) {
        var stepUp = StepUp(
            id: try row.get("id"),
            place: try row.get("conversation_id"),
            customer: try row.get("customer_id"),
            purpose: try row.get("purpose"),
            method: try row.get("method"),
            requiredLevel: try row.get("required_level"),
            askedBy: try row.get("asked_by"),
            createdAt: try row.get("created_at"),
            expiresAt: try row.get("expires_at"),
            identity: StepUpIdentity(
                hash: try row.get("identity_hash"),
                level: try row.get("identity_level")
            )
        )
        stepUp.status = try row.get("status")
        stepUp.attempts = try row.get("attempts")
        stepUp.sends = try row.get("sends")
        stepUp.lastSentAt = try row.get("last_sent_at")
        stepUp.sentTo = try row.get("sent_to")
        stepUp.codeHash = try row.get("code_hash")
        stepUp.decidedAt = try row.get("decided_at")
        stepUp.validUntil = try row.get("valid_until")
        self.stepUp = stepUp
        self.secret = try row.get("secret")
    }
}
