package import Base
package import People

/// Who gets the next conversation.
///
/// Pure.
package enum Assignment {
    /// An agent who might take it.
    package struct Candidate: Sendable, Hashable {
        package let agent: ID<Agent>
        package let presence: Presence
        package let open: Int
        package let capacity: Int
        package let lastAssignedAt: Instant

        package init(
            agent: ID<Agent>,
            presence: Presence,
            open: Int,
            capacity: Int,
            lastAssignedAt: Instant
        ) {
            self.agent = agent
            self.presence = presence
            self.open = open
            self.capacity = capacity
            self.lastAssignedAt = lastAssignedAt
        }
    }

    /// The candidates who may take one more, best first: fewest open conversations, then idle longest.
    package static func ranked(_ candidates: [Candidate]) -> [Candidate] {
        candidates.filter { $0.presence == .online && $0.open < $0.capacity }
            .sorted { ($0.open, $0.lastAssignedAt, $0.agent) < ($1.open, $1.lastAssignedAt, $1.agent) }
    }
}
