import Base
import Logging
import Mail
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct MailerTests {
    /// A mail server that takes what it is told to take.
    private final class Post: MailTransport {
        let taken = Recorder()
        let refusal = Mutex<MailError?>(nil)

        func send(
            _ message: String,
            from sender: MailAddress,
            to recipient: MailAddress
        ) async throws(MailError) {
            if let error = refusal.withLock({ $0 }) { throw error }
            taken.add("\(recipient)\n\(message)")
        }
    }

    private struct Undone: Error {}

    private struct Office {
        let database: any Database
        let clock = FixedClock()
        let post = Post()
        let mailer: Mailer

        init(_ database: any Database) throws {
            self.database = database
            let sender = try #require(Mailbox("Demo <support@demo.example>"))
            self.mailer = Mailer(
                database,
                transport: post,
                sender: sender,
                jobs: Jobs(clock: clock, signal: WorkSignal()),
                clock: clock
            )
        }

        var runner: JobRunner {
            JobRunner(
                database,
                handlers: mailer.handlers,
                signal: WorkSignal(),
                clock: clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        func write(_ text: String, within validity: Duration = .seconds(600)) async throws -> ID<SentLetter> {
            let address = try #require(MailAddress("liu@demo.example"))
            let letter = try Letter(to: Mailbox(address), subject: "Code", text: text, locale: .english)
            return try await database.write { db in
                try mailer.send(letter, for: "verification_code", within: validity, in: db)
            }
        }

        /// What stands in the row, as text.
        func storedBytes() async throws -> String {
            let contents = try await database.read { db in
                try db.value([UInt8].self, "SELECT contents FROM letter WHERE contents IS NOT NULL") ?? []
            }
            return String(decoding: contents, as: UTF8.self)
        }

        func hasContents() async throws -> Bool {
            try await database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM letter WHERE contents IS NOT NULL") ?? 0
            } > 0
        }
    }

    private func with(_ engine: Engine, _ body: (Office) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files, MailAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { try await body(try Office($0)) }
    }

    @Test(arguments: TestDatabase.engines)
    func whatWasSentIsErased(_ engine: Engine) async throws {
        try await with(engine) { office in
            let id = try await office.write("483920")
            #expect(try await office.hasContents())
            #expect(try await !office.storedBytes().contains("483920"))
            #expect(try await !office.storedBytes().contains("liu@"))

            #expect(try await office.runner.runDue() == 1)

            #expect(office.post.taken.all.count == 1)
            #expect(try await office.mailer.state(of: id)?.state == .sent)
            #expect(try await !office.hasContents())
            office.clock.advance(by: .seconds(700))
            #expect(try await office.runner.runDue() == 0)
            #expect(try await office.mailer.state(of: id)?.state == .sent)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anUndoneTransactionSendsNothing(_ engine: Engine) async throws {
        try await with(engine) { office in
            let address = try #require(MailAddress("liu@demo.example"))
            let letter = try Letter(to: Mailbox(address), subject: "Code", text: "no", locale: .english)
            await #expect(throws: Undone.self) {
                try await office.database.write { db in
                    try office.mailer.send(letter, for: "test", within: .seconds(60), in: db)
                    throw Undone()
                }
            }
            #expect(try await office.runner.runDue() == 0)
            #expect(office.post.taken.all == [])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aServerThatIsAwayGetsTheSameMessageLater(_ engine: Engine) async throws {
        try await with(engine) { office in
            let id = try await office.write("later")
            office.post.refusal.withLock { $0 = .unreachable }
            _ = try await office.runner.runDue()
            #expect(try await office.mailer.state(of: id)?.state == .waiting)
            #expect(try await office.mailer.state(of: id)?.lastError == "unreachable")

            office.post.refusal.withLock { $0 = nil }
            office.clock.advance(by: .seconds(1))
            _ = try await office.runner.runDue()

            #expect(try await office.mailer.state(of: id)?.state == .sent)
            #expect(office.post.taken.all.first?.contains("Message-ID: <\(id)@demo.example>") == true)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aLetterThatIsTooOldIsErasedAndNotSent(_ engine: Engine) async throws {
        try await with(engine) { office in
            let id = try await office.write("too late", within: .seconds(60))
            office.post.refusal.withLock { $0 = .timedOut }
            _ = try await office.runner.runDue()
            office.clock.advance(by: .seconds(61))
            office.post.refusal.withLock { $0 = nil }

            _ = try await office.runner.runDue()

            #expect(try await office.mailer.state(of: id)?.state == .expired)
            #expect(try await !office.hasContents())
            #expect(office.post.taken.all == [])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatTheServerNeverTakesIsADeadLetterAtOnce(_ engine: Engine) async throws {
        try await with(engine) { office in
            let id = try await office.write("never")
            office.post.refusal.withLock { $0 = .refused(reply: 550) }
            _ = try await office.runner.runDue()

            #expect(try await office.mailer.state(of: id)?.state == .refused)
            #expect(try await office.mailer.state(of: id)?.lastError == "refused_550")
            #expect(try await !office.hasContents())
            let dead = try await office.database.read { db in try DeadLetter.all(in: db) }
            #expect(dead.map(\.name) == ["letter.deliver"])
            #expect(dead.map(\.lastError) == ["MailError"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatTheServerDoesNotTakeForNowComesAgain(_ engine: Engine) async throws {
        try await with(engine) { office in
            let id = try await office.write("grey")
            office.post.refusal.withLock { $0 = .refused(reply: 450) }
            _ = try await office.runner.runDue()
            #expect(try await office.mailer.state(of: id)?.state == .waiting)
            #expect(try await office.database.read { db in try DeadLetter.all(in: db) } == [])
        }
    }
}
