import Synchronization

/// Something to be done on a connection.
struct PostgresJob: Sendable {
    /// Until when it may wait for one.
    let deadline: ContinuousClock.Instant
    let run: @Sendable (PostgresSession) -> Void
    /// It was not begun, and is not going to be.
    let fail: @Sendable (DatabaseError) -> Void
}

/// What waits for a connection, and the connections that rest.
///
/// One that is done takes what waits next by itself: to hand the connection over from task to task cost as much as the
/// transaction did.
final class PostgresLine: Sendable {
    let configuration: PostgresDatabase.Configuration
    private let state = Mutex(State())

    private struct State {
        var resting: [PostgresWorker] = []
        var open = 0
        var waiting: [PostgresJob] = []
        /// Whether somebody looks after the deadlines of those that wait.
        var isWatched = false
        var isClosed = false
    }

    /// What a connection does when it is done with something.
    enum Next {
        case job(PostgresJob)
        case rest
        case end
    }

    init(_ configuration: PostgresDatabase.Configuration) {
        self.configuration = configuration
    }

    func add(_ job: PostgresJob) {
        enum Turn {
            case give(PostgresWorker)
            case open
            case wait(isWatched: Bool)
            case closed
        }
        let turn = state.withLock { state -> Turn in
            if state.isClosed { return .closed }
            if let worker = state.resting.popLast() { return .give(worker) }
            if state.open < configuration.connections {
                state.open += 1
                return .open
            }
            state.waiting.append(job)
            defer { state.isWatched = true }
            return .wait(isWatched: state.isWatched)
        }
        switch turn {
        case .give(let worker): worker.give(job)
        case .open: PostgresWorker(self).give(job)
        case .wait(isWatched: true): break
        case .wait(isWatched: false): watch()
        case .closed: job.fail(.closed)
        }
    }

    /// What a connection that is done does next; one that rests is given its next job.
    func next(for worker: PostgresWorker) -> Next {
        state.withLock { state in
            if state.isClosed { return .end }
            if !state.waiting.isEmpty { return .job(state.waiting.removeFirst()) }
            state.resting.append(worker)
            return .rest
        }
    }

    /// Ends the connections, each when it is done with what it does; whoever waits is refused.
    func close() {
        let (resting, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.resting, state.waiting) = ([], []) }
            return (state.resting, state.waiting)
        }
        for worker in resting { worker.stop() }
        for job in waiting { job.fail(.closed) }
    }

    /// Refuses what has waited for too long, as long as anything waits: one timer for all, for nearly all are served
    /// long before.
    private func watch() {
        // On its own: whoever came first may be served and gone long before the others' time is over.
        Task {
            while let deadline = earliestDeadline() {
                // Nobody cancels it: it ends when nothing waits.
                try? await Task.sleep(until: deadline, clock: .continuous)
                for job in takeExpired(at: .now) { job.fail(.noneFree(within: configuration.patience)) }
            }
        }
    }

    private func earliestDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            let earliest = state.waiting.lazy.map(\.deadline).min()
            if earliest == nil { state.isWatched = false }
            return earliest
        }
    }

    private func takeExpired(at now: ContinuousClock.Instant) -> [PostgresJob] {
        state.withLock { state in
            let expired = state.waiting.filter { $0.deadline <= now }
            state.waiting.removeAll { $0.deadline <= now }
            return expired
        }
    }
}

extension DatabaseError {
    fileprivate static let closed = DatabaseError(.unavailable, "the database is closed")

    fileprivate static func noneFree(within patience: Duration) -> DatabaseError {
        DatabaseError(.unavailable, "no database connection came free within \(patience)")
    }
}
