import Base
import People
import Storage

/// Every statement about replies that wait to be read.
struct MissedReplySQL {
    let db: Connection

    /// A row as the watch needs it.
    struct Waiting: RowDecodable {
        let conversation: ID<Conversation>
        let seq: Int
        let customer: ID<Customer>

        init(row: Row) throws(DatabaseError) {
            self.conversation = try row.get("conversation_id")
            self.seq = try row.get("seq")
            self.customer = try row.get("customer_id")
        }
    }

    /// Notes a reply unless an earlier one waits already.
    func note(_ conversation: ID<Conversation>, seq: Int, due: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO missed_reply (conversation_id, seq, due_at) VALUES (\(conversation), \(seq), \(due))
            ON CONFLICT (conversation_id) DO NOTHING
            """
        )
    }

    /// Nothing waits any more.
    func forget(_ conversation: ID<Conversation>) throws(DatabaseError) {
        try db.run("DELETE FROM missed_reply WHERE conversation_id = \(conversation)")
    }

    /// What is due before a moment and not told, the longest due first.
    ///
    /// - Complexity: One range of `missed_reply_by_due`, `limit` rows at most.
    func waiting(dueBefore moment: Instant, limit: Int) throws(DatabaseError) -> [Waiting] {
        try db.all(
            Waiting.self,
            """
            SELECT missed_reply.conversation_id, missed_reply.seq, conversation.customer_id
            FROM missed_reply JOIN conversation ON conversation.id = missed_reply.conversation_id
            WHERE due_at < \(moment) ORDER BY due_at LIMIT \(limit)
            """
        )
    }

    /// Puts off what is not told yet.
    func putOff(_ conversations: [ID<Conversation>], to moment: Instant) throws(DatabaseError) {
        try db.run(
            """
            UPDATE missed_reply SET due_at = \(moment)
            WHERE conversation_id IN (\(list: conversations)) AND due_at IS NOT NULL
            """
        )
    }

    /// Takes what is due for telling it.
    ///
    /// - Returns: Whether it was still there and due: of two nodes one is told so.
    func take(_ conversation: ID<Conversation>, dueBefore moment: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            "UPDATE missed_reply SET due_at = NULL WHERE conversation_id = \(conversation) AND due_at < \(moment)"
        ) > 0
    }
}
