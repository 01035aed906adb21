import Dispatch
import Synchronization

/// Too many wait already.
struct WorkersBusy: Error {}

/// Lets so many bodies block at once, each on a thread of its own, and so many wait.
final class WorkerSlots: Sendable {
    private struct State {
        /// Threads that have nothing to do.
        var free: [DispatchQueue]
        var waiting: [CheckedContinuation<DispatchQueue, any Error>] = []
    }

    private let state: Mutex<State>
    private let waiting: Int

    /// - `name`: What the threads are called, with a number.
    init(_ atOnce: Int, waiting: Int, named name: String) {
        self.state = Mutex(
            State(free: (0..<atOnce).map { DispatchQueue(label: "switchboard.\(name)-\($0)") })
        )
        self.waiting = waiting
    }

    /// Runs a body in its turn.
    ///
    /// Throws: ``WorkersBusy``.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        let thread = try await slot()
        defer { giveBack(thread) }
        return try await withCheckedThrowingContinuation { continuation in
            thread.async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func slot() async throws -> DispatchQueue {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { state in
                if let thread = state.free.popLast() {
                    continuation.resume(returning: thread)
                } else if state.waiting.count < waiting {
                    state.waiting.append(continuation)
                } else {
                    continuation.resume(throwing: WorkersBusy())
                }
            }
        }
    }

    private func giveBack(_ thread: DispatchQueue) {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.free.append(thread)
            } else {
                state.waiting.removeFirst().resume(returning: thread)
            }
        }
    }
}
