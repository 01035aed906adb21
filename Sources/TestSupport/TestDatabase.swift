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
    /// - `migrations`: The schema to begin with; it is made once and copied for every test that begins with it.
    /// - `keys`: What opens sealed fields.
    package static func with<Value: Sendable>(
        _ engine: Engine,
        migrations: [Migration] = [],
        keys: DataKeys = DataKeys(KeyRing(KeyEncryptionKey())),
        _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        switch engine {
        case .sqlite:
            let template = try await DatabaseTemplates.shared.sqlite(migrations)
            return try await inFolder { folder in
                let file = folder.appending(path: "test.sqlite")
                try template.write(to: file)
                return try await run(SQLiteDatabase(path: file.path, keys: keys), body)
            }
        case .postgres:
            let template = try await DatabaseTemplates.shared.postgres(migrations)
            return try await inDatabase(copying: template) { url in
                try await run(PostgresDatabase(configuration(of: url), keys: keys), body)
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

    /// Runs a test with a database of its own on the server, whose address is given.
    ///
    /// - `template`: The name of the database that it is a copy of; nil for an empty one.
    package static func inDatabase<Value>(
        copying template: String? = nil,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let server = try TestServer()
        let name = try await server.createDatabase(copying: template)
        do {
            let value = try await body(server.url(of: name))
            try await server.dropDatabase(name)
            return value
        } catch {
            try await server.dropDatabase(name)
            throw error
        }
    }

    package static func configuration(of url: String) -> PostgresDatabase.Configuration {
        var configuration = PostgresDatabase.Configuration(url: Redacted(url))
        configuration.connections = 6
        // Many suites share two cores: a test that waits is slow, not wrong.
        configuration.patience = .seconds(120)
        return configuration
    }

    static func run<Value: Sendable>(
        _ database: any Database,
        _ body: (any Database) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(database)
            try await database.close()
            return value
        } catch {
            try await database.close()
            throw error
        }
    }
}
