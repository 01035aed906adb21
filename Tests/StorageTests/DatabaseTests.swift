import Base
import Foundation
import Storage
import Testing
import TestSupport

/// One door, two engines: what callers may rely on.
@Suite struct DatabaseTests {
    private static let notebook = Migration(
        name: "20260101T0000_notebook",
        script: """
            CREATE TABLE entry (
                id {id} PRIMARY KEY, body {text} NOT NULL, is_done {bool} NOT NULL, weight {real}, size {int},
                noted_at {time}, data {bytes}, UNIQUE (body)
            );
            """
    )

    private struct Entry: RowDecodable, Equatable, Identified {
        static let idPrefix = "ent"

        let id: ID<Entry>
        let body: String
        let isDone: Bool
        let weight: Double?
        let size: Int?
        let notedAt: Instant?

        init(id: ID<Entry>, body: String, isDone: Bool, weight: Double?, size: Int?, notedAt: Instant?) {
            self.id = id
            self.body = body
            self.isDone = isDone
            self.weight = weight
            self.size = size
            self.notedAt = notedAt
        }

        init(row: Row) throws(DatabaseError) {
            self.id = try row.get("id")
            self.body = try row.get("body")
            self.isDone = try row.get("is_done")
            self.weight = try row.get("weight")
            self.size = try row.get("size")
            self.notedAt = try row.get("noted_at")
        }

        func insert(_ db: Connection) throws(DatabaseError) {
            try db.run(
                """
                INSERT INTO entry (id, body, is_done, weight, size, noted_at)
                VALUES (\(id), \(body), \(isDone), \(weight), \(size), \(notedAt))
                """
            )
        }
    }

    private static func entry(_ body: String, weight: Double? = nil, size: Int? = nil) -> Entry {
        Entry(
            id: ID(at: Instant(milliseconds: 5)),
            body: body,
            isDone: true,
            weight: weight,
            size: size,
            notedAt: weight == nil ? nil : Instant(milliseconds: -1)
        )
    }

    private static let select: SQL =
        "SELECT id, body, is_done, weight, size, noted_at FROM entry ORDER BY body"

    @Test(arguments: TestDatabase.engines)
    func valuesComeBackAsTheyWent(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            let entries = [
                Self.entry("Robert'); DROP TABLE entry;--", weight: 0.1, size: .max),
                Self.entry("表情 👩‍👩‍👧 \u{202E}rtl", weight: -.infinity, size: .min),
                Self.entry("z"),
            ]
            try await database.write { db in for entry in entries { try entry.insert(db) } }
            let read = try await database.read { db in try db.all(Entry.self, Self.select) }
            #expect(Set(read.map(\.body)) == Set(entries.map(\.body)))
            for entry in entries { #expect(read.contains(entry)) }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func nothingOfAFailedTransactionStays(_ engine: Engine) async throws {
        struct Stop: Error {}
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            await #expect(throws: Stop.self) {
                try await database.write { db in
                    try Self.entry("a").insert(db)
                    throw Stop()
                }
            }
            let count = try await database.read { db in try db.value(Int.self, "SELECT COUNT(*) FROM entry") }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aWriterThatFailsDoesNotTakeItsNeighboursWithIt(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            try await database.write { db in try Self.entry("taken").insert(db) }
            let failures = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            try await database.write { db in
                                try Self.entry(number.isMultiple(of: 3) ? "taken" : "entry \(number)").insert(
                                    db
                                )
                            }
                            return false
                        } catch let error as DatabaseError {
                            return error.isUniqueViolation
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 20)
            let count = try await database.read { db in try db.value(Int.self, "SELECT COUNT(*) FROM entry") }
            #expect(count == 41)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func actionsRunOnceItIsOnDiskAndNotWhenUndone(_ engine: Engine) async throws {
        struct Stop: Error {}
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            let heard = Recorder()
            try await database.write { db in
                try Self.entry("a").insert(db)
                db.afterCommit { heard.add("kept") }
            }
            await #expect(throws: Stop.self) {
                try await database.write { db in
                    db.afterCommit { heard.add("undone") }
                    throw Stop()
                }
            }
            #expect(heard.all == ["kept"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func countersDoNotLoseIncrementsOfManyWriters(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            try await database.write { db in try Self.entry("counter", size: 0).insert(db) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.write { db in
                            _ = try db.run("UPDATE entry SET size = size + 1 WHERE body = \("counter")")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let size = try await database.read { db in try db.value(Int.self, "SELECT size FROM entry") }
            #expect(size == 100)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func anErrorNamesTheStatementButNotItsValues(_ engine: Engine) async throws {
        try await TestDatabase.with(engine, migrations: [Self.notebook]) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { db in
                    _ = try db.run("INSERT INTO nowhere VALUES (\("seed words"))")
                }
            }
            #expect(error?.description.contains("nowhere") == true)
            #expect(error?.description.contains("seed words") == false)
        }
    }

    /// PostgreSQL is copied by its own pg_dump: Tests/Server tries that through the command.
    @Test func aCopyOfTheEmbeddedDatabaseHoldsWhatWasCommitted() async throws {
        try await TestDatabase.with(.sqlite, migrations: [Self.notebook]) { database in
            try await database.write { db in try Self.entry("kept").insert(db) }
            try await TestDatabase.inFolder { folder in
                let path = folder.appending(path: "copy.sqlite").path
                try await database.backup(to: path)
                let copy = try SQLiteDatabase(path: path)
                let bodies = try await copy.read { db in try db.values(String.self, "SELECT body FROM entry")
                }
                try await copy.close()
                #expect(bodies == ["kept"])
            }
        }
    }
}
