package import Base
package import People

/// That whoever has a conversation has put it aside: beside its status, which it does not change.
package struct Snooze: Sendable, Hashable {
    /// The longest time that something can be put aside.
    package static let longest = Duration.seconds(366 * 86_400)

    /// Whose list it has left.
    package let agent: ID<Agent>
    package let since: Instant
    /// When it comes back; nil for when the customer writes, which brings any back.
    package let until: Instant?
}

extension Conversation {
    /// The snooze that holds: not of one that has another agent meanwhile, or none, or is over.
    package var activeSnooze: Snooze? {
        guard let snooze, status.isWithAgent, snooze.agent == agent else { return nil }
        return snooze
    }
}
