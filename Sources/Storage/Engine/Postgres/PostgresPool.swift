import Foundation
import Synchronization

/// Hands out connections, the most recently used first, so that surplus ones rest.
final class PostgresPool: Sendable {
    private let configuration: PostgresDatabase.Configuration
    private let state = Mutex(State())

    private struct State {
        var idle: [PostgresWorker] = []
        var open = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<PostgresWorker?, Never>)] = []
        var nextWaiter = 0
        var isClosed = false
    }

    init(_ configuration: PostgresDatabase.Configuration) {
        self.configuration = configuration
    }

    /// Runs a body on a free connection's thread.
    ///
    /// A connection found broken before the body began (the server was restarted in the meantime) is replaced within
    /// the caller's patience; one that breaks later fails the call, for nobody knows what the server has done.
    func withConnection<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + configuration.patience
        while true {
            let worker = try await acquire(until: deadline)
            let attempt = await worker.perform { session in Attempt(body, on: session) }
            release(worker)
            switch attempt {
            case .done(let result): return try result.get()
            case .unusable(let error):
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// What became of a body; both steps in one visit to the connection's thread, for each costs two switches.
    private enum Attempt<Value: Sendable>: Sendable {
        case done(Result<Value, any Error>)
        /// The body did not begin.
        case unusable(DatabaseError)

        init(_ body: (PostgresSession) throws -> Value, on session: PostgresSession) {
            do {
                try session.ensureUsable()
            } catch {
                self = .unusable(error)
                return
            }
            self = .done(Result { try body(session) })
        }
    }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for worker in idle { worker.stop() }
    }

    private func acquire(until deadline: ContinuousClock.Instant) async throws -> PostgresWorker {
        enum Turn {
            case worker(PostgresWorker)
            case wait(Int)
            case closed
        }
        let turn = state.withLock { state -> Turn in
            if state.isClosed { return .closed }
            if let worker = state.idle.popLast() { return .worker(worker) }
            if state.open < configuration.connections {
                state.open += 1
                return .worker(PostgresWorker(url: configuration.url, patience: configuration.patience))
            }
            state.nextWaiter += 1
            return .wait(state.nextWaiter)
        }
        switch turn {
        case .worker(let worker): return worker
        case .closed: throw DatabaseError(.unavailable, "the database is closed")
        case .wait(let id): return try await wait(as: id, until: deadline)
        }
    }

    private func wait(as id: Int, until deadline: ContinuousClock.Instant) async throws -> PostgresWorker {
        let worker = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Cancelled once a worker came; then there is nobody to give up on.
                try? await Task.sleep(until: deadline, clock: .continuous)
                self.giveUp(id)
            }
            let worker = await withCheckedContinuation {
                (continuation: CheckedContinuation<PostgresWorker?, Never>) in
                let free = state.withLock { state -> PostgresWorker? in
                    if let worker = state.idle.popLast() { return worker }
                    state.waiting.append((id, continuation))
                    return nil
                }
                if let free { continuation.resume(returning: free) }
            }
            group.cancelAll()
            return worker
        }
        guard let worker else {
            throw DatabaseError(
                .unavailable,
                "no database connection came free within \(configuration.patience)"
            )
        }
        return worker
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
        }
        waiter?.resume(returning: nil)
    }

    private func release(_ worker: PostgresWorker) {
        enum Next {
            case handOver(CheckedContinuation<PostgresWorker?, Never>)
            case rest
            case stop
        }
        let next = state.withLock { state -> Next in
            if state.isClosed { return .stop }
            if !state.waiting.isEmpty { return .handOver(state.waiting.removeFirst().continuation) }
            state.idle.append(worker)
            return .rest
        }
        switch next {
        case .handOver(let waiter): waiter.resume(returning: worker)
        case .rest: break
        case .stop: worker.stop()
        }
    }
}
