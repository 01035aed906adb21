import Base
import People
import Storage

/// Every statement about who waits and who keeps whom waiting.
struct RoutingSQL {
    let db: Connection

    // MARK: Who is next

    /// Since when the first of each lane of some queues waits, as far as an agent may take it; nobody in particular may
    /// take all.
    ///
    /// - `kinds`: What the agent has room for.
    /// - Complexity: a step in `conversation_by_queue` for each queue and lane.
    func heads(
        of queues: [Queue],
        for agent: ID<Agent>? = nil,
        _ kinds: [WorkKind] = WorkKind.allCases,
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
        for agent: ID<Agent>? = nil,
        _ kinds: [WorkKind] = WorkKind.allCases,
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

    /// The chats that an agent has not answered since they got them.
    ///
    /// - Complexity: a range scan of `conversation_by_agent`.
    func unansweredChats(of agent: ID<Agent>) throws(DatabaseError) -> [ID<Conversation>] {
        try db.values(
            ID<Conversation>.self,
            "SELECT id FROM conversation WHERE agent_id = \(agent) AND \(Self.isUnansweredChat) LIMIT 200"
        )
    }

    /// The chats of a queue that were given to somebody at a moment or before and not answered, the longest ago first.
    ///
    /// - Complexity: a range scan of `conversation_unanswered`.
    func unansweredChats(
        of queue: ID<Queue>,
        assignedBy moment: Instant
    ) throws(DatabaseError) -> [Conversation] {
        try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE queue_id = \(queue) AND \(Self.isUnansweredChat) AND assigned_at <= \(moment)
            ORDER BY assigned_at LIMIT 200
            """
        )
    }

    private static let isUnansweredChat: SQL = "status = 'assigned' AND kind = 'chat' AND answered_at IS NULL"

    /// What some agents have, whoever's turn it is.
    ///
    /// - Returns: 200 at most.
    /// - Complexity: a range scan of `conversation_by_agent` for each of them.
    func held(by agents: [ID<Agent>]) throws(DatabaseError) -> [Conversation] {
        guard !agents.isEmpty else { return [] }
        return try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE agent_id IN (\(list: agents)) AND status IN ('assigned', 'waiting_customer')
            ORDER BY id LIMIT 200
            """
        )
    }

    /// What some agents have whose customers have waited for their word since before a moment.
    ///
    /// - Complexity: a range scan of `conversation_by_agent` for each of them.
    func held(
        by agents: [ID<Agent>],
        waitingSinceBefore moment: Instant
    ) throws(DatabaseError) -> [Conversation] {
        try db.all(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation
            WHERE agent_id IN (\(list: agents)) AND status = 'assigned' AND waiting_since < \(moment) LIMIT 200
            """
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
