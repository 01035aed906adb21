import Base
import Safeguard
import Storage

/// Every statement about badge challenges.
struct BadgeChallengeSQL {
    let db: Connection

    /// - Throws: `DatabaseError` with a unique violation when the code is taken.
    func insert(_ challenge: BadgeChallenge, digest: [UInt8]) throws(DatabaseError) {
        let question = challenge.question
        try db.run(
            """
            INSERT INTO badge_challenge (id, digest, conversation, reference, customer_id, agent_id, created_at, expires_at)
            VALUES (\(challenge.id), \(digest), \(question.conversation), \(question.reference), \(question.customer),
                \(question.agent), \(challenge.createdAt), \(challenge.expiresAt))
            """
        )
    }

    /// When the codes of a conversation were made since a moment, the oldest first.
    ///
    /// - Complexity: a range scan of `badge_challenge_by_conversation`.
    func made(in conversation: String, since: Instant) throws(DatabaseError) -> [Instant] {
        try db.values(
            Instant.self,
            """
            SELECT created_at FROM badge_challenge
            WHERE conversation = \(conversation) AND created_at > \(since) ORDER BY created_at
            """
        )
    }

    /// The challenge of a code.
    ///
    /// - Complexity: one look-up of a hash, of which nobody outside can choose the beginning.
    func challenge(digest: [UInt8]) throws(DatabaseError) -> BadgeChallenge? {
        let row = try db.first(
            ChallengeRow.self,
            """
            SELECT id, digest, conversation, reference, customer_id, agent_id, created_at, expires_at, used_at
            FROM badge_challenge WHERE digest = \(digest)
            """
        )
        guard let row, constantTimeEquals(row.digest, digest) else { return nil }
        return row.challenge
    }

    /// Uses up a code, for one of all who try at the same time.
    ///
    /// - Returns: Whether it was still unused.
    func use(_ id: ID<BadgeChallenge>, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE badge_challenge SET used_at = \(now)
            WHERE id = \(id) AND used_at IS NULL AND expires_at > \(now)
            """
        ) == 1
    }

    /// Forgets what is older than a moment.
    ///
    /// - Complexity: a range scan of `badge_challenge_by_created_at`.
    func forget(before moment: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM badge_challenge WHERE created_at < \(moment)")
    }
}

private struct ChallengeRow: RowDecodable {
    let digest: [UInt8]
    let challenge: BadgeChallenge

    init(row: Row) throws(DatabaseError) {
        self.digest = try row.get("digest")
        self.challenge = BadgeChallenge(
            id: try row.get("id"),
            question: .init(
                conversation: try row.get("conversation"),
                reference: try row.get("reference"),
                customer: try row.get("customer_id"),
                agent: try row.get("agent_id")
            ),
            createdAt: try row.get("created_at"),
            expiresAt: try row.get("expires_at"),
            usedAt: try row.get("used_at")
        )
    }
}
