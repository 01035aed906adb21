import Crypto
import TestSupport

/// Base58Check as Bitcoin writes it, made here so that tests hold no key of anybody.
enum Base58Writer {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    /// A wallet import format key of 32 bytes from a seed; `version` is 0x80 on the main net and 0xEF on the test net.
    static func walletImportFormat(version: UInt8, isCompressed: Bool, seed: UInt64) -> String {
        checked([version] + bytes(32, seed) + (isCompressed ? [1] : []))
    }

    /// A BIP-32 extended key: version, depth, fingerprint, child number, chain code and key, 78 bytes.
    static func extended(version: UInt32, seed: UInt64) -> String {
        let head = (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * $0)) }
        return checked(head + [0, 0, 0, 0, 0, 0, 0, 0, 0] + bytes(32, seed) + [0] + bytes(32, seed + 1))
    }

    static func bytes(_ count: Int, _ seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func checked(_ payload: [UInt8]) -> String {
        let hash = SHA256.hash(data: Array(SHA256.hash(data: payload)))
        return plain(payload + Array(hash.prefix(4)))
    }

    /// Bytes without a checksum.
    static func plain(_ bytes: [UInt8]) -> String {
        var number = bytes
        let zeros = number.prefix { $0 == 0 }.count
        var digits: [Character] = []
        while number.contains(where: { $0 != 0 }) {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(value / 58)
                remainder = value % 58
            }
            digits.append(alphabet[remainder])
        }
        return String(repeating: "1", count: zeros) + String(digits.reversed())
    }
}
