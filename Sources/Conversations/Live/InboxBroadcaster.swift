import Base
package import Logging
import People
package import Realtime
import ServiceLifecycle
import Storage
import Synchronization

/// Tells the agents on this node what changed in the inbox: a row a changed conversation, and every agent's counts.
///
/// Changes are gathered for a moment, so that a busy desk costs a few queries a second and not one a message.
package final class InboxBroadcaster: Service, EventListener {
    private struct Changes {
        var ids: Set<ID<Conversation>> = []
        /// Whether there may be more of them.
        var hasGap = false
    }

    /// The topic on which every node hears that something changed.
    static let changes = "inbox"
    private static let pause = Duration.milliseconds(250)
    /// Of more changed conversations than this the rows are not told: whoever shows a list reads it anew, soon.
    private static let mostRows = 100

    private let desk: Desk
    private let hub: Hub
    private let signal = WorkSignal()
    private let changed = Mutex(Changes())
    private let logger: Logger

    package init(desk: Desk, hub: Hub, logger: Logger) {
        self.desk = desk
        self.hub = hub
        self.logger = logger
    }

    static func changed(_ id: ID<Conversation>) -> RealtimeEvent {
        RealtimeEvent(topic: changes, audience: .agents, frame: id.description)
    }

    static var peopleChanged: RealtimeEvent {
        RealtimeEvent(topic: changes, audience: .agents, frame: "")
    }

    /// What the topics begin with on which agents hear their inboxes.
    static let prefix = "inbox:"

    /// Where one agent hears the inbox.
    static func topic(of agent: ID<Agent>) -> String { "\(prefix)\(agent)" }

    package func heard(_ event: RealtimeEvent) {
        if let id = ID<Conversation>(event.frame) { changed.withLock { _ = $0.ids.insert(id) } }
        signal.raise()
    }

    package func mayHaveMissed() {
        changed.withLock { $0.hasGap = true }
        signal.raise()
    }

    package func run() async throws {
        hub.listen(self, to: Self.changes)
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await signal.wait(atMost: .seconds(60))
                let changes = changed.withLock { changes in
                    defer { changes = Changes() }
                    return changes
                }
                do {
                    try await tell(changes)
                } catch  where Task.isCancelled {
                    return
                } catch {
                    logger.warning("the inbox could not be told: \(error)")
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func tell(_ changes: Changes) async throws {
        let listeners = hub.topics(withPrefix: Self.prefix).compactMap {
            ID<Agent>(String($0.dropFirst(Self.prefix.count)))
        }
        guard !listeners.isEmpty else { return }
        let isTooMuch = changes.hasGap || changes.ids.count > Self.mostRows
        let rows = isTooMuch ? [] : try await desk.rows(of: Array(changes.ids))
        let counts = try await desk.counts()
        for agent in listeners {
            let own = counts.counts(for: agent)
            let frames =
                rows.isEmpty
                ? [try InboxFrame(counts: own, conversation: nil, reload: isTooMuch ? true : nil).text]
                : try rows.map { try InboxFrame(counts: own, conversation: $0).text }
            for frame in frames {
                hub.deliver(RealtimeEvent(topic: Self.topic(of: agent), audience: .agents, frame: frame))
            }
        }
    }
}

/// What an agent's inbox hears.
struct InboxFrame: Encodable {
    private let op = "inbox"
    let counts: InboxCounts
    let conversation: InboxRow?
    /// True where so much changed that it is not told row by row.
    var reload: Bool?

    private enum CodingKeys: CodingKey {
        case op, counts, conversation, reload
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }
}
