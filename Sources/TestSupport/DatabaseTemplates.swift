import Base
import Foundation
import Storage

/// Migrated databases to copy, one for each schema and engine: hundreds of tests begin with the same one, and making it
/// takes longer than most of them.
actor DatabaseTemplates {
    static let shared = DatabaseTemplates()

    private var files: [[String]: Task<Data, any Error>] = [:]
    private var databases: [[String]: Task<String, any Error>] = [:]

    /// The content of a database file.
    func sqlite(_ migrations: [Migration]) async throws -> Data {
        let key = Self.key(migrations)
        let made =
            files[key]
            // Whoever comes first makes it; a test that ends meanwhile takes it away from nobody.
            ?? Task {
                try await TestDatabase.inFolder { folder in
                    let database = try SQLiteDatabase(path: folder.appending(path: "test.sqlite").path)
                    let copy = folder.appending(path: "copy.sqlite")
                    return try await TestDatabase.run(database) { database in
                        try await Self.migrate(database, migrations)
                        try await database.backup(to: copy.path)
                        return try Data(contentsOf: copy)
                    }
                }
            }
        files[key] = made
        return try await made.value
    }

    /// The name of a database that nobody is connected to; it goes with the server.
    func postgres(_ migrations: [Migration]) async throws -> String {
        let key = Self.key(migrations)
        let made =
            databases[key]
            // As with files.
            ?? Task {
                let server = try TestServer()
                let name = try await server.createDatabase()
                let configuration = TestDatabase.configuration(of: server.url(of: name))
                return try await TestDatabase.run(PostgresDatabase(configuration)) { database in
                    try await Self.migrate(database, migrations)
                    return name
                }
            }
        databases[key] = made
        return try await made.value
    }

    private static func key(_ migrations: [Migration]) -> [String] {
        migrations.flatMap { [$0.name, $0.checksum] }
    }

    private static func migrate(_ database: any Database, _ migrations: [Migration]) async throws {
        _ = try await Migrator(database, migrations: migrations, clock: FixedClock()).run()
    }
}
