import Foundation
import GRDB

/// Statements on one of GRDB's connections.
final class SQLiteSession: EngineSession {
    private let db: GRDB.Database

    init(_ db: GRDB.Database) {
        self.db = db
    }

    var isInsideTransaction: Bool { db.isInsideTransaction }

    func execute(_ rendered: RenderedSQL) throws(DatabaseError) -> Answer {
        do {
            let statement = try db.cachedStatement(sql: rendered.text)
            statement.setUncheckedArguments(StatementArguments(rendered.values.map(\.databaseValue)))
            guard statement.columnCount > 0 else {
                try statement.execute()
                return Answer(changedRows: db.changesCount)
            }
            let columns = ColumnNames(statement.columnNames)
            var rows: [Row] = []
            let cursor = try GRDB.Row.fetchCursor(statement)
            while let row = try cursor.next() {
                let values = row.databaseValues.map(SQLValue.init(sqlite:))
                rows.append(Row(columns: columns, values: Array(values)))
            }
            return Answer(rows: rows, changedRows: db.changesCount)
        } catch {
            throw DatabaseError(sqlite: error, statement: rendered.text)
        }
    }

    func execute(script: String) throws(DatabaseError) {
        do {
            try db.execute(sql: script)
        } catch {
            throw DatabaseError(sqlite: error, statement: script)
        }
    }
}

extension SQLValue {
    var databaseValue: GRDB.DatabaseValue {
        switch self {
        case .null: .null
        case .int(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .bool(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }

    init(sqlite value: GRDB.DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null(.text)
            case .int64(let value): .int(value)
            case .double(let value): .real(value)
            case .string(let value): .text(value)
            case .blob(let value): .bytes(Array(value))
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
