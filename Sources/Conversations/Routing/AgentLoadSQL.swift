import Base
import People
import Storage

/// Every statement about how much the agents have, kept as it changes.
struct AgentLoadSQL {
    let db: Connection

    /// The loads of all agents who ever had a conversation.
    func loads() throws(DatabaseError) -> [AgentLoad] {
        try db.all(
            AgentLoad.self,
            "SELECT agent_id, chat_count, ticket_count, call_count, last_assigned_at FROM agent_load"
        )
    }

    /// Counts one more of a kind for an agent, if there is room: of several nodes one gets the last place.
    ///
    /// - `capacity`: In chats.
    ///
    /// Returns: Whether it was counted.
    func claim(
        _ kind: WorkKind,
        for candidate: Assignment.Candidate,
        _ rules: RoutingRules,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        let taken = WorkKind.allCases.map { kind -> SQL in
            "agent_load.\(Self.column(kind)) * \(rules.weight(of: kind))"
        }.joined(separator: " + ")
        let limit: SQL =
            candidate.abilities.limits[kind].map { "AND agent_load.\(Self.column(kind)) < \($0)" } ?? ""
        let room: SQL = "\(taken) + \(rules.weight(of: kind)) <= \(candidate.capacity * 100) \(limit)"
        return try count(kind, for: candidate.agent, only: "WHERE \(room)", at: now)
    }

    /// Counts one more of a kind for an agent: somebody decided it, whatever the room.
    func occupy(_ agent: ID<Agent>, _ kind: WorkKind, at now: Instant) throws(DatabaseError) {
        _ = try count(kind, for: agent, only: "", at: now)
    }

    private func count(
        _ kind: WorkKind,
        for agent: ID<Agent>,
        only condition: SQL,
        at now: Instant
    ) throws(DatabaseError) -> Bool {
        try db.run(
            """
            INSERT INTO agent_load (agent_id, \(Self.column(kind)), last_assigned_at) VALUES (\(agent), 1, \(now))
            ON CONFLICT (agent_id) DO UPDATE SET \(Self.column(kind)) = agent_load.\(Self.column(kind)) + 1,
                last_assigned_at = excluded.last_assigned_at \(condition)
            """
        ) == 1
    }

    func release(_ agent: ID<Agent>, _ kind: WorkKind) throws(DatabaseError) {
        let column = Self.column(kind)
        try db.post(
            "UPDATE agent_load SET \(column) = \(column) - 1 WHERE agent_id = \(agent) AND \(column) > 0"
        )
    }

    private static func column(_ kind: WorkKind) -> SQL {
        switch kind {
        case .chat: "chat_count"
        case .ticket: "ticket_count"
        case .call: "call_count"
        }
    }
}

/// How much an agent has.
struct AgentLoad: RowDecodable {
    let agent: ID<Agent>
    let load: Assignment.Load
    let lastAssignedAt: Instant

    var open: Int { load.values.reduce(0, +) }

    init(row: Row) throws(DatabaseError) {
        self.agent = try row.get("agent_id")
        self.load = [
            .chat: try row.get("chat_count"), .ticket: try row.get("ticket_count"),
            .call: try row.get("call_count"),
        ]
        self.lastAssignedAt = try row.get("last_assigned_at")
    }
}
