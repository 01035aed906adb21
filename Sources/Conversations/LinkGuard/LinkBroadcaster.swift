import Base
package import Realtime
package import Trust

/// Tells whoever looks at a conversation on this node that links in it are judged otherwise now.
///
/// Each node hears of the change by itself and tells its own.
package struct LinkBroadcaster: LinkListener {
    private let hub: Hub

    package init(hub: Hub) {
        self.hub = hub
    }

    package func linksChanged(_ change: LinkGuard.Change) {
        for topic in hub.topics(withPrefix: "\(Conversation.idPrefix)_") {
            let frame = LinksFrame(conversation: topic, reported: change.reported, cleared: change.cleared)
            // Strings alone always have a JSON text.
            guard let text = try? WireJSON.encode(frame) else { continue }
            hub.deliver(
                RealtimeEvent(
                    topic: topic,
                    audience: .everybody,
                    frame: String(decoding: text, as: UTF8.self)
                )
            )
        }
    }
}

/// Which hosts, and pages as `host/path`, are fakes now, and which are not any more.
private struct LinksFrame: Encodable {
    private let op = "links"
    let conversation: String
    let reported: [String]
    let cleared: [String]

    private enum CodingKeys: CodingKey {
        case op, conversation, reported, cleared
    }
}
