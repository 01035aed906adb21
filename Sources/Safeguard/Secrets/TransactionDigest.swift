import Base
import Crypto

/// By what a transaction is looked up: the SHA-256 of the 32 bytes that its id spells.
///
/// A private key is spelled alike, and 256 bits that were drawn by chance cannot be guessed from their digest: whoever is
/// asked learns of a key nothing.
package struct TransactionDigest: Sendable, Hashable {
    /// Hexadecimal digits of a transaction's id.
    private static let digits = 64

    /// In 64 lower-case hexadecimal digits.
    package let text: String

    /// - `id`: 64 hexadecimal digits, with or without `0x` before them, in either case; nil for anything else.
    package init?(_ id: String) {
        self.init(id.unicodeScalars)
    }

    init?(_ id: some Collection<Unicode.Scalar>) {
        let values = id.prefix(Self.digits + 3).map(\.value)
        let hasPrefix = values.count == Self.digits + 2 && values[0] == 48 && values[1] | 0x20 == 120
        let digits = values.dropFirst(hasPrefix ? 2 : 0)
        guard digits.count == Self.digits else { return nil }
        var bytes: [UInt8] = []
        var first: UInt8?
        for digit in digits {
            guard let value = Self.value(of: digit) else { return nil }
            if let high = first {
                bytes.append(high << 4 | value)
                first = nil
            } else {
                first = value
            }
        }
        text = Array(SHA256.hash(data: bytes)).hexadecimal
    }

    /// Whether as many hexadecimal digits stand in a row as an id has; most texts have none.
    static func mayStand(in text: String) -> Bool {
        var row = 0
        for byte in text.utf8 {
            row = value(of: UInt32(byte)) == nil ? 0 : row + 1
            if row == digits { return true }
        }
        return false
    }

    private static func value(of digit: UInt32) -> UInt8? {
        switch digit {
        case 48...57: UInt8(digit - 48)
        case 65...70, 97...102: UInt8((digit | 0x20) - 87)
        default: nil
        }
    }
}
