package import Base
package import Storage

/// Whether an agent takes conversations.
package enum Presence: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    /// Takes new conversations.
    case online
    /// Answers those they have, takes no new ones.
    case away
    case offline
}

/// Why an agent is away; a closed list, so that it can be counted.
package enum AwayReason: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case pause, meal, meeting, training, paperwork, other
}

/// An agent's presence and since when.
package struct AgentPresence: Sendable, Hashable, RowDecodable {
    static let columns: SQL = "agent_id, state, reason, changed_at, dropped_at"

    package let agent: ID<Agent>
    /// What holds: what the agent said, or offline when there is no sign of life from them.
    package let state: Presence
    /// Why they are away, if they said so.
    package let reason: AwayReason?
    /// Since when it holds.
    package let changedAt: Instant
    /// Whether they are taken for gone although they did not say so.
    package let isDropped: Bool

    package init(row: Row) throws(DatabaseError) {
        let droppedAt: Instant? = try row.get("dropped_at")
        self.agent = try row.get("agent_id")
        self.state = droppedAt == nil ? try row.get("state") : .offline
        self.reason = droppedAt == nil ? try row.get("reason") : nil
        let saidAt: Instant = try row.get("changed_at")
        self.changedAt = droppedAt ?? saidAt
        self.isDropped = droppedAt != nil
    }
}
