package import Base
import Foundation
package import Logging
import ServiceLifecycle
import Synchronization

/// How one kind of job is done.
package struct JobHandler: Sendable {
    let name: String
    let run: @Sendable (Data) async throws -> Void

    /// - `run`: Must do no harm when it runs again with the same payload.
    package init<Work: Job>(_ kind: Work.Type, _ run: @escaping @Sendable (Work) async throws -> Void) {
        self.name = Work.name
        self.run = { payload in try await run(try WireJSON.decode(Work.self, from: payload)) }
    }
}

/// Runs jobs as they fall due: at least once, with growing pauses after failures, one node at a time.
///
/// Each that ends makes room for another one: what a customer waits for does not wait for the slowest of what fell due
/// before it.
package struct JobRunner: Service {
    private let rows: LeasedRows
    private let handlers: [String: JobHandler]
    private let signal: WorkSignal
    private let logger: Logger

    package init(
        _ database: any Database,
        handlers: [JobHandler],
        signal: WorkSignal,
        clock: any WallClock,
        logger: Logger
    ) {
        self.rows = LeasedRows(table: "job", database: database, clock: clock)
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.name, $0) })
        self.signal = signal
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            let places = Places()
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    let taken = await take(atMost: places.free)
                    for job in taken {
                        places.take()
                        group.addTask {
                            await run(job)
                            if places.giveBack() { signal.raise() }
                        }
                    }
                    if taken.isEmpty { await signal.wait(atMost: .seconds(1)) }
                }
            }
        }
    }

    private func take(atMost most: Int) async -> [LeasedRows.Taken] {
        guard most > 0 else { return [] }
        do {
            return try await rows.take(atMost: most)
        } catch {
            logger.warning("the jobs could not be read: \(error)")
            return []
        }
    }

    /// Runs what is due now, and waits until all of it has ended.
    ///
    /// - Returns: How many jobs were taken.
    package func runDue() async throws -> Int {
        let taken = try await rows.take()
        await withTaskGroup(of: Void.self) { group in
            for job in taken {
                group.addTask { await run(job) }
            }
        }
        return taken.count
    }

    private func run(_ job: LeasedRows.Taken) async {
        do {
            guard let handler = handlers[job.name] else { throw JobError.noHandler }
            try await handler.run(Data(job.payload.utf8))
            try await rows.finish(job)
        } catch {
            logger.error("job \(job.name) \(job.id) failed, attempt \(job.attempts): \(error)")
            do {
                if let hopeless = error as? HopelessFailure {
                    try await rows.bury(job, because: hopeless.kind)
                } else {
                    try await rows.putOff(job, because: String(describing: type(of: error)))
                }
            } catch {
                logger.warning("the failure could not be noted; the lease ends by itself: \(error)")
            }
        }
    }
}

/// Room for the jobs that run at the same time: as many as a node takes at once.
private final class Places: Sendable {
    private let taken = Mutex(0)

    var free: Int { LeasedRows.batch - taken.withLock { $0 } }

    func take() { taken.withLock { $0 += 1 } }

    /// - Returns: Whether there was none: the runner waits for one.
    func giveBack() -> Bool {
        taken.withLock { taken in
            defer { taken -= 1 }
            return taken == LeasedRows.batch
        }
    }
}

/// A failure that another attempt would only repeat: the job is a dead letter at once.
package struct HopelessFailure: Error, CustomStringConvertible {
    /// The kind of what failed.
    let kind: String
    package let description: String

    package init(_ error: any Error) {
        self.kind = String(describing: type(of: error))
        self.description = String(describing: error)
    }
}

/// Why a job could not be run.
enum JobError: Error {
    /// A newer version wrote it, or an older one left it behind.
    case noHandler
}
