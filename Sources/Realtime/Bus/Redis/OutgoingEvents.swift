import Foundation
import Synchronization

/// Events on their way to the other nodes, in order.
final class OutgoingEvents: Sendable {
    /// The first of them.
    struct Batch: Sendable {
        let events: [RealtimeEvent]
        /// Whether some before these were let go of.
        let hasGap: Bool
        /// The number of the first, counted from the beginning.
        fileprivate let first: Int
    }

    private struct State {
        var events: [RealtimeEvent] = []
        /// How many were there before these.
        var gone = 0
        var hasGap = false
        var isEnding = false
    }

    private let most: Int
    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    /// - `most`: How many there are at most. Of more than these the older half is let go of.
    init(most: Int) {
        self.most = most
    }

    func add(_ event: RealtimeEvent) {
        let isFirst = state.withLock { state in
            state.events.append(event)
            if state.events.count > most {
                let surplus = state.events.count / 2
                state.events.removeFirst(surplus)
                state.gone += surplus
                state.hasGap = true
            }
            return state.events.count == 1
        }
        if isFirst { available.signal() }
    }

    /// Waits for events and returns the first ones, which stay until they are removed; nil once it has ended and there
    /// are no more.
    func first(_ count: Int) -> Batch? {
        while true {
            let (batch, isEnding) = state.withLock { state in
                let events = Array(state.events.prefix(count))
                return (Batch(events: events, hasGap: state.hasGap, first: state.gone), state.isEnding)
            }
            if !batch.events.isEmpty { return batch }
            if isEnding { return nil }
            available.wait()
        }
    }

    /// Lets go of what the others have been told.
    func remove(_ batch: Batch) {
        state.withLock { state in
            // Some of them may have been let go of meanwhile: then there is a new gap.
            let told = batch.first + batch.events.count - state.gone
            if told > 0 {
                state.events.removeFirst(told)
                state.gone += told
            }
            state.hasGap = state.gone > batch.first + batch.events.count
        }
    }

    func end() {
        state.withLock { $0.isEnding = true }
        available.signal()
    }
}
