import Base
import People
import Storage

/// Every statement about the queue and the agents' loads.
struct RoutingSQL {
    let db: Connection

    /// The loads of all agents who ever had a conversation.
    func loads() throws(DatabaseError) -> [AgentLoad] {
        try db.all(AgentLoad.self, "SELECT agent_id, open_count, last_assigned_at FROM agent_load")
    }

    /// Counts one conversation more for an agent, if there is room.
    ///
    /// - `capacity`: How many the agent takes; nil when somebody decided it regardless.
    ///
    /// Returns: Whether it was counted.
    func occupy(_ agent: ID<Agent>, capacity: Int?, at now: Instant) throws(DatabaseError) -> Bool {
        let room: SQL = capacity.map { "WHERE agent_load.open_count < \($0)" } ?? ""
        return try db.run(
            """
            INSERT INTO agent_load (agent_id, open_count, last_assigned_at) VALUES (\(agent), 1, \(now))
            ON CONFLICT (agent_id) DO UPDATE SET open_count = agent_load.open_count + 1,
                last_assigned_at = excluded.last_assigned_at \(room)
            """
        ) == 1
    }

    func release(_ agent: ID<Agent>) throws(DatabaseError) {
        try db.run(
            "UPDATE agent_load SET open_count = open_count - 1 WHERE agent_id = \(agent) AND open_count > 0"
        )
    }

    /// The conversation that has waited longest, held against other transactions; one that another holds is skipped.
    ///
    /// - Complexity: one step in `conversation_by_queue`.
    func next() throws(DatabaseError) -> Conversation? {
        let lock = db.dialect(sqlite: "", postgres: "FOR UPDATE SKIP LOCKED")
        return try db.first(
            Conversation.self,
            """
            SELECT \(Conversation.columns) FROM conversation WHERE status = 'queued'
            ORDER BY queued_at, id LIMIT 1 \(lock)
            """
        )
    }

    /// The waiting conversations, longest first.
    func waiting(limit: Int) throws(DatabaseError) -> [ID<Conversation>] {
        try db.values(
            ID<Conversation>.self,
            "SELECT id FROM conversation WHERE status = 'queued' ORDER BY queued_at, id LIMIT \(limit)"
        )
    }

    /// How many wait.
    func waiting() throws(DatabaseError) -> Int {
        try db.value(Int.self, "SELECT COUNT(*) FROM conversation WHERE status = 'queued'") ?? 0
    }

    /// How many waited before a conversation, itself included.
    func position(queuedAt: Instant, id: ID<Conversation>) throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            """
            SELECT COUNT(*) FROM conversation
            WHERE status = 'queued' AND (queued_at, id) <= (\(queuedAt), \(id))
            """
        ) ?? 1
    }

    /// When conversations were lately given to agents, the latest first.
    func handOvers(since start: Instant, limit: Int) throws(DatabaseError) -> [Instant] {
        try db.values(
            Instant.self,
            """
            SELECT assigned_at FROM conversation WHERE assigned_at >= \(start)
            ORDER BY assigned_at DESC LIMIT \(limit)
            """
        )
    }
}

/// How much an agent has.
struct AgentLoad: RowDecodable {
    let agent: ID<Agent>
    let open: Int
    let lastAssignedAt: Instant

    init(row: Row) throws(DatabaseError) {
        self.agent = try row.get("agent_id")
        self.open = try row.get("open_count")
        self.lastAssignedAt = try row.get("last_assigned_at")
    }
}
