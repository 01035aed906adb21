import Base
package import Foundation
import Safeguard
package import Storage

/// A database of one test's own, on either engine, gone when the test ends.
package enum TestDatabase {
    /// The engines that store tests run on: both, where the test command has started a PostgreSQL server.
    package static let engines: [Engine] = serverURL == nil ? [.sqlite] : [.sqlite, .postgres]

    /// The server that `scripts/with-postgres` started.
    package static let serverURL = ProcessInfo.processInfo.environment["SWITCHBOARD_TEST_POSTGRES"]

    /// Runs a test with an empty database.
    ///
    /// - `migrations`: The schema to begin with.
    /// - `keys`: What opens sealed fields.
    package static func with<Value: Sendable>(
        _ engine: Engine,
        migrations: [Migration] = [],
        keys: DataKeys = DataKeys(KeyRing(KeyEncryptionKey())),
        _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        switch engine {
        case .sqlite:
            return try await inFolder { folder in
                let database = try SQLiteDatabase(
                    path: folder.appending(path: "test.sqlite").path,
                    keys: keys
                )
                return try await run(database, migrations, body)
            }
        case .postgres:
            return try await inSchema { url in
                var configuration = PostgresDatabase.Configuration(url: Redacted(url))
                configuration.connections = 6
                // Many suites share two cores: a test that waits is slow, not wrong.
                configuration.patience = .seconds(60)
                return try await run(PostgresDatabase(configuration, keys: keys), migrations, body)
            }
        }
    }

    /// Runs a test with a folder of its own.
    package static func inFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "switchboard-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // What a test leaves behind does no harm in the folder for temporary files.
            try? FileManager.default.removeItem(at: folder)
        }
        return try await body(folder)
    }

    /// Runs a test with a schema of its own on the server; the address given leads into it.
    package static func inSchema<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        guard let serverURL else { throw MissingServer() }
        let schema = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        var configuration = PostgresDatabase.Configuration(url: Redacted(serverURL))
        configuration.connections = 1
        let server = PostgresDatabase(configuration)
        // The name is made here, of letters and digits: identifiers cannot be bound.
        try await server.write { db in _ = try db.run("CREATE SCHEMA \(SQL(stringLiteral: schema))") }
        let separator = serverURL.contains("?") ? "&" : "?"
        do {
            let value = try await body("\(serverURL)\(separator)options=-csearch_path%3D\(schema)")
            try await drop(schema, server)
            return value
        } catch {
            try await drop(schema, server)
            throw error
        }
    }

    private static func drop(_ schema: String, _ server: PostgresDatabase) async throws {
        try await server.write { db in _ = try db.run("DROP SCHEMA \(SQL(stringLiteral: schema)) CASCADE") }
        try await server.close()
    }

    private static func run<Value: Sendable>(
        _ database: any Database,
        _ migrations: [Migration],
        _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        do {
            try await Migrator(database, migrations: migrations, clock: FixedClock()).run()
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try await database.close()
            throw error
        }
    }

    private struct MissingServer: Error, CustomStringConvertible {
        var description: String {
            "SWITCHBOARD_TEST_POSTGRES is not set; run the tests through scripts/with-postgres"
        }
    }
}
