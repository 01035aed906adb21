import Base
import People
import Storage

/// Every statement about who waits and who keeps whom waiting.
struct RoutingSQL {
    let db: Connection

    // MARK: Who is next

    /// Since when the first of each lane of some queues waits, as far as an agent may take it.
    ///
    /// - `kinds`: What the agent has room for.
    /// - Complexity: a step in `conversation_by_queue` for each queue and lane.
    func heads(
        of queues: [Queue],
        for agent: ID<Agent>?,
        _ kinds: [WorkKind],
        at now: Instant
    ) throws(DatabaseError) -> [QueueOrder.Head] {
        guard !queues.isEmpty, !kinds.isEmpty else { return [] }
        func first(_ lane: SQL) -> SQL {
            """
            (SELECT queued_at FROM conversation WHERE conversation.queue_id = queue.id AND status = 'queued'
                AND lane = \(lane) AND \(Self.takeable(by: agent, kinds, at: now))
                ORDER BY queued_at, conversation.id LIMIT 1)
            """
        }
        let rows = try db.all(
            QueueHeads.self,
            """
            SELECT queue.id, \(first("'live'")) AS live_at, \(first("'ticket'")) AS ticket_at FROM queue
            WHERE queue.id IN (\(list: queues.map(\.id)))
            """
        )
        let byID = Dictionary(queues.map { ($0.id, $0) }) { first, _ in first }
        return rows.flatMap { row -> [QueueOrder.Head] in
            guard let queue = byID[row.queue] else { return [] }
            return [(Lane.live, row.liveAt), (.ticket, row.ticketAt)].compactMap { lane, queuedAt in
                queuedAt.map { QueueOrder.Head(queue: queue, lane: lane, queuedAt: $0) }
            }
        }
    }

