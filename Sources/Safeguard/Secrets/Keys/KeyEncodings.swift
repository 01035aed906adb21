import Crypto
import Foundation

/// Base 58 with a checksum, as Bitcoin writes keys and addresses; Ripple orders the digits in its own way.
struct Base58: Sendable {
    static let bitcoin = Base58("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    static let ripple = Base58("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")

    /// By byte; 255 for what is no digit.
    private var values = [UInt8](repeating: 255, count: 256)

    private init(_ alphabet: String) {
        for (value, digit) in alphabet.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
    }

    func isDigit(_ byte: UInt8) -> Bool {
        values[Int(byte)] < 58
    }

    /// The bytes that digits stand for; nil when one is no digit.
    ///
    /// Quadratic, so only for what has the length of a key.
    func decoded(_ text: [UInt8]) -> [UInt8]? {
        // The lowest byte first.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for character in text {
            var carry = Int(values[Int(character)])
            guard carry < 58 else { return nil }
            for index in bytes.indices {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xFF))
                carry >>= 8
            }
        }
        // Each leading zero digit is a zero byte.
        let zeros = text.prefix { values[Int($0)] == 0 }.count
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
    }

    /// The payload without its four checksum bytes; nil when they do not fit.
    func checked(_ text: [UInt8]) -> [UInt8]? {
        guard let bytes = decoded(text), bytes.count > 4 else { return nil }
        let payload = Array(bytes.dropLast(4))
        let hash = SHA256.hash(data: Data(SHA256.hash(data: payload)))
        return Array(hash.prefix(4)) == Array(bytes.suffix(4)) ? payload : nil
    }
}

/// Bech32 (BIP-173) and Bech32m (BIP-350).
enum Bech32 {
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let generator: [UInt32] = [
        0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
    ]

    /// Whether a text, all in one case, has one of the prefixes and a valid checksum.
    static func isValid(_ text: [UInt8], prefixes: [String]) -> Bool {
        let isLower = text.contains { (97...122).contains($0) }
        let isUpper = text.contains { (65...90).contains($0) }
        guard isLower != isUpper else { return false }
        let lowered = isUpper ? text.map { (65...90).contains($0) ? $0 | 0x20 : $0 } : text
        guard let prefix = prefixes.first(where: { lowered.starts(with: ($0 + "1").utf8) }) else {
            return false
        }
        var values = prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
        for character in lowered.dropFirst(prefix.utf8.count + 1) {
            guard let value = alphabet.firstIndex(of: character) else { return false }
            values.append(UInt8(value))
        }
        let sum = checksum(values)
        return sum == 1 || sum == 0x2BC8_30A3
    }

    private static func checksum(_ values: [UInt8]) -> UInt32 {
        values.reduce(1) { sum, value in
            let top = sum >> 25
            return generator.indices.reduce((sum & 0x1FF_FFFF) << 5 ^ UInt32(value)) { next, bit in
                top >> UInt32(bit) & 1 == 1 ? next ^ generator[bit] : next
            }
        }
    }
}

/// Stellar's secret seeds (SEP-23): Base32 of a version byte, 32 bytes and a CRC.
enum StellarSeed {
    /// `S` as the first of the Base32 digits.
    private static let version: UInt8 = 18 << 3

    static func isValid(_ text: [UInt8]) -> Bool {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text {
            let value: UInt8
            switch character {
            case 65...90: value = character - 65
            case 50...55: value = character - 50 + 26
            default: return false
            }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> UInt32(bits) & 0xFF))
                buffer &= 1 << UInt32(bits) - 1
            }
        }
        guard bytes.count == 35, bytes[0] == version else { return false }
        // CRC-16/XMODEM, the lower byte first.
        let crc = bytes.prefix(33).reduce(UInt16(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { next, _ in
                next & 0x8000 != 0 ? next << 1 ^ 0x1021 : next << 1
            }
        }
        return UInt16(bytes[33]) | UInt16(bytes[34]) << 8 == crc
    }
}

/// Ed25519 keys as Solana's tools write them.
enum Keypair {
    /// Whether the last 32 of 64 bytes are the public key of the first.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 64,
            // 32 bytes always are a key, so that `try?` hides nothing.
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.prefix(32))
        else { return false }
        return key.publicKey.rawRepresentation.elementsEqual(bytes.suffix(32))
    }
}
