import Synchronization

/// Carries events between the nodes of an installation.
///
/// It may drop and it may deliver late; it never reorders the events of one topic from one node.
package protocol EventBus: Sendable {
    /// Tells every node, this one included. It returns at once.
    func publish(_ event: RealtimeEvent)

    /// Hears what every node publishes from now on; one listener a node.
    func listen(_ listener: @escaping @Sendable (RealtimeEvent) -> Void)
}

/// The bus of a single node.
package final class InProcessEventBus: EventBus {
    /// A box around the closure: one that stands in a generic place by itself is wrapped once more by every access,
    /// and a thousand messages later each costs a thousand calls.
    private struct Listener: Sendable {
        let hear: @Sendable (RealtimeEvent) -> Void
    }

    private let listener = Mutex<Listener?>(nil)

    package init() {}

    package func publish(_ event: RealtimeEvent) {
        listener.withLock { $0 }?.hear(event)
    }

    package func listen(_ listener: @escaping @Sendable (RealtimeEvent) -> Void) {
        self.listener.withLock { $0 = Listener(hear: listener) }
    }
}
