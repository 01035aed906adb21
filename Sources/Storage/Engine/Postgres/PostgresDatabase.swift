package import Base
import Foundation
import Logging
import Synchronization

/// A PostgreSQL server through libpq: a pool of connections, each on its own thread because libpq blocks.
///
/// A connection that broke is thrown away and the next one asked for is made anew, so the pool heals by itself after
/// the server restarts. Isolation is READ COMMITTED; a transaction that the server undoes because of a collision
/// (SQLSTATE 40001, 40P01) is run again.
package final class PostgresDatabase: Database {
    package struct Configuration: Sendable {
        /// `postgres://user:password@host/name`, or a libpq connection string.
        package var url: Redacted<String>
        /// Connections at most.
        package var connections = 16
        /// How long a caller waits for a free or a new connection before it is told that there is none.
        package var patience = Duration.seconds(3)

        package init(url: Redacted<String>) {
            self.url = url
        }
    }

    private static let attempts = 5

    package let engine = Engine.postgres
    private let pool: PostgresPool
    private let url: Redacted<String>
    private let keys: DataKeys

    /// Prepares the pool; connections are made when they are needed.
    ///
    /// - `keys`: What opens sealed fields.
    package init(_ configuration: Configuration, keys: DataKeys = .none) {
        self.keys = keys
        self.pool = PostgresPool(configuration)
        self.url = configuration.url
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isWriting: false, body)
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await transaction("BEGIN", isWriting: true, body)
    }

    private func transaction<Value: Sendable>(
        _ begin: String,
        isWriting: Bool,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let keys = keys
        var attempt = 1
        while true {
            do {
                let (value, actions) = try await pool.withConnection { session in
                    session.begin(begin)
                    return try Self.run(
                        body,
                        Connection(engine: .postgres, session: session, dataKeys: keys, isWriting: isWriting),
                        session
                    )
                }
                for action in actions { action() }
                return value
            } catch let error as DatabaseError where error.kind == .conflict && attempt < Self.attempts {
                attempt += 1
            }
        }
    }

    private static func run<Value: Sendable>(
        _ body: @Sendable (Connection) throws -> Value,
        _ connection: Connection,
        _ session: PostgresSession
    ) throws -> (Value, [@Sendable () -> Void]) {
        do {
            let value = try body(connection)
            try session.commit()
            return (value, connection.commitActions)
        } catch {
            // On a broken connection the server has undone it already; the first error is the one that counts.
            try? session.rollBack()
            throw error
        }
    }

    package func backup(to path: String) async throws {
        try await PostgresPrograms.run(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--file=\(path)"],
            on: url
        )
    }

    /// Brings a copy back that ``backup(to:)`` wrote, all of it or nothing.
    ///
    /// The database must be empty.
    package func restore(from path: String) async throws {
        let name = try PostgresAddress.environment(of: url)["PGDATABASE"] ?? ""
        try await PostgresPrograms.run(
            "pg_restore",
            [
                "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password",
                "--dbname=\(name)", path,
            ],
            on: url
        )
    }

    package func close() async throws {
        pool.close()
    }
}
