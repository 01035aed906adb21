import Base
import Foundation
import Storage
import TestSupport
import Testing

@Suite("PostgreSQL's connections", .enabled(if: TestDatabase.serverURL != nil))
struct PostgresPoolTests {
    private func with(
        _ url: String,
        connections: Int,
        patience: Duration = .seconds(120),
        _ body: (PostgresDatabase) async throws -> Void
    ) async throws {
        var configuration = PostgresDatabase.Configuration(url: Redacted(url))
        configuration.connections = connections
        configuration.patience = patience
        let database = PostgresDatabase(configuration)
        try await body(database)
        try await database.close()
    }

    /// Runs a body while the only connection of a database waits for a lock of the server's.
    private func withBusyConnection(
        patience: Duration,
        _ body: (PostgresDatabase) async throws -> Void
    ) async throws {
        let lock = Int.random(in: 1...Int.max)
        try await TestDatabase.inDatabase { url in
            try await with(url, connections: 1) { other in
                try await with(url, connections: 1, patience: patience) { database in
                    // A lock of the session: held until the same connection gives it back.
                    _ = try await other.read { db in try db.rows("SELECT pg_advisory_lock(\(lock))").count }
                    // Connecting is not what is waited for here.
                    while (try? await database.read { db in try db.rows("SELECT 1").count }) == nil {}
                    let (busy, signal) = AsyncStream.makeStream(of: Void.self)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            // Also where there was no connection: nobody waits for ever.
                            defer { signal.finish() }
                            try await database.read { db in
                                signal.finish()
                                _ = try db.rows("SELECT pg_advisory_xact_lock(\(lock))").count
                            }
                        }
                        for await _ in busy {}
                        try await body(database)
                        _ = try await other.read { db in
                            try db.rows("SELECT pg_advisory_unlock(\(lock))").count
                        }
                        // Whoever has a connection ends in peace.
                        try await group.waitForAll()
                    }
                }
            }
        }
    }

    @Test("serve more than there are of them, each in its turn")
    func serveAll() async throws {
        try await TestDatabase.inDatabase { url in
            try await with(url, connections: 2) { database in
                let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            try await database.read { db in try db.value(Int.self, "SELECT \(number)") }
                        }
                    }
                    return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
                }
                #expect(answers == Set(0..<100))
            }
        }
    }

    @Test("refuse whoever has waited for too long")
    func refuseInTime() async throws {
        try await withBusyConnection(patience: .seconds(3)) { database in
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await database.read { db in try db.rows("SELECT 1").count }
            }
            #expect(error?.kind == .unavailable)
        }
    }

    @Test("that the server ended while they rested are made anew, all of them, and nobody hears of it")
    func madeAnew() async throws {
        try await TestDatabase.inDatabase { url in
            try await with(url, connections: 1) { other in
                try await with(url, connections: 3) { database in
                    let former = try await Self.processes(3, of: database)
                    try await other.read { db in
                        for process in former {
                            _ = try db.rows("SELECT pg_terminate_backend(\(process)::int)").count
                        }
                        while try db.value(
                            Int.self,
                            "SELECT COUNT(*) FROM pg_stat_activity WHERE pid IN (\(list: former))"
                        ) != 0 { Thread.sleep(forTimeInterval: 0.01) }
                    }
                    let present = try await Self.processes(3, of: database)
                    #expect(present.isDisjoint(with: former))
                }
            }
        }
    }

    /// The server's processes behind as many connections, all in use at the same moment.
    private static func processes(_ count: Int, of database: PostgresDatabase) async throws -> Set<Int> {
        let meeting = Meeting(of: count)
        return try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await database.read { db in
                        let process = try db.value(Int.self, "SELECT pg_backend_pid()")
                        meeting.arrive()
                        return process
                    }
                }
            }
            return try await group.reduce(into: []) { found, process in
                if let process { found.insert(process) }
            }
        }
    }

    /// Where threads wait until all of them are there.
    ///
    /// A condition of Foundation's, which guards the count.
    private final class Meeting: @unchecked Sendable {
        private let condition = NSCondition()
        private var missing: Int

        init(of count: Int) { missing = count }

        func arrive() {
            condition.lock()
            defer { condition.unlock() }
            missing -= 1
            condition.broadcast()
            let end = Date(timeIntervalSinceNow: 600)
            while missing > 0, condition.wait(until: end) {}
        }
    }

    @Test("that are closed refuse everybody, those who wait as well")
    func refuseWhenClosed() async throws {
        try await withBusyConnection(patience: .seconds(120)) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        await #expect(throws: DatabaseError.self) {
                            _ = try await database.read { db in try db.rows("SELECT 1").count }
                        }
                    }
                }
                try await database.close()
                try await group.waitForAll()
            }
            await #expect(throws: DatabaseError.self) {
                _ = try await database.write { db in try db.rows("SELECT 1").count }
            }
        }
    }
}
