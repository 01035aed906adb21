/// One row of an answer.
package struct Row: Sendable {
    let columns: ColumnNames
    let values: [SQLValue]

    /// The value of a column.
    ///
    /// - Throws: ``DatabaseError/Kind/misfit`` when the column is missing, null or of another type.
    package func get<Value: SQLConvertible>(
        _ column: String,
        as type: Value.Type = Value.self
    )
        throws(DatabaseError) -> Value
    {
        guard let value = try get(column, as: Value?.self) else {
            throw DatabaseError(.misfit, "column \(column) is null")
        }
        return value
    }

    /// The value of a column that may be null.
    package func get<Value: SQLConvertible>(
        _ column: String,
        as type: Value?.Type = Value?.self
    )
        throws(DatabaseError) -> Value?
    {
        guard let position = columns.position(of: column) else {
            throw DatabaseError(.misfit, "no column \(column) in the answer")
        }
        return try get(at: position)
    }

    func get<Value: SQLConvertible>(at position: Int) throws(DatabaseError) -> Value? {
        let stored = values[position]
        if case .null = stored { return nil }
        guard let value = Value(sqlValue: stored) else {
            throw DatabaseError(.misfit, "column \(position + 1) does not hold a \(Value.self)")
        }
        return value
    }
}

/// The names of an answer's columns, shared by its rows.
final class ColumnNames: Sendable {
    private let positions: [String: Int]

    init(_ names: [String]) {
        self.positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    func position(of name: String) -> Int? {
        positions[name]
    }
}

/// A value that a row can be read as.
package protocol RowDecodable: Sendable {
    /// Reads the row.
    ///
    /// - Throws: `DatabaseError` when a column is missing or does not fit.
    init(row: Row) throws(DatabaseError)
}
