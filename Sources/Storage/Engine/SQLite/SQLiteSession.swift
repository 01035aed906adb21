import GRDB
import GRDBSQLite

/// Statements on one of GRDB's connections.
final class SQLiteSession: EngineSession {
    private let db: GRDB.Database

    init(_ db: GRDB.Database) {
        self.db = db
    }

    var isInsideTransaction: Bool { db.isInsideTransaction }

    /// Binds, steps and reads by SQLite's own functions: GRDB's rows and values cost as much as the statement.
    func execute(_ rendered: RenderedSQL) throws(DatabaseError) -> Answer {
        do {
            let statement = try db.cachedStatement(sql: rendered.text)
            let handle = unsafe statement.sqliteStatement
            defer {
                unsafe sqlite3_reset(handle)
                unsafe sqlite3_clear_bindings(handle)
            }
            for (index, value) in rendered.values.enumerated() {
                let code = unsafe value.bind(to: handle, at: Int32(index + 1))
                guard code == SQLITE_OK else { throw error(rendered.text) }
            }
            let columns = ColumnNames(statement.columnNames)
            let count = Int32(statement.columnCount)
            var rows: [Row] = []
            while true {
                switch unsafe sqlite3_step(handle) {
                case SQLITE_ROW:
                    let values = (0..<count).map { unsafe SQLValue(sqlite: handle, column: $0) }
                    rows.append(Row(columns: columns, values: values))
                case SQLITE_DONE:
                    return Answer(rows: rows, changedRows: db.changesCount)
                default:
                    throw error(rendered.text)
                }
            }
        } catch {
            throw DatabaseError(sqlite: error, statement: rendered.text)
        }
    }

    func post(_ rendered: RenderedSQL) throws(DatabaseError) {
        _ = try execute(rendered)
    }

    /// What SQLite says went wrong last.
    private func error(_ statement: String) -> GRDB.DatabaseError {
        let connection = unsafe db.sqliteConnection
        return GRDB.DatabaseError(
            resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(connection)),
            message: unsafe String(cString: sqlite3_errmsg(connection)),
            sql: statement
        )
    }

    /// Runs one statement without bindings whose compiled form is kept: what surrounds every body.
    func execute(frequent statement: String) throws(DatabaseError) {
        _ = try execute(RenderedSQL(text: statement, values: []))
    }

    func execute(script: String) throws(DatabaseError) {
        do {
            try db.execute(sql: script)
        } catch {
            throw DatabaseError(sqlite: error, statement: script)
        }
    }
}

/// Asks SQLite to copy what is bound: it is gone when the call returns (https://www.sqlite.org/c3ref/bind_blob.html).
private var copied: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension SQLValue {
    /// - Returns: SQLite's result code.
    fileprivate func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .int(let value): return unsafe sqlite3_bind_int64(handle, index, value)
        case .real(let value): return unsafe sqlite3_bind_double(handle, index, value)
        case .bool(let value): return unsafe sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .text(var value):
            return value.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { text in
                    // An empty text has no address, and none would be NULL.
                    text.isEmpty
                        ? unsafe sqlite3_bind_text(handle, index, "", 0, copied)
                        : unsafe sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), copied)
                }
            }
        case .bytes(let value):
            guard !value.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe value.withUnsafeBytes { bytes in
                unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), copied)
            }
        }
    }

    fileprivate init(sqlite handle: OpaquePointer, column: Int32) {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: self = .int(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: self = .real(unsafe sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            // The text first: asking for it may change how long it is.
            let start = unsafe sqlite3_column_text(handle, column)
            let count = Int(unsafe sqlite3_column_bytes(handle, column))
            self = unsafe .text(
                String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
            )
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(handle, column)
            let count = Int(unsafe sqlite3_column_bytes(handle, column))
            self = unsafe .bytes(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: self = .null(.text)
        }
    }
}

extension DatabaseError {
    /// Translates SQLite's result codes (https://www.sqlite.org/rescode.html).
    init(sqlite error: any Error, statement: String?) {
        if let own = error as? DatabaseError {
            self = own
            return
        }
        guard let error = error as? GRDB.DatabaseError else {
            self.init(.failed, String(describing: type(of: error)), statement: statement)
            return
        }
        let message = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        let kind: Kind =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
                .uniqueViolation(message)
            case .SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKeyViolation
            case .SQLITE_CONSTRAINT_CHECK, .SQLITE_CONSTRAINT_NOTNULL: .checkViolation
            default:
                switch error.resultCode {
                case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: .diskFull
                case .SQLITE_BUSY, .SQLITE_LOCKED: .conflict
                default: .failed
                }
            }
        self.init(kind, message, statement: statement ?? error.sql)
    }
}
