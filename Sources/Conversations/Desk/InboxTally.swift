import Base
import People
package import Storage

/// A heap of open conversations: those of one status that one agent, or nobody, has.
struct InboxHeap: Hashable, Comparable {
    /// Nil for what nobody has.
    let agent: ID<Agent>?
    let status: Conversation.Status

    /// Where a conversation is counted; nil for one that is over.
    init?(_ conversation: Conversation) {
        guard conversation.status.isOpen else { return nil }
        self.agent = conversation.agent
        self.status = conversation.status
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.holder.lexicographicallyPrecedes(right.holder))
            || (left.holder == right.holder && left.status.rawValue < right.status.rawValue)
    }

    /// As the database keys it.
    var holder: [UInt8] { agent?.bytes ?? [] }
}

/// What one transaction does to the counts of the inbox, written when it is about to end.
///
/// It stays within the transaction.
final class InboxTally {
    struct Change: Hashable {
        var count = 0
        /// Of those that are put aside.
        var snoozed = 0
    }

    private(set) var changes: [InboxHeap: Change] = [:]

    /// A new conversation.
    func opened(_ conversation: Conversation) {
        count(conversation, 1)
    }

    /// A conversation that was one thing and is another now.
    func changed(_ before: Conversation, to after: Conversation) {
        count(before, -1)
        count(after, 1)
    }

    private func count(_ conversation: Conversation, _ number: Int) {
        guard let heap = InboxHeap(conversation) else { return }
        changes[heap, default: Change()].count += number
        if conversation.activeSnooze != nil { changes[heap, default: Change()].snoozed += number }
    }
}

/// Every statement about the counts of the inbox.
struct InboxTallySQL {
    /// How many rows stand for what nobody has; an agent's own conversations seldom change at once.
    private static let shards = 16

    let db: Connection

    /// Adds what a transaction did; in one order whoever does it, so that two do not wait for each other.
    func add(_ tally: InboxTally) throws(DatabaseError) {
        let changes = tally.changes.filter { $0.value != InboxTally.Change() }
        for (heap, change) in changes.sorted(by: { $0.key < $1.key }) {
            let shard = heap.agent == nil ? Int.random(in: 0..<Self.shards) : 0
            try db.post(
                """
                INSERT INTO inbox_count (holder, status, shard, count, snoozed)
                VALUES (\(heap.holder), \(heap.status), \(shard), \(change.count), \(change.snoozed))
                ON CONFLICT (holder, status, shard) DO UPDATE SET count = inbox_count.count + excluded.count,
                    snoozed = inbox_count.snoozed + excluded.snoozed
                """
            )
        }
    }

    /// How many open conversations there are, by who has them and status.
    func totals() throws(DatabaseError) -> [InboxTotalRow] {
        try db.all(
            InboxTotalRow.self,
            """
            SELECT holder, status, CAST(SUM(count) AS BIGINT) AS count, CAST(SUM(snoozed) AS BIGINT) AS snoozed
            FROM inbox_count GROUP BY holder, status HAVING SUM(count) <> 0 OR SUM(snoozed) <> 0
            """
        )
    }

    /// The same counted from the conversations themselves: for checks.
    ///
    /// - Complexity: a scan of `conversation_by_agent`.
    func counted() throws(DatabaseError) -> [InboxTotalRow] {
        try db.all(
            InboxTotalRow.self,
            """
            SELECT COALESCE(agent_id, \([UInt8]())) AS holder, status, COUNT(*) AS count,
                COUNT(snoozed_at) AS snoozed \(Self.open)
            """
        )
    }

    /// Counts everything anew, while nobody else counts.
    func recount() throws(DatabaseError) {
        _ = try db.run(
            db.dialect(sqlite: "SELECT 1", postgres: "LOCK TABLE inbox_count IN EXCLUSIVE MODE")
        )
        try db.run("DELETE FROM inbox_count")
        try db.run(
            """
            INSERT INTO inbox_count (holder, status, shard, count, snoozed)
            SELECT COALESCE(agent_id, \([UInt8]())), status, 0, COUNT(*), COUNT(snoozed_at) \(Self.open)
            """
        )
    }

    private static let open: SQL = """
        FROM conversation WHERE status IN ('assistant', 'queued', 'assigned', 'waiting_customer')
        GROUP BY agent_id, status
        """
}

/// One group of open conversations.
struct InboxTotalRow: RowDecodable, Hashable {
    let agent: ID<Agent>?
    let status: Conversation.Status
    let count: Int
    /// How many of them were put aside.
    let snoozed: Int

    init(row: Row) throws(DatabaseError) {
        self.agent = ID<Agent>(bytes: try row.get("holder", as: [UInt8].self))
        self.status = try row.get("status")
        self.count = try row.get("count")
        self.snoozed = try row.get("snoozed")
    }
}

/// Whether the counts of the inbox say what there is, and counting anew: for `switchboard doctor`.
package enum InboxCheck {
    /// - Returns: How many of the counts are wrong.
    package static func wrongCounts(in db: Connection) throws(DatabaseError) -> Int {
        let sql = InboxTallySQL(db: db)
        return Set(try sql.totals()).symmetricDifference(try sql.counted()).count
    }

    package static func recount(in db: Connection) throws(DatabaseError) {
        try InboxTallySQL(db: db).recount()
    }
}
