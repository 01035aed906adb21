package import Base
import Foundation
import People
package import Realtime
import ServiceLifecycle
import Storage
import Synchronization

/// Tells agents which of their colleagues look at a conversation, and who of them is writing.
///
/// Every node hears every sign and keeps its own roll; nothing of it is stored.
package final class Viewing: Service, EventListener {
    /// The topic on which every node hears the signs.
    private static let topic = "viewing"
    /// Changes are gathered for so long, so that going through a list with J is not told row by row.
    private static let pause = Duration.milliseconds(250)
    /// How often it is looked for what was not repeated.
    private static let sweep = Duration.seconds(2)

    private struct State {
        var roll = ViewingRoll()
        var changed: Set<ID<Conversation>> = []
    }

    private let bus: any EventBus
    private let hub: Hub
    private let clock: any WallClock
    private let state = Mutex(State())
    private let signal = WorkSignal()

    package init(bus: any EventBus, hub: Hub, clock: any WallClock) {
        self.bus = bus
        self.hub = hub
        self.clock = clock
    }

    /// Tells every node.
    func tell(_ sighting: Sighting) {
        // A sighting always encodes; one that did not would be one that was lost.
        guard let data = try? WireJSON.encode(sighting) else { return }
        let frame = String(decoding: data, as: UTF8.self)
        bus.publish(RealtimeEvent(topic: Self.topic, audience: .agents, frame: frame))
    }

    package func heard(_ event: RealtimeEvent) {
        // What another release tells in another way is passed over.
        guard let sighting = try? WireJSON.decode(Sighting.self, from: Data(event.frame.utf8)) else { return }
        let hasChanged = state.withLock { state in
            let changed = state.roll.hear(sighting, at: clock.now)
            state.changed.formUnion(changed)
            return !changed.isEmpty
        }
        if hasChanged { signal.raise() }
    }

    package func mayHaveMissed() {
        // Whoever still looks says so again within seconds.
    }

    package func run() async throws {
        hub.listen(self, to: Self.topic)
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await signal.wait(atMost: Self.sweep)
                tellChanges()
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func tellChanges() {
        let frames = state.withLock { state in
            let changed = state.changed.union(state.roll.expire(at: clock.now))
            state.changed = []
            return changed.sorted().map { ViewersFrame($0, state.roll.viewers(of: $0)) }
        }
        guard !frames.isEmpty else { return }
        for topic in hub.topics(withPrefix: InboxBroadcaster.prefix) {
            for frame in frames {
                hub.deliver(RealtimeEvent(topic: topic, audience: .agents, frame: frame.text))
            }
        }
    }

    /// What somebody who comes now has to be told: one frame a conversation that is looked at.
    var frames: [String] {
        state.withLock { state in
            state.roll.conversations.map { ViewersFrame($0, state.roll.viewers(of: $0)).text }
        }
    }
}

/// What one connection of an agent tells of what it looks at.
struct Look: Sendable {
    let viewing: Viewing
    private let connection = UUID()
    private let person: Viewer.Person

    init(of agent: Agent, in viewing: Viewing) {
        self.viewing = viewing
        self.person = Viewer.Person(agent)
    }

    /// - `conversation`: nil for nothing.
    func at(_ conversation: ID<Conversation>?) {
        viewing.tell(Sighting(connection: connection, agent: person, conversation: conversation))
    }

    func types(in conversation: ID<Conversation>) {
        tell(.types, conversation)
    }

    func wrote(in conversation: ID<Conversation>) {
        tell(.wrote, conversation)
    }

    private func tell(_ kind: Sighting.Kind, _ conversation: ID<Conversation>) {
        viewing.tell(
            Sighting(connection: connection, agent: person, conversation: conversation, kind: kind)
        )
    }
}

/// Tells who looks at a conversation: everybody, each time.
private struct ViewersFrame: Encodable {
    private let op = "viewers"
    private let conversation: String
    private let viewers: [Viewer]

    init(_ conversation: ID<Conversation>, _ viewers: [Viewer]) {
        self.conversation = conversation.description
        self.viewers = viewers
    }

    var text: String {
        // Texts and truths always encode; a frame without anything is passed over by clients.
        (try? WireJSON.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
