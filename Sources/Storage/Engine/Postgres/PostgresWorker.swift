import Base
import Foundation
import Synchronization

/// One connection and the thread that waits for it.
final class PostgresWorker: Sendable {
    private let jobs: JobQueue

    init(url: Redacted<String>, patience: Duration) {
        let jobs = JobQueue()
        self.jobs = jobs
        // The session lives and dies on its thread; nothing else ever touches it.
        let thread = Thread {
            let session = PostgresSession(url: url, patience: patience)
            while let job = jobs.next() { job(session) }
            session.disconnect()
        }
        thread.name = "postgres"
        thread.start()
    }

    deinit {
        jobs.stop()
    }

    /// Runs a body on the thread.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            jobs.add { session in continuation.resume(returning: body(session)) }
        }
    }

    func stop() {
        jobs.stop()
    }
}

/// What a worker's thread has to do, in order.
private final class JobQueue: Sendable {
    typealias Job = @Sendable (PostgresSession) -> Void

    private struct State {
        var jobs: [Job] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    func add(_ job: @escaping Job) {
        state.withLock { $0.jobs.append(job) }
        available.signal()
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        available.signal()
    }

    /// Waits for the next job; nil once stopped and empty.
    func next() -> Job? {
        available.wait()
        return state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }
}