    /// The one that has waited longest in a lane, held against other transactions; one that another holds is skipped.
    ///
    /// - Complexity: one step in `conversation_by_queue`, and one more for each that is held or not to be taken.
    func next(
        in queue: ID<Queue>,
        _ lane: Lane,
        for agent: ID<Agent>?,
        _ kinds: [WorkKind],
        at now: Instant
    ) throws(DatabaseError) -> Conversation? {
        let lock = db.dialect(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED")
        return try db.first(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE queue_id = \(queue) AND lane = \(lane) AND status = 'queued'
                AND \(Self.takeable(by: agent, kinds, at: now))
            ORDER BY queued_at, id LIMIT 1 \(lock)
            """
        )
    }

    private static func takeable(by agent: ID<Agent>?, _ kinds: [WorkKind], at now: Instant) -> SQL {
        let kind = kinds.map { kind -> SQL in
            switch kind {
            case .chat: "(kind = 'chat' AND channel <> 'phone')"
            case .ticket: "kind = 'ticket'"
            case .call: "(kind = 'chat' AND channel = 'phone')"
            }
        }.joined(separator: " OR ")
        let fresh: SQL =
            agent.map {
                "AND (avoided_agent_id IS NULL OR avoided_agent_id <> \($0) OR avoided_until <= \(now))"
            } ?? ""
        return "(\(kind)) \(fresh)"
    }

    // MARK: Who waits

    /// The first who wait in a lane, in their order.
    func waiting(in queue: ID<Queue>, _ lane: Lane, limit: Int) throws(DatabaseError) -> [WaitingConversation]
    {
        try db.all(
            WaitingConversation.self,
            """
            SELECT id, kind FROM conversation WHERE queue_id = \(queue) AND lane = \(lane) AND status = 'queued'
            ORDER BY queued_at, id LIMIT \(limit)
            """
        )
    }

    /// How many wait in each lane of each queue, and since when the first does.
    func waiting() throws(DatabaseError) -> [QueueLength] {
        try db.all(
            QueueLength.self,
            """
            SELECT queue_id, lane, COUNT(*) AS count, MIN(queued_at) AS oldest_at FROM conversation
            WHERE status = 'queued' AND queue_id IS NOT NULL AND lane IS NOT NULL GROUP BY queue_id, lane
            """
        )
    }

    /// Who has waited longest in some queues, on the line.
    ///
    /// - Complexity: a range scan of `conversation_by_queue` for each queue, `limit` rows long.
    func longestWaiting(in queues: [ID<Queue>], limit: Int) throws(DatabaseError) -> [ID<Conversation>] {
        var waiting: [(id: ID<Conversation>, since: Instant)] = []
        for queue in queues {
            waiting += try db.all(
                QueuedConversation.self,
                """
                SELECT id, queued_at FROM conversation
                WHERE queue_id = \(queue) AND lane = 'live' AND status = 'queued'
                ORDER BY queued_at, id LIMIT \(limit)
                """
            ).map { ($0.id, $0.queuedAt) }
        }
        return waiting.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.prefix(limit).map(\.id)
    }

    /// The lanes in which somebody waits.
    ///
    /// - Complexity: a step in `conversation_by_queue` for each queue and lane.
    func lanesInUse() throws(DatabaseError) -> [QueueLane] {
        func used(_ lane: SQL) -> SQL {
            """
            SELECT id AS queue_id, \(lane) AS lane FROM queue WHERE EXISTS (
                SELECT 1 FROM conversation
                WHERE conversation.queue_id = queue.id AND status = 'queued' AND lane = \(lane)
            )
            """
        }
        return try db.all(QueueLane.self, "\(used("'live'")) UNION ALL \(used("'ticket'"))")
    }

    /// How many of a lane waited before a conversation, itself included.
    func position(
        in queue: ID<Queue>,
        _ lane: Lane,
        queuedAt: Instant,
        id: ID<Conversation>
    ) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM conversation WHERE queue_id = \(queue) AND lane = \(lane)
                AND status = 'queued' AND (queued_at, id) <= (\(queuedAt), \(id))
            """
        ) ?? 1
    }

    /// When conversations of a queue were lately given to agents, the latest first.
    ///
    /// - Complexity: a range scan of `conversation_by_hand_over`.
    func handOvers(in queue: ID<Queue>, since start: Instant, limit: Int) throws(DatabaseError) -> [Instant] {
        try db.values(
            Instant.self,
            """
            SELECT assigned_at FROM conversation WHERE queue_id = \(queue) AND assigned_at >= \(start)
            ORDER BY assigned_at DESC LIMIT \(limit)
            """
        )
    }

    /// Puts what waits in no queue, or in one that is out of use, where it belongs.
    func adopt(into queue: ID<Queue>, from former: ID<Queue>?) throws(DatabaseError) {
        let whose: SQL = former.map { "queue_id = \($0)" } ?? "queue_id IS NULL"
        try db.run("UPDATE conversation SET queue_id = \(queue) WHERE status = 'queued' AND \(whose)")
    }

    // MARK: Who keeps what

    /// New conversations that an agent has not answered since they got them.
    ///
    /// - `before`: Only those who got theirs before this moment.
    /// - Complexity: a range scan of `conversation_unanswered` or `conversation_held`.
    func unanswered(
        by agent: ID<Agent>? = nil,
        assignedBefore before: Instant? = nil,
        limit: Int = 200
    ) throws(DatabaseError) -> [Conversation] {
        var conditions: [SQL] = ["status = 'assigned' AND answered_at IS NULL"]
        if let agent { conditions.append("agent_id = \(agent)") }
        if let before { conditions.append("assigned_at < \(before)") }
        return try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation WHERE \(conditions.joined(separator: " AND "))
            ORDER BY assigned_at, id LIMIT \(limit)
            """
        )
    }

    /// What an agent has whose customer waits for them.
    ///
    /// - Complexity: a range scan of `conversation_held`.
    func held(by agent: ID<Agent>, limit: Int = 200) throws(DatabaseError) -> [ID<Conversation>] {
        try db.values(
            ID<Conversation>.self,
            "SELECT id FROM conversation WHERE agent_id = \(agent) AND status = 'assigned' LIMIT \(limit)"
        )
    }

    /// Who last had a customer whose conversation ended since a moment.
    ///
    /// - Complexity: a range scan of `conversation_by_customer`.
    func formerAgent(of customer: ID<Customer>, since start: Instant) throws(DatabaseError) -> ID<Agent>? {
        try db.value(
            ID<Agent>.self,
            """
            SELECT agent_id FROM conversation WHERE customer_id = \(customer) AND updated_at >= \(start)
                AND status IN ('resolved', 'closed') AND agent_id IS NOT NULL AND resolved_at >= \(start)
            ORDER BY updated_at DESC, id DESC LIMIT 1
            """
        )
    }
}

private struct QueueHeads: RowDecodable {
    let queue: ID<Queue>
    let liveAt: Instant?
    let ticketAt: Instant?

    init(row: Row) throws(DatabaseError) {
        self.queue = try row.get("id")
        self.liveAt = try row.get("live_at")
        self.ticketAt = try row.get("ticket_at")
    }
}

/// One that waits.
struct WaitingConversation: RowDecodable {
    let id: ID<Conversation>
    let kind: Conversation.Kind

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.kind = try row.get("kind")
    }
}

private struct QueuedConversation: RowDecodable {
    let id: ID<Conversation>
    let queuedAt: Instant

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.queuedAt = try row.get("queued_at")
    }
}

/// A line in which somebody waits.
struct QueueLane: RowDecodable {
    let queue: ID<Queue>
    let lane: Lane

    init(row: Row) throws(DatabaseError) {
        self.queue = try row.get("queue_id")
        self.lane = try row.get("lane")
    }
}

/// How many wait in a lane.
struct QueueLength: RowDecodable {
    let queue: ID<Queue>
    let lane: Lane
    let count: Int
    let oldestAt: Instant

    init(row: Row) throws(DatabaseError) {
        self.queue = try row.get("queue_id")
        self.lane = try row.get("lane")
        self.count = try row.get("count")
        self.oldestAt = try row.get("oldest_at")
    }
}
