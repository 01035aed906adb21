package import Base

/// The five kinds of value that both engines store alike.
package enum SQLType: Sendable, Hashable {
    case int, real, bool, text, bytes
}

/// A value on its way into a statement or out of a row.
package enum SQLValue: Sendable, Hashable {
    /// Nothing, of a known type: PostgreSQL wants to know of which.
    case null(SQLType)
    case int(Int64)
    case real(Double)
    case bool(Bool)
    case text(String)
    case bytes([UInt8])
}

/// A Swift type that a column can hold.
package protocol SQLConvertible: Sendable {
    /// The column's kind.
    static var sqlType: SQLType { get }
    /// The value as it is stored.
    var sqlValue: SQLValue { get }
    /// Reads a stored value; nil when it does not fit this type.
    init?(sqlValue: SQLValue)
}

extension Int64: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(self) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Int: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(Int64(self)) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let value) = sqlValue else { return nil }
        self.init(exactly: value)
    }
}

extension Double: SQLConvertible {
    package static var sqlType: SQLType { .real }
    package var sqlValue: SQLValue { .real(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let value): self = value
        case .int(let value): self = Double(value)
        case .null, .bool, .text, .bytes: return nil
        }
    }
}

extension Bool: SQLConvertible {
    package static var sqlType: SQLType { .bool }
    package var sqlValue: SQLValue { .bool(self) }
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .bool(let value): self = value
        // SQLite has no booleans: it keeps 0 and 1.
        case .int(let value) where value == 0 || value == 1: self = value == 1
        case .null, .int, .real, .text, .bytes: return nil
        }
    }
}

extension String: SQLConvertible {
    package static var sqlType: SQLType { .text }
    /// Without NUL, which PostgreSQL cannot store and which means nothing in a text: the engines must not differ.
    package var sqlValue: SQLValue {
        .text(utf8.contains(0) ? String(decoding: utf8.filter { $0 != 0 }, as: UTF8.self) : self)
    }
    package init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self = value
    }
}

extension [UInt8]: SQLConvertible {
    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(self) }
    package init?(sqlValue: SQLValue) {
        guard case .bytes(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Instant: SQLConvertible {
    package static var sqlType: SQLType { .int }
    package var sqlValue: SQLValue { .int(milliseconds) }
    package init?(sqlValue: SQLValue) {
        guard case .int(let value) = sqlValue else { return nil }
        self.init(milliseconds: value)
    }
}

extension ID: SQLConvertible {
    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(bytes) }
    package init?(sqlValue: SQLValue) {
        guard case .bytes(let value) = sqlValue else { return nil }
        self.init(bytes: value)
    }
}

extension LocaleCode: SQLConvertible {}

/// Enumerations and other wrappers of a text are stored as that text: declare `SQLConvertible` and nothing more.
extension SQLConvertible where Self: RawRepresentable, RawValue == String {
    package static var sqlType: SQLType { .text }
    package var sqlValue: SQLValue { .text(rawValue) }
    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(rawValue: text)
    }
}
