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

/// An agent's presence and since when.
package struct AgentPresence: Sendable, Hashable, RowDecodable {
    package let agent: ID<Agent>
    package let state: Presence
    package let changedAt: Instant

    package init(row: Row) throws(DatabaseError) {
        self.agent = try row.get("agent_id")
        self.state = try row.get("state")
        self.changedAt = try row.get("changed_at")
    }
}
