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
    private let listener = Mutex<(@Sendable (RealtimeEvent) -> Void)?>(nil)

    package init() {}

    package func publish(_ event: RealtimeEvent) {
        listener.withLock { $0 }?(event)
    }

    package func listen(_ listener: @escaping @Sendable (RealtimeEvent) -> Void) {
        self.listener.withLock { $0 = listener }
    }
}
