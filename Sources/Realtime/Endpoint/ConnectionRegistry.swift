import Synchronization

/// The connections of this node.
package final class ConnectionRegistry: Sendable {
    private let connections = Mutex<[ObjectIdentifier: RealtimeConnection]>([:])

    package init() {}

    /// How many there are.
    package var count: Int { connections.withLock { $0.count } }

    func add(_ connection: RealtimeConnection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    func remove(_ connection: RealtimeConnection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    /// Which of some people are connected to this node, as events name their authors.
    package func connected(_ people: Set<String>) -> Set<String> {
        connections.withLock { people.intersection($0.values.lazy.map(\.participant.author)) }
    }

    var all: [RealtimeConnection] { connections.withLock { Array($0.values) } }
}
