import Base
import Storage
import Testing
import TestSupport

@Suite struct MigratorTests {
    private static let first = Migration(
        name: "20260101T0000_a",
        script: "CREATE TABLE a (id {id} PRIMARY KEY);"
    )
    private static let second = Migration(
        name: "20260102T0000_b",
        script:
            "ALTER TABLE a ADD COLUMN name {text} NOT NULL DEFAULT ''; CREATE TABLE b (id {id} PRIMARY KEY);"
    )

    private func migrator(_ database: any Database, _ steps: Migration...) -> Migrator {
        Migrator(database, migrations: steps, clock: FixedClock())
    }

    @Test(arguments: TestDatabase.engines)
    func runsWhatIsMissingOnce(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            #expect(try await migrator(database, Self.first, Self.second).pending().count == 2)
            #expect(try await migrator(database, Self.first).run() == [Self.first.name])
            try await database.write { db in
                _ = try db.run("INSERT INTO a (id) VALUES (\(ID<Note>(at: FixedClock().now)))")
            }
            #expect(try await migrator(database, Self.first, Self.second).pending() == [Self.second.name])
            #expect(try await migrator(database, Self.first, Self.second).run() == [Self.second.name])
            #expect(try await migrator(database, Self.first, Self.second).run().isEmpty)
            let names = try await database.read { db in try db.values(String.self, "SELECT name FROM a") }
            #expect(names == [""])
        }
    }

    private enum Note: Identified {
        static let idPrefix = "nte"
    }

    @Test(arguments: TestDatabase.engines)
    func refusesAStepThatWasChangedOrIsUnknown(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            try await migrator(database, Self.first, Self.second).run()
            let changed = Migration(name: Self.first.name, script: Self.first.script + " ")
            await #expect(throws: MigrationError.changed(Self.first.name)) {
                try await migrator(database, changed, Self.second).run()
            }
            await #expect(throws: MigrationError.unknown(Self.second.name)) {
                try await migrator(database, Self.first).run()
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func aStepThatFailsLeavesNothing(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let broken = Migration(
                name: "20260103T0000_c",
                script: "CREATE TABLE c (id {id} PRIMARY KEY); nonsense;"
            )
            await #expect(throws: DatabaseError.self) {
                try await migrator(database, Self.first, broken).run()
            }
            let pending = try await migrator(database, Self.first, broken).pending()
            #expect(pending == [broken.name])
            await #expect(throws: DatabaseError.self) {
                try await database.read { db in _ = try db.rows("SELECT id FROM c") }
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func severalNodesMayStartAtOnce(_ engine: Engine) async throws {
        try await TestDatabase.with(engine) { database in
            let runs = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask { try await migrator(database, Self.first, Self.second).run() }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(runs.sorted() == [Self.first.name, Self.second.name])
        }
    }

    @Test func twoFilesOfOneNameAreAMistake() throws {
        #expect(throws: MigrationError.twice("x")) {
            _ = try Migration.all(in: [["A/x.sql": ""], ["B/x.sql": ""]])
        }
    }
}
