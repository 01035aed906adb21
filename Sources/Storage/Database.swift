/// Which database it is.
package enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgres
}

/// The one database of an installation.
///
/// Bodies are synchronous: a transaction cannot await, so it is short and holds no network call. They run off the
/// event loops. A `write` body may run again after a collision with another transaction, so it must do nothing but
/// talk to the connection.
package protocol Database: Sendable {
    /// Which engine answers; for ``Connection/dialect(sqlite:postgres:)`` and for reports only.
    var engine: Engine { get }

    /// Reads in one snapshot.
    ///
    /// - Throws: What the body throws; ``DatabaseError`` when the engine fails.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value

    /// Runs a transaction; when this returns, it is on disk. On a throw nothing of it is.
    ///
    /// - Throws: What the body throws; ``DatabaseError`` when the engine fails.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value

    /// Writes a consistent copy while serving.
    ///
    /// - `path`: A file that does not exist yet.
    func backup(to path: String) async throws

    /// Ends all connections; what is running finishes first.
    func close() async throws
}
