package import Base

/// Brings a database's schema up to date.
package struct Migrator: Sendable {
    private let database: any Database
    private let migrations: [Migration]
    private let clock: any WallClock

    package init(_ database: any Database, migrations: [Migration], clock: any WallClock) {
        self.database = database
        self.migrations = migrations
        self.clock = clock
    }

    /// Runs what is missing, oldest first, each in a transaction of its own; several nodes may start at once.
    ///
    /// - Returns: The names of the steps that were run.
    /// - Throws: ``MigrationError`` when the database does not fit this version, `DatabaseError` when a step fails.
    @discardableResult
    package func run() async throws -> [String] {
        try await database.write { db in
            try lock(db)
            try db.run(
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL
                )
                """
            )
        }
        let applied = try await database.read { db in
            try db.all(AppliedMigration.self, AppliedMigration.select)
        }
        for step in applied {
            guard let known = migrations.first(where: { $0.name == step.name }) else {
                throw MigrationError.unknown(step.name)
            }
            guard known.checksum == step.checksum else { throw MigrationError.changed(step.name) }
        }
        var run: [String] = []
        for migration in migrations where !applied.contains(where: { $0.name == migration.name }) {
            let isMine = try await database.write { db in try apply(migration, db) }
            if isMine { run.append(migration.name) }
        }
        return run
    }

    /// Whether any version of ours ever prepared the database.
    package func isPrepared() async throws -> Bool {
        let table = try await database.read { db in
            try db.value(
                String.self,
                db.dialect(
                    sqlite: "SELECT name FROM sqlite_master WHERE name = 'schema_migration'",
                    postgres: "SELECT to_regclass('schema_migration')::text"
                )
            )
        }
        return table != nil
    }

    /// The steps that a ``run()`` would run; all of them on a database that was never prepared.
    package func pending() async throws -> [String] {
        guard try await isPrepared() else { return migrations.map(\.name) }
        let applied = try await database.read { db in
            try db.all(AppliedMigration.self, AppliedMigration.select)
        }
        return migrations.map(\.name).filter { name in !applied.contains { $0.name == name } }
    }

    private func apply(_ migration: Migration, _ db: Connection) throws -> Bool {
        try lock(db)
        let isNew = try db.run(
            """
            INSERT INTO schema_migration (name, checksum, applied_at)
            VALUES (\(migration.name), \(migration.checksum), \(clock.now)) ON CONFLICT (name) DO NOTHING
            """
        )
        guard isNew == 1 else { return false }
        try db.run(script: migration.rendered(for: db.engine))
        return true
    }

    /// One node at a time; SQLite has one writer anyway.
    private func lock(_ db: Connection) throws {
        _ = try db.rows(
            db.dialect(sqlite: "SELECT 1", postgres: "SELECT pg_advisory_xact_lock(7305808869228538739)")
        )
    }
}

private struct AppliedMigration: RowDecodable {
    static var select: SQL { "SELECT name, checksum FROM schema_migration ORDER BY name" }

    let name: String
    let checksum: String

    init(row: Row) throws(DatabaseError) {
        self.name = try row.get("name")
        self.checksum = try row.get("checksum")
    }
}
