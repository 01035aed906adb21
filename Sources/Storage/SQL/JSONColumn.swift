import Base
import Foundation

/// A `Codable` value kept as JSON text in a `{json}` column.
package struct JSONColumn<Value: Codable & Sendable>: SQLConvertible {
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package static var sqlType: SQLType { .text }

    package var sqlValue: SQLValue {
        // Values in columns are plain structures whose encoding cannot fail; an empty object reads back as an error.
        guard let data = try? WireJSON.encode(value) else { return .text("{}") }
        return .text(String(decoding: data, as: UTF8.self))
    }

    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue,
            // A text that does not decode is reported by the row as a misfit of this column.
            let value = try? WireJSON.decode(Value.self, from: Data(text.utf8))
        else { return nil }
        self.value = value
    }
}
