import CPostgres

/// Reads a libpq answer in binary format.
@safe
struct PostgresResult {
    private let result: OpaquePointer?

    /// The names of the columns, which the answers to one statement share.
    private let columns: ColumnNames

    /// - `columns`: What an earlier answer to the same statement had; nil reads them.
    init(_ result: OpaquePointer?, columns: ColumnNames?) {
        unsafe self.result = unsafe result
        self.columns =
            columns
            ?? ColumnNames(
                (0..<(unsafe PQnfields(result))).map { unsafe String(cString: PQfname(result, $0)) }
            )
    }

    var answer: (answer: Answer, columns: ColumnNames) {
        let columnCount = unsafe PQnfields(result)
        let changed = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
        guard columnCount > 0 else { return (Answer(changedRows: changed), columns) }
        let rows = (0..<(unsafe PQntuples(result))).map { row in
            Row(columns: columns, values: (0..<columnCount).map { value(row, $0) })
        }
        return (Answer(rows: rows, changedRows: changed), columns)
    }

    private func value(_ row: Int32, _ column: Int32) -> SQLValue {
        if unsafe PQgetisnull(result, row, column) == 1 { return .null(.text) }
        let length = Int(unsafe PQgetlength(result, row, column))
        let bytes = unsafe UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length)
        switch unsafe PQftype(result, column) {
        case 16: return .bool(unsafe bytes.first == 1)
        case 17: return unsafe .bytes(Array(bytes))
        case 20, 21, 23: return unsafe .int(Self.signedBigEndian(bytes))
        case 700:
            let pattern = UInt32(truncatingIfNeeded: unsafe Self.signedBigEndian(bytes))
            return .real(Double(Float(bitPattern: pattern)))
        case 701: return .real(Double(bitPattern: UInt64(bitPattern: unsafe Self.signedBigEndian(bytes))))
        case 1700: return unsafe Self.numeric(Array(bytes))
        default: return unsafe .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The bytes as a signed big-endian number of up to eight bytes.
    private static func signedBigEndian(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        let isNegative = unsafe (bytes.first ?? 0) & 0x80 != 0
        return unsafe bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
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

    /// Adds the value in binary format.
    ///
    /// - Returns: How many bytes it has; nil for NULL, which has none.
    func write(to buffer: inout [UInt8]) -> Int? {
        let start = buffer.count
        switch self {
        case .null: return nil
        case .int(let value): Self.write(UInt64(bitPattern: value), to: &buffer)
        case .real(let value): Self.write(value.bitPattern, to: &buffer)
        case .bool(let value): buffer.append(value ? 1 : 0)
        case .text(let value): buffer.append(contentsOf: value.utf8)
        case .bytes(let value): buffer.append(contentsOf: value)
        }
        return buffer.count - start
    }

    private static func write(_ value: UInt64, to buffer: inout [UInt8]) {
        for place in 0..<8 { buffer.append(UInt8(truncatingIfNeeded: value >> (56 - 8 * place))) }
    }
}
