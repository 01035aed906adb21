package import Base
import Synchronization

/// Somebody who hears events: a connection on this node.
protocol Subscriber: AnyObject, Sendable {
    func receive(_ event: RealtimeEvent)
}

/// A part of the program that acts on what every node publishes about a topic.
package protocol EventListener: AnyObject, Sendable {
    /// Must return at once.
    func heard(_ event: RealtimeEvent)

    /// Events may have been lost. Must return at once.
    func mayHaveMissed()
}

/// Who hears one topic: nearly always one connection, which then takes no table of its own.
private enum Audience {
    case nobody
    case one(any Subscriber)
    case several([ObjectIdentifier: any Subscriber])

    var members: [any Subscriber] {
        switch self {
        case .nobody: []
        case .one(let only): [only]
        case .several(let all): Array(all.values)
        }
    }

    mutating func add(_ subscriber: any Subscriber) {
        switch self {
        case .nobody: self = .one(subscriber)
        case .one(let only) where only === subscriber: break
        case .one(let only):
            self = .several([ObjectIdentifier(only): only, ObjectIdentifier(subscriber): subscriber])
        case .several(var all):
            self = .nobody
            all[ObjectIdentifier(subscriber)] = subscriber
            self = .several(all)
        }
    }

    /// - Returns: Whether nobody is left.
    mutating func remove(_ subscriber: any Subscriber) -> Bool {
        switch self {
        case .nobody: return true
        case .one(let only):
            guard only === subscriber else { return false }
            self = .nobody
            return true
        case .several(var all):
            self = .nobody
            all[ObjectIdentifier(subscriber)] = nil
            self = .several(all)
            return all.isEmpty
        }
    }
}

/// Who on this node hears what.
package final class Hub: Sendable {
    private struct State {
        var subscribers: [String: Audience] = [:]
        var listeners: [String: [any EventListener]] = [:]
    }

    private let state = Mutex(State())
    /// Raised when events may have been lost.
    package let gap = WorkSignal()

    /// - Parameter bus: Where the events of all nodes come from.
    package init(bus: any EventBus) {
        bus.listen { [weak self] news in
            switch news {
            case .event(let event): self?.deliver(event)
            case .gap: self?.tellGap()
            }
        }
    }

    func subscribe(_ subscriber: any Subscriber, to topic: String) {
        state.withLock { $0.subscribers[topic, default: .nobody].add(subscriber) }
    }

    func unsubscribe(_ subscriber: any Subscriber, from topic: String) {
        state.withLock { state in
            if state.subscribers[topic]?.remove(subscriber) == true { state.subscribers[topic] = nil }
        }
    }

    /// Lets a part of the program hear a topic for as long as the node runs.
    package func listen(_ listener: any EventListener, to topic: String) {
        state.withLock { $0.listeners[topic, default: []].append(listener) }
    }

    /// The topics that somebody on this node hears.
    package var subscribedTopics: [String] { state.withLock { Array($0.subscribers.keys) } }

    /// Whether somebody on this node hears a topic.
    package func isHeard(_ topic: String) -> Bool {
        state.withLock { $0.subscribers[topic] != nil }
    }

    /// The topics with a beginning that somebody on this node hears.
    package func topics(withPrefix prefix: String) -> [String] {
        subscribedTopics.filter { $0.hasPrefix(prefix) }
    }

    /// Tells this node alone; the bus tells all.
    package func deliver(_ event: RealtimeEvent) {
        let (subscribers, listeners) = state.withLock { state in
            (
                state.subscribers[event.topic]?.members ?? [],
                state.listeners[event.topic] ?? []
            )
        }
        for subscriber in subscribers { subscriber.receive(event) }
        for listener in listeners { listener.heard(event) }
    }

    /// Whoever acts on topics looks for themselves; the heartbeat tells connections where their topics stand.
    private func tellGap() {
        let listeners = state.withLock { Array($0.listeners.values.joined()) }
        for listener in listeners { listener.mayHaveMissed() }
        gap.raise()
    }
}
