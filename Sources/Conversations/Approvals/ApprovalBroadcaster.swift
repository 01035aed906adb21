package import Logging
package import People
package import Realtime
import ServiceLifecycle
import Storage

/// Tells agents on this node that something was asked for or decided, and ends what nobody decided in time.
///
/// What it was each reads anew: that is for those whom it concerns.
package final class ApprovalBroadcaster: Service, EventListener {
    /// The topic on which every node hears it.
    private static let changes = "approvals"
    private static let frame = #"{"op":"approvals"}"#
    private static let pause = Duration.seconds(60)

    private let approvals: Approvals
    private let hub: Hub
    private let logger: Logger

    package init(_ approvals: Approvals, hub: Hub, logger: Logger) {
        self.approvals = approvals
        self.hub = hub
        self.logger = logger
    }

    package static var changed: RealtimeEvent {
        RealtimeEvent(topic: changes, audience: .agents, frame: "")
    }

    package func heard(_ event: RealtimeEvent) { tell() }

    package func mayHaveMissed() { tell() }

    private func tell() {
        for topic in hub.topics(withPrefix: InboxBroadcaster.prefix) {
            hub.deliver(RealtimeEvent(topic: topic, audience: .agents, frame: Self.frame))
        }
    }

    package func run() async throws {
        hub.listen(self, to: Self.changes)
        await RepeatedWork.run(
            every: Self.pause,
            "what waits for a second person could not be looked through",
            logger,
            from: ()
        ) { try await self.approvals.expire() }
    }
}
