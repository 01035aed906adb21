import Synchronization

/// What a bus tells its node.
package enum BusNews: Sendable {
    case event(RealtimeEvent)
    /// Events of other nodes may have been lost: whoever relies on them looks at the database.
    case gap
}

/// Carries events between the nodes of an installation.
///
/// It may drop and it may deliver late or again; it never reorders the events of one topic from one node.
package protocol EventBus: Sendable {
    /// Tells every node, this one included. It returns at once.
    func publish(_ event: RealtimeEvent)

    /// Hears what every node publishes from now on; one listener a node.
    func listen(_ listener: @escaping @Sendable (BusNews) -> Void)
}

/// The listener of a bus.
///
/// A box around the closure: one that stands in a generic place by itself is wrapped once more by every access, and a
/// thousand messages later each costs a thousand calls.
struct BusListener: Sendable {
    let hear: @Sendable (BusNews) -> Void
}

/// The bus of a single node.
package final class InProcessEventBus: EventBus {
    private let listener = Mutex<BusListener?>(nil)

    package init() {}

    package func publish(_ event: RealtimeEvent) {
        listener.withLock { $0 }?.hear(.event(event))
    }

    package func listen(_ listener: @escaping @Sendable (BusNews) -> Void) {
        self.listener.withLock { $0 = BusListener(hear: listener) }
    }
}
