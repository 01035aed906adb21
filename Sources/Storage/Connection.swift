import Safeguard

/// A connection inside a transaction: what the bodies of `read` and `write` talk to.
///
/// It must not leave the body.
package final class Connection {
    package let engine: Engine
    let session: any EngineSession
    /// What opens sealed fields.
    let dataKeys: DataKeys
    /// Whether what it sees may still be undone.
    let isWriting: Bool
    /// Keys that this transaction has made or read.
    var newDataKeys: [KeyOwner: DataKey] = [:]
    /// What to do once the transaction is on disk.
    private(set) var commitActions: [@Sendable () -> Void] = []

    init(engine: Engine, session: any EngineSession, dataKeys: DataKeys, isWriting: Bool) {
        self.engine = engine
        self.session = session
        self.dataKeys = dataKeys
        self.isWriting = isWriting
    }

    /// Every row of a query.
    @inlinable
    package func all<Value: RowDecodable>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> [Value] {
        var decoded: [Value] = []
        for row in try rows(sql) {
            decoded.append(try Value(row: row))
        }
        return decoded
    }

    /// The first row of a query, nil when there is none.
    @inlinable
    package func first<Value: RowDecodable>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> Value? {
        guard let row = try rows(sql).first else { return nil }
        return try Value(row: row)
    }

    /// The first column of every row; nulls are left out.
    @inlinable
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
    @inlinable
    package func value<Value: SQLConvertible>(_ type: Value.Type, _ sql: SQL) throws(DatabaseError) -> Value?
    {
        guard let row = try rows(sql).first else { return nil }
        return try row.get(at: 0)
    }

    /// Every row as it is.
    package func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        var rows = try session.execute(sql.rendered(for: engine)).rows
        for place in rows.indices { rows[place].connection = self }
        return rows
    }

    /// Runs a statement for its effect.
    ///
    /// - Returns: How many rows it inserted, changed or deleted.
    @discardableResult
    package func run(_ sql: SQL) throws(DatabaseError) -> Int {
        try session.execute(sql.rendered(for: engine)).changedRows
    }

    /// Runs a statement on whose outcome nothing in the body depends: it may travel with the next one, or with the
    /// commit, and save a journey to the server.
    ///
    /// - Throws: Its error comes at the latest when the transaction ends, and undoes it like any other.
    package func post(_ sql: SQL) throws(DatabaseError) {
        try session.post(sql.rendered(for: engine))
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
    /// Runs a statement whose answer nobody waits for, at the latest before the transaction ends.
    func post(_ statement: RenderedSQL) throws(DatabaseError)
    func execute(script: String) throws(DatabaseError)
}

/// What came back from one statement.
struct Answer {
    var rows: [Row] = []
    var changedRows = 0
}
