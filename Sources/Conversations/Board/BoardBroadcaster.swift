import Base
package import Logging
package import Realtime
import ServiceLifecycle
import Storage

/// Tells the supervisors on this node the board whenever something on it changes, once a second at most.
package final class BoardBroadcaster: Service, EventListener {
    /// Where supervisors hear the board.
    static let topic = "board"
    private static let pause = Duration.seconds(1)

    private let boards: Boards
    private let hub: Hub
    private let logger: Logger
    private let signal = WorkSignal()

    package init(_ boards: Boards, hub: Hub, logger: Logger) {
        self.boards = boards
        self.hub = hub
        self.logger = logger
    }

    package func heard(_ event: RealtimeEvent) {
        signal.raise()
    }

    package func mayHaveMissed() {
        signal.raise()
    }

    package func run() async throws {
        hub.listen(self, to: QueueBroadcaster.topic)
        hub.listen(self, to: InboxBroadcaster.changes)
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                // What is overdue becomes so while nothing happens.
                await signal.wait(atMost: .seconds(15))
                if hub.isHeard(Self.topic) {
                    do {
                        let frame = try BoardFrame(board: await boards.board()).text
                        hub.deliver(RealtimeEvent(topic: Self.topic, audience: .agents, frame: frame))
                    } catch {
                        logger.warning("the board could not be told: \(error)")
                    }
                }
                // Cancelled: the loop ends by itself.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}

/// What a supervisor hears.
struct BoardFrame: Encodable {
    private let op = "board"
    let board: Board

    private enum CodingKeys: CodingKey {
        case op, board
    }

    var text: String {
        get throws { String(decoding: try WireJSON.encode(self), as: UTF8.self) }
    }
}
