import Foundation
package import Safeguard

extension Connection {
    /// A value as a sealed column keeps it, under its owner's key.
    package func seal(
        _ text: String,
        of owner: KeyOwner,
        as field: FieldName
    ) throws(DatabaseError) -> [UInt8] {
        let key = try dataKey(of: owner)
        return try DatabaseError.encryption { () throws(EncryptionError) in try key.seal(text, as: field) }
    }

    /// A `Codable` value as a sealed column keeps it.
    package func seal<Value: Codable & Sendable>(
        json value: Value,
        of owner: KeyOwner,
        as field: FieldName
    ) throws(DatabaseError) -> [UInt8] {
        guard case .text(let text) = JSONColumn(value).sqlValue else { return [] }
        return try seal(text, of: owner, as: field)
    }
}

extension Row {
    /// What a sealed column holds; nil where it holds nothing, and where its owner's key was destroyed.
    ///
    /// - Throws: ``DatabaseError`` with `unreadable` when it was changed, and with `keyMissing`.
    package func opened(
        _ column: String,
        of owner: KeyOwner,
        as field: FieldName
    ) throws(DatabaseError) -> String? {
        guard let sealed: [UInt8] = try get(column),
            let key = try connection?.existingDataKey(of: owner)
        else { return nil }
        return try DatabaseError.encryption { () throws(EncryptionError) in
            try key.openText(sealed, as: field)
        }
    }

    /// What a sealed column holds as a `Codable` value.
    package func opened<Value: Codable & Sendable>(
        _ column: String,
        json type: Value.Type,
        of owner: KeyOwner,
        as field: FieldName
    ) throws(DatabaseError) -> Value? {
        guard let text = try opened(column, of: owner, as: field) else { return nil }
        guard let column = JSONColumn<Value>(sqlValue: .text(text)) else {
            throw DatabaseError(.misfit, "column \(column) does not hold a \(Value.self)")
        }
        return column.value
    }
}
