import Synchronization

/// One row of an answer; like its connection it must not leave the body.
package struct Row {
    @usableFromInline let columns: ColumnNames
    @usableFromInline let values: [SQLValue]
    /// Where the keys of sealed columns are.
    var connection: Connection?

    init(columns: ColumnNames, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column.
    ///
    /// - Throws: ``DatabaseError/Kind/misfit`` when the column is missing, null or of another type.
    @inlinable
    @inline(__always)
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
    @inlinable
    @inline(__always)
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

    @inlinable
    @inline(__always)
    package func get<Value: SQLConvertible>(at position: Int) throws(DatabaseError) -> Value? {
        let stored = values[position]
        if case .null = stored { return nil }
        guard let value = Value(sqlValue: stored) else {
            throw DatabaseError(.misfit, "column \(position + 1) does not hold a \(Value.self)")
        }
        return value
    }
}

/// The names of an answer's columns, shared by its rows.
///
/// Rows are nearly always read in the order in which their columns were asked for, so the next name is looked for where
/// the last one ended: a table of hashes for each answer cost more than the statement.
@usableFromInline
final class ColumnNames: Sendable {
    private let names: [String]
    /// One behind where the last name was found.
    ///
    /// Two threads that read rows of one answer at once only search longer.
    private let expected = Atomic<Int>(0)

    init(_ names: [String]) {
        self.names = names
    }

    @usableFromInline
    func position(of name: String) -> Int? {
        let likely = expected.load(ordering: .relaxed)
        if likely < names.count, names[likely] == name {
            expected.store(likely + 1 == names.count ? 0 : likely + 1, ordering: .relaxed)
            return likely
        }
        guard let found = names.firstIndex(of: name) else { return nil }
        expected.store(found + 1 == names.count ? 0 : found + 1, ordering: .relaxed)
        return found
    }
}

/// A value that a row can be read as.
package protocol RowDecodable: Sendable {
    /// Reads the row.
    ///
    /// - Throws: `DatabaseError` when a column is missing or does not fit.
    init(row: Row) throws(DatabaseError)
}
