import Synchronization

/// Somebody who hears events: a connection on this node.
protocol Subscriber: AnyObject, Sendable {
    func receive(_ event: RealtimeEvent)
}

/// Who on this node hears what.
package final class Hub: Sendable {
    private let topics = Mutex<[String: [ObjectIdentifier: any Subscriber]]>([:])

    /// - Parameter bus: Where the events of all nodes come from.
    package init(bus: any EventBus) {
        bus.listen { [weak self] event in self?.deliver(event) }
    }

    func subscribe(_ subscriber: any Subscriber, to topic: String) {
        topics.withLock { $0[topic, default: [:]][ObjectIdentifier(subscriber)] = subscriber }
    }

    func unsubscribe(_ subscriber: any Subscriber, from topic: String) {
        topics.withLock { topics in
            topics[topic]?[ObjectIdentifier(subscriber)] = nil
            if topics[topic]?.isEmpty == true { topics[topic] = nil }
        }
    }

    /// The topics that somebody on this node hears.
    var subscribedTopics: [String] { topics.withLock { Array($0.keys) } }

    /// How many topics somebody on this node hears.
    package var topicCount: Int { topics.withLock { $0.count } }

    private func deliver(_ event: RealtimeEvent) {
        let subscribers = topics.withLock { $0[event.topic].map { Array($0.values) } ?? [] }
        for subscriber in subscribers { subscriber.receive(event) }
    }
}
