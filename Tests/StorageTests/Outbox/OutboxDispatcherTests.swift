import Base
import Logging
import Storage
import Testing
import TestSupport

@Suite struct OutboxDispatcherTests {
    private struct Happened: OutboxEvent {
        static let name = "happened"
        let what: String
    }

    private struct Failure: Error {}

    private func dispatcher(
        _ database: any Database,
        _ clock: FixedClock,
        _ subscriptions: OutboxSubscription...
    )
        -> OutboxDispatcher
    {
        OutboxDispatcher(
            database,
            subscriptions: subscriptions,
            signal: WorkSignal(),
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test(arguments: TestDatabase.engines)
    func everySubscriberHearsItAndAFailureIsToldAgain(_ engine: Engine) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { database in
            let clock = FixedClock()
            let outbox = Outbox(clock: clock, signal: WorkSignal())
            try await database.write { db in try outbox.append(Happened(what: "a"), in: db) }
            let heard = Recorder()
            let listener = OutboxSubscription(Happened.self) { heard.add("one \($0.what)") }
            let failing = OutboxSubscription(Happened.self) { _ in throw Failure() }
            #expect(try await dispatcher(database, clock, listener, failing).deliverDue() == 1)
            #expect(try await dispatcher(database, clock, listener).deliverDue() == 0)
            clock.advance(by: .seconds(1))
            let second = OutboxSubscription(Happened.self) { heard.add("two \($0.what)") }
            #expect(try await dispatcher(database, clock, listener, second).deliverDue() == 1)
            #expect(heard.all == ["one a", "one a", "two a"])
            let left = try await database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM outbox_event")
            }
            #expect(left == 0)
        }
    }
}
