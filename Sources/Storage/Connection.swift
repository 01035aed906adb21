/// A connection inside a transaction: what the bodies of `read` and `write` talk to.
///
/// It must not leave the body.
package final class Connection {
    package let engine: Engine
    private let session: any EngineSession
    /// What to do once the transaction is on disk.
    private(set) var commitActions: [@Sendable () -> Void] = []

    init(engine: Engine, session: any EngineSession) {
        self.engine = engine
        self.session = session
    }

    /// Every row of a query.
    package func all<Value: RowDecodable>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> [Value] {
        var decoded: [Value] = []
        for row in try rows(sql) {
            decoded.append(try Value(row: row))
        }
        return decoded
    }

    /// The first row of a query, nil when there is none.
    package func first<Value: RowDecodable>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> Value? {
        guard let row = try rows(sql).first else { return nil }
        return try Value(row: row)
    }

    /// The first column of every row; nulls are left out.
    package func values<Value: SQLConvertible>(
        _ type: Value.Type,
        _ sql: SQL
    ) throws(DatabaseError) -> [Value] {
        var values: [Value] = []
        for row in try rows(sql) {
            if let value: Value = try row.get(at: 0) { values.append(value) }
        }
        return values
    }

    /// The first column of the first row, nil when there is no row or it is null.
    package func value<Value: SQLConvertible>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> Value?
    {
        guard let row = try rows(sql).first else { return nil }
        return try row.get(at: 0)
    }

    /// Every row as it is.
    package func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try session.execute(sql.rendered(for: engine)).rows
    }

    /// Runs a statement for its effect.
    ///
    /// - Returns: How many rows it inserted, changed or deleted.
    @discardableResult
    package func run(_ sql: SQL) throws(DatabaseError) -> Int {
        try session.execute(sql.rendered(for: engine)).changedRows
    }

    /// Runs a script of several statements without bindings: migrations.
    func run(script: String) throws(DatabaseError) {
        try session.execute(script: script)
    }

    /// The escape hatch where the engines differ: full-text search, `SKIP LOCKED`, the migration lock.
    ///
    /// Lint counts its uses.
    package func dialect(sqlite: SQL, postgres: SQL) -> SQL {
        switch engine {
        case .sqlite: sqlite
        case .postgres: postgres
        }
    }

    /// Runs something once the transaction is on disk, and never when it is undone: waking a worker, telling
    /// a hub.
    ///
    /// It must be quick and must not wait for the database.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        commitActions.append(action)
    }
}

/// What an engine gives to a ``Connection``.
protocol EngineSession: AnyObject {
    func execute(_ statement: RenderedSQL) throws(DatabaseError) -> Answer
    func execute(script: String) throws(DatabaseError)
}

/// What came back from one statement.
struct Answer {
    var rows: [Row] = []
    var changedRows = 0
}
