import Base
import Logging
import Storage
import Testing
import TestSupport

@Suite struct JobRunnerTests {
    private struct Remind: Job {
        static let name = "remind"
        let text: String
    }

    private struct Failure: Error {}

    /// A database with jobs, a clock to move and a record of what ran.
    private struct Bench {
        let database: any Database
        let clock = FixedClock()
        let ran = Recorder()
        let jobs: Jobs

        init(_ database: any Database) {
            self.database = database
            self.jobs = Jobs(clock: clock, signal: WorkSignal())
        }

        func runner(failing isFailing: Bool = false) -> JobRunner {
            let ran = ran
            let handler = JobHandler(Remind.self) { job in
                ran.add(job.text)
                if isFailing { throw Failure() }
            }
            return JobRunner(
                database,
                handlers: [handler],
                signal: WorkSignal(),
                clock: clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        func enqueue(_ text: String, key: String? = nil, after delay: Duration = .zero) async throws {
            try await database.write { db in
                try jobs.enqueue(Remind(text: text), key: key, after: delay, in: db)
            }
        }

        func waiting() async throws -> Int {
            try await database.read { db in try db.value(Int.self, "SELECT COUNT(*) FROM job") ?? 0 }
        }
    }

    private func with(_ engine: Engine, _ body: (Bench) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { try await body(Bench($0)) }
    }

    @Test(arguments: TestDatabase.engines)
    func runsWhatIsDueOnceAndForgetsIt(_ engine: Engine) async throws {
        try await with(engine) { bench in
            try await bench.enqueue("now")
            try await bench.enqueue("later", after: .seconds(60))
            #expect(try await bench.runner().runDue() == 1)
            #expect(try await bench.runner().runDue() == 0)
            bench.clock.advance(by: .seconds(61))
            #expect(try await bench.runner().runDue() == 1)
            #expect(bench.ran.all == ["now", "later"])
            #expect(try await bench.waiting() == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aJobOfAnUndoneTransactionNeverWas(_ engine: Engine) async throws {
        try await with(engine) { bench in
            await #expect(throws: Failure.self) {
                try await bench.database.write { db in
                    try bench.jobs.enqueue(Remind(text: "no"), in: db)
                    throw Failure()
                }
            }
            let count = try await bench.runner().runDue()
            #expect(count == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aKeyStandsForOneJobAtItsLatestTime(_ engine: Engine) async throws {
        try await with(engine) { bench in
            try await bench.enqueue("first", key: "k", after: .seconds(10))
            try await bench.enqueue("second", key: "k", after: .seconds(100))
            try await bench.enqueue("another", key: "l", after: .seconds(10))
            #expect(try await bench.waiting() == 2)
            bench.clock.advance(by: .seconds(11))
            _ = try await bench.runner().runDue()
            #expect(bench.ran.all == ["another"])
            try await bench.database.write { db in try bench.jobs.cancel(Remind.self, key: "k", in: db) }
            #expect(try await bench.waiting() == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatFailsComesBackWithGrowingPausesAndEndsAsADeadLetter(_ engine: Engine) async throws {
        try await with(engine) { bench in
            try await bench.enqueue("bad")
            var pauses: [Duration] = []
            for _ in 0..<12 {
                #expect(try await bench.runner(failing: true).runDue() == 1)
                var waited = Duration.zero
                while pauses.count < 11 {
                    bench.clock.advance(by: .milliseconds(200))
                    waited += .milliseconds(200)
                    if try await isDue(bench) { break }
                }
                pauses.append(waited)
            }
            #expect(pauses.prefix(3) == [.milliseconds(400), .milliseconds(800), .milliseconds(1600)])
            bench.clock.advance(by: .seconds(100_000))
            #expect(try await bench.runner(failing: true).runDue() == 0)
            let dead = try await bench.database.read { db in try DeadLetter.all(in: db) }
            #expect(dead.map(\.name) == ["remind"])
            #expect(dead.first?.lastError == "Failure")
            let now = bench.clock.now
            #expect(try await bench.database.write { db in try DeadLetter.retryAll(at: now, in: db) } == 1)
            #expect(try await bench.runner().runDue() == 1)
            #expect(try await bench.waiting() == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatIsQuickDoesNotWaitForWhatIsSlow(_ engine: Engine) async throws {
        try await with(engine) { bench in
            try await bench.enqueue("slow")
            bench.clock.advance(by: .milliseconds(1))
            let quick = (0..<70).map { "quick \($0)" }
            for text in quick { try await bench.enqueue(text) }
            let (ran, mayGoOn) = (bench.ran, WorkSignal())
            let handler = JobHandler(Remind.self) { job in
                if job.text == "slow" { await mayGoOn.wait(atMost: .seconds(1200)) }
                ran.add(job.text)
            }
            let runner = JobRunner(
                bench.database,
                handlers: [handler],
                signal: WorkSignal(),
                clock: bench.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            // Beside what the test does meanwhile.
            let running = Task { try await runner.run() }
            func waitForJobs(_ count: Int) async throws {
                let end = ContinuousClock.now + .seconds(600)
                while ran.all.count < count, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }

            try await waitForJobs(quick.count)
            #expect(ran.all.sorted() == quick.sorted())
            mayGoOn.raise()
            try await waitForJobs(quick.count + 1)
            #expect(ran.all.last == "slow")
            let end = ContinuousClock.now + .seconds(600)
            while try await bench.waiting() > 0, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(10))
            }
            running.cancel()
            try await running.value
            #expect(try await bench.waiting() == 0)
        }
    }

    private func isDue(_ bench: Bench) async throws -> Bool {
        let now = bench.clock.now
        return try await bench.database.read { db in
            try db.value(Int.self, "SELECT COUNT(*) FROM job WHERE due_at <= \(now)") == 1
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anAbandonedLeaseEndsAndTwoNodesNeverShareAJob(_ engine: Engine) async throws {
        try await with(engine) { bench in
            for number in 0..<40 { try await bench.enqueue("job \(number)") }
            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await bench.runner().runDue() } }
                return try await group.reduce(0, +)
            }
            #expect(taken == 40)
            #expect(Set(bench.ran.all).count == 40)
            #expect(bench.ran.all.count == 40)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aJobAskedForAgainWhileItRunsRunsAgain(_ engine: Engine) async throws {
        try await with(engine) { bench in
            try await bench.enqueue("once", key: "k")
            let (ran, jobs, database) = (bench.ran, bench.jobs, bench.database)
            let handler = JobHandler(Remind.self) { job in
                ran.add(job.text)
                guard job.text == "once" else { return }
                try await database.write { db in
                    try jobs.enqueue(Remind(text: "again"), key: "k", after: .seconds(5), in: db)
                }
            }
            let runner = JobRunner(
                bench.database,
                handlers: [handler],
                signal: WorkSignal(),
                clock: bench.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            _ = try await runner.runDue()
            bench.clock.advance(by: .seconds(6))
            _ = try await runner.runDue()
            #expect(bench.ran.all == ["once", "again"])
        }
    }
}
