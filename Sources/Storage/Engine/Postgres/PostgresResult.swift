import CPostgres

/// Reads a libpq answer in binary format.
@safe
struct PostgresResult {
    private let result: OpaquePointer?

    init(_ result: OpaquePointer?) {
        unsafe self.result = unsafe result
    }

    var answer: Answer {
        let columnCount = unsafe PQnfields(result)
        let changed = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
        guard columnCount > 0 else { return Answer(changedRows: changed) }
        let names = (0..<columnCount).map { unsafe String(cString: PQfname(result, $0)) }
        let types = (0..<columnCount).map { unsafe PQftype(result, $0) }
        let columns = ColumnNames(names)
        let rows = (0..<(unsafe PQntuples(result))).map { row in
            Row(columns: columns, values: (0..<columnCount).map { value(row, $0, type: types[Int($0)]) })
        }
        return Answer(rows: rows, changedRows: changed)
    }

    private func value(_ row: Int32, _ column: Int32, type: Oid) -> SQLValue {
        if unsafe PQgetisnull(result, row, column) == 1 { return .null(.text) }
        let length = Int(unsafe PQgetlength(result, row, column))
        let start = unsafe UnsafeRawPointer(PQgetvalue(result, row, column))
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
        switch type {
        case 16: return .bool(bytes.first == 1)
        case 17: return .bytes(bytes)
        case 20, 21, 23: return .int(bytes.signedBigEndian)
        case 700: return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bytes.signedBigEndian))))
        case 701: return .real(Double(bitPattern: UInt64(bitPattern: bytes.signedBigEndian)))
        case 1700: return Self.numeric(bytes)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// `sum` of BIGINT and `avg` come as NUMERIC: base-10,000 digits behind count, weight, sign and scale
    /// (src/backend/utils/adt/numeric.c, `numeric_send`).
    private static func numeric(_ bytes: [UInt8]) -> SQLValue {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int64(bytes[$0]) << 8 | Int64(bytes[$0 + 1])
        }
        guard words.count >= 4 else { return .null(.real) }
        let weight = Int(Int16(truncatingIfNeeded: words[1]))
        let isNegative = words[2] == 0x4000
        let digits = words.dropFirst(4)
        if words[3] == 0, weight < 4 {
            var whole: Int64 = 0
            for place in 0..<max(weight + 1, 0) {
                whole = whole * 10_000 + (place < digits.count ? digits[digits.startIndex + place] : 0)
            }
            return .int(isNegative ? -whole : whole)
        }
        var value = 0.0
        var scale = 1.0
        for _ in 0..<abs(weight) { scale = weight > 0 ? scale * 10_000 : scale / 10_000 }
        for digit in digits {
            value += Double(digit) * scale
            scale /= 10_000
        }
        return .real(isNegative ? -value : value)
    }
}

extension [UInt8] {
    /// The bytes as a signed big-endian number of up to eight bytes.
    fileprivate var signedBigEndian: Int64 {
        let isNegative = (first ?? 0) & 0x80 != 0
        return reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
    }
}

extension SQLValue {
    /// The type's object id (src/include/catalog/pg_type.dat).
    var postgresType: Oid {
        switch self {
        case .int, .null(.int): 20
        case .real, .null(.real): 701
        case .bool, .null(.bool): 16
        case .text, .null(.text): 25
        case .bytes, .null(.bytes): 17
        }
    }

    /// The value in binary format, nil for NULL.
    var postgresBytes: [UInt8]? {
        switch self {
        case .null: nil
        case .int(let value): Self.bigEndian(UInt64(bitPattern: value))
        case .real(let value): Self.bigEndian(value.bitPattern)
        case .bool(let value): [value ? 1 : 0]
        case .text(let value): Array(value.utf8)
        case .bytes(let value): value
        }
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
    }
}
