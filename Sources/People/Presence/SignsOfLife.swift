package import Base
import Synchronization

/// The agents of whom this node has heard lately: gathered for a moment, so that a busy desk costs one statement and
/// not one a request.
package final class SignsOfLife: Sendable {
    private let seen = Mutex<Set<ID<Agent>>>([])

    package init() {}

    /// Notes that an agent asked for something.
    package func note(_ agent: ID<Agent>) {
        seen.withLock { _ = $0.insert(agent) }
    }

    /// Whoever was noted since the last time.
    package func take() -> Set<ID<Agent>> {
        seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }
}
