import Base
import Crypto

/// The SHA-256 of some bytes: their address.
package struct BlobDigest: Sendable, Hashable, Codable, SQLConvertible {
    package let bytes: [UInt8]

    package init(of content: [UInt8]) {
        self.bytes = Array(SHA256.hash(data: content))
    }

    package static var sqlType: SQLType { .bytes }
    package var sqlValue: SQLValue { .bytes(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .bytes(let bytes) = sqlValue, bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hex digits.
    package var hex: String { bytes.hexadecimal }

    /// Where content of this hash is kept, in a folder as in a bucket: `ab/cdef…`, 65 characters.
    package var place: String {
        let hex = hex
        return "\(hex.prefix(2))/\(hex.dropFirst(2))"
    }
}
