/// A statement or a part of one. Literals stay text, interpolated values become typed bindings, other fragments are
/// joined in:
///
/// ```swift
/// let open: SQL = "status <> \(Status.closed)"
/// try db.all(Conversation.self, "SELECT \(Conversation.columns) FROM conversation WHERE \(open) LIMIT \(limit)")
/// ```
///
/// No text from outside can become SQL: a `String` is bound like any other value.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Piece: Sendable {
        case text(String)
        case value(SQLValue)
    }

    let pieces: [Piece]

    package init(stringLiteral value: String) {
        self.pieces = [.text(value)]
    }

    package init(stringInterpolation: StringInterpolation) {
        self.pieces = stringInterpolation.pieces
    }

    private init(pieces: [Piece]) {
        self.pieces = pieces
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(pieces: left.pieces + right.pieces)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            pieces.append(.text(literal))
        }

        /// Joins another fragment in.
        package mutating func appendInterpolation(_ fragment: SQL) {
            pieces += fragment.pieces
        }

        /// Binds a value.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value) {
            pieces.append(.value(value.sqlValue))
        }

        /// Binds a value or NULL of its type.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            pieces.append(.value(value?.sqlValue ?? .null(Value.sqlType)))
        }

        /// Binds several values as `v1, v2, …`, for `IN (…)`; none becomes `NULL`, which nothing is in.
        package mutating func appendInterpolation<Value: SQLConvertible>(list values: some Sequence<Value>) {
            var isFirst = true
            for value in values {
                if !isFirst { pieces.append(.text(", ")) }
                pieces.append(.value(value.sqlValue))
                isFirst = false
            }
            if isFirst { pieces.append(.text("NULL")) }
        }
    }
}

extension SQL {
    /// What follows a column that has some words in it: nothing in them means anything to LIKE.
    package static func holds(_ words: String) -> SQL {
        let words = words.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
        return "LIKE \("%\(words)%") ESCAPE '!'"
    }
}

extension Sequence<SQL> {
    /// The fragments with a separator between them.
    package func joined(separator: SQL) -> SQL {
        var joined: SQL?
        for fragment in self {
            joined = joined.map { $0 + separator + fragment } ?? fragment
        }
        return joined ?? ""
    }
}

/// A statement as an engine takes it.
struct RenderedSQL {
    let text: String
    let values: [SQLValue]
}

extension SQL {
    /// Numbers the bindings: `?1` for SQLite, `$1` for PostgreSQL.
    func rendered(for engine: Engine) -> RenderedSQL {
        let mark = engine == .sqlite ? "?" : "$"
        var text = ""
        text.reserveCapacity(1024)
        var values: [SQLValue] = []
        values.reserveCapacity(pieces.count / 2)
        for piece in pieces {
            switch piece {
            case .text(let literal):
                text += literal
            case .value(let value):
                values.append(value)
                text += mark
                text += String(values.count)
            }
        }
        return RenderedSQL(text: text, values: values)
    }
}
