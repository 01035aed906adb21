import Foundation
import Synchronization

/// One connection and the thread that waits for it.
final class PostgresWorker: Sendable {
    /// How long a connection that could not be made is left alone.
    private static let pause = 0.1

    /// What it is given next; nothing when it is to end.
    private let mail = Mutex<PostgresJob?>(nil)
    private let hasMail = DispatchSemaphore(value: 0)

    init(_ line: PostgresLine) {
        // The session lives and dies on its thread; nothing else ever touches it.
        let thread = Thread {
            let session = PostgresSession(
                url: line.configuration.url,
                patience: line.configuration.patience
            )
            self.work(session, line)
            session.disconnect()
        }
        thread.name = "postgres"
        thread.start()
    }

    /// Gives something to do to one that rests.
    func give(_ job: PostgresJob) {
        mail.withLock { $0 = job }
        hasMail.signal()
    }

    /// Ends one that rests.
    func stop() {
        hasMail.signal()
    }

    private func work(_ session: PostgresSession, _ line: PostgresLine) {
        while let given = receive() {
            var next = PostgresLine.Next.job(given)
            while case .job(let job) = next {
                Self.perform(job, session, line)
                next = line.next(for: self)
            }
            if case .end = next { return }
        }
    }

    /// Waits for something to do; nil when it is over.
    private func receive() -> PostgresJob? {
        hasMail.wait()
        return mail.withLock { $0.take() }
    }

    private static func perform(_ job: PostgresJob, _ session: PostgresSession, _ line: PostgresLine) {
        do {
            try session.ensureUsable()
        } catch {
            guard ContinuousClock.now < job.deadline else { return job.fail(error) }
            Thread.sleep(forTimeInterval: pause)
            // To whoever is free by then, in its turn.
            return line.add(job)
        }
        job.run(session)
    }
}
