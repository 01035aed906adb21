import Dispatch
import GRDB
import Synchronization

/// The embedded database: one file in WAL mode with `synchronous=FULL`, one writer with group commit, several
/// readers.
///
/// Group commit: write bodies that arrive while a transaction is being written wait and then share the next one, each
/// in its own savepoint; all their callers resume after the one fsync. A body that throws undoes its own savepoint
/// alone.
package final class SQLiteDatabase: Database {
    /// Bodies that share one transaction at most: bounds how long the first waits for the last.
    private static let largestGroup = 256

    package let engine = Engine.sqlite
    private let pool: DatabasePool
    private let keys: DataKeys
    private let queue = Mutex(WriteQueue())

    private struct WriteQueue {
        var waiting: [any PendingWrite] = []
        var isDraining = false
    }

    /// Opens or creates the database file.
    ///
    /// - `path`: The file; its folder must exist.
    /// - `keys`: What opens sealed fields.
    ///
    /// Throws: ``DatabaseError`` when it cannot be opened or is not a database.
    package init(path: String, keys: DataKeys = .none, readers: Int = 4) throws(DatabaseError) {
        self.keys = keys
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = readers
        configuration.label = "switchboard"
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB opens its pool with NORMAL, which may lose the last commits on a power cut.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // Debian's own default, and not everybody's: what was deleted is overwritten, keys for one.
                try db.execute(sql: "PRAGMA secure_delete = ON")
                // The same pages change again and again: of every 16 MB of log each is written back once. SQLite's own
                // 4 MB wrote them back after every third group of a busy chat.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                // A group of messages changes more pages than SQLite's own 2 MB hold, and one that is pushed out of the
                // cache before the commit is written twice. It grows with use only.
                try db.execute(sql: "PRAGMA cache_size = -32768")
            }
        } catch {
            throw DatabaseError(sqlite: error, statement: nil)
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let keys = keys
        do {
            return try await pool.read { db in
                let session = SQLiteSession(db)
                return try body(
                    Connection(engine: .sqlite, session: session, dataKeys: keys, isWriting: false)
                )
            }
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(sqlite: error, statement: nil)
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let write = WriteBody(body: body, continuation: continuation)
            let mustDrain = queue.withLock { queue in
                queue.waiting.append(write)
                defer { queue.isDraining = true }
                return !queue.isDraining
            }
            if mustDrain {
                pool.asyncWriteWithoutTransaction { db in self.drain(db) }
            }
        }
    }

    /// Writes group after group until nobody waits.
    private func drain(_ db: GRDB.Database) {
        while true {
            let group = queue.withLock { queue in
                let group = Array(queue.waiting.prefix(Self.largestGroup))
                queue.waiting.removeFirst(group.count)
                queue.isDraining = !group.isEmpty
                return group
            }
            guard !group.isEmpty else { return }
            commit(group, on: db)
        }
    }

    private func commit(_ group: [any PendingWrite], on db: GRDB.Database) {
        let session = SQLiteSession(db)
        do {
            try session.execute(script: "BEGIN IMMEDIATE")
            for write in group {
                try write.run(in: session, keys, isAlone: group.count == 1)
            }
            try session.execute(script: "COMMIT")
        } catch {
            if db.isInsideTransaction {
                // The transaction is lost either way; what matters is the error above.
                try? session.execute(script: "ROLLBACK")
            }
            for write in group { write.fail(error) }
            return
        }
        for write in group { write.finish() }
    }

    package func backup(to path: String) async throws {
        let pool = pool
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                do {
                    let copy = try DatabaseQueue(path: path)
                    try pool.backup(to: copy)
                    // One self-contained file: a copy in WAL mode would want its companions beside it.
                    try copy.writeWithoutTransaction { db in
                        try db.execute(sql: "PRAGMA journal_mode = DELETE")
                    }
                    try copy.close()
                    continuation.resume()
                } catch {
                    continuation.resume(throwing: DatabaseError(sqlite: error, statement: nil))
                }
            }
        }
    }

    /// What SQLite finds wrong with a file, nothing when it is whole.
    ///
    /// - `path`: A database that nobody has open.
    ///
    /// Throws: ``DatabaseError`` when it cannot be read at all.
    package static func complaints(about path: String) async throws -> [String] {
        let database = try SQLiteDatabase(path: path, readers: 1)
        let found = try await database.read { db in try db.values(String.self, "PRAGMA integrity_check") }
        try await database.close()
        return found.filter { $0 != "ok" }
    }

    package func close() async throws {
        do {
            try pool.close()
        } catch {
            throw DatabaseError(sqlite: error, statement: nil)
        }
    }
}

/// A write body that waits for its transaction, whatever it returns.
private protocol PendingWrite: Sendable {
    /// Runs the body; its own error is kept for the caller, an error of the transaction is thrown.
    func run(in session: SQLiteSession, _ keys: DataKeys, isAlone: Bool) throws(DatabaseError)
    /// The transaction is on disk: resumes the caller.
    func finish()
    /// The transaction failed: resumes the caller with the body's own error, or with this one.
    func fail(_ error: DatabaseError)
}

private final class WriteBody<Value: Sendable>: PendingWrite {
    private let body: @Sendable (Connection) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let outcome = Mutex<(result: Result<Value, any Error>, actions: [@Sendable () -> Void])?>(nil)

    init(
        body: @escaping @Sendable (Connection) throws -> Value,
        continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in session: SQLiteSession, _ keys: DataKeys, isAlone: Bool) throws(DatabaseError) {
        let connection = Connection(engine: .sqlite, session: session, dataKeys: keys, isWriting: true)
        // Alone in its transaction a throw could undo the whole, but one way for both keeps `commit` simple, and a
        // savepoint costs a microsecond; only the successful single write, the common case at rest, goes without.
        if !isAlone { try session.execute(frequent: "SAVEPOINT body") }
        do {
            let value = try body(connection)
            outcome.withLock { $0 = (.success(value), connection.commitActions) }
        } catch {
            outcome.withLock { $0 = (.failure(error), []) }
            guard session.isInsideTransaction else {
                // The engine gave up the whole transaction (disk full, say): everybody in it must hear of it.
                throw error as? DatabaseError ?? DatabaseError(.failed, "the transaction was undone")
            }
            if isAlone {
                try session.execute(script: "ROLLBACK")
                try session.execute(script: "BEGIN IMMEDIATE")
                return
            }
            try session.execute(frequent: "ROLLBACK TO body")
        }
        if !isAlone { try session.execute(frequent: "RELEASE body") }
    }

    func finish() {
        guard let (result, actions) = outcome.withLock({ $0 }) else {
            continuation.resume(throwing: DatabaseError(.failed, "the body did not run"))
            return
        }
        for action in actions { action() }
        continuation.resume(with: result)
    }

    func fail(_ error: DatabaseError) {
        if case .failure(let own)? = outcome.withLock({ $0?.result }) {
            continuation.resume(throwing: own)
        } else {
            continuation.resume(throwing: error)
        }
    }
}
