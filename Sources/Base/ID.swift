/// A value that has an ``ID`` of its own kind.
package protocol Identified {
    /// Three lower-case letters shown before the id, such as `cnv`.
    static var idPrefix: String { get }
}

/// The identity of an `Entity`: a UUID version 7 (RFC 9562), 16 bytes in the database, shown as `cnv_` and 26
/// characters of Crockford's base 32.
///
/// The type keeps an agent's id from being passed for a customer's; the leading 48 bits are the time of creation, so
/// ids made later sort later.
package struct ID<Entity: Identified>: Sendable, Hashable, Comparable {
    /// The UUID's first eight bytes, big-endian.
    private let high: UInt64
    /// The UUID's last eight bytes, big-endian.
    private let low: UInt64

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new id.
    ///
    /// - Parameters:
    ///   - instant: The time of creation, kept in the id.
    ///   - generator: Where the 74 random bits come from.
    package init(at instant: Instant, using generator: inout some RandomNumberGenerator) {
        let time = UInt64(truncatingIfNeeded: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        self.high = time << 16 | 0x7000 | generator.next() & 0x0FFF
        self.low = 0x8000_0000_0000_0000 | generator.next() & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// A new id from the system's random source.
    package init(at instant: Instant) {
        var generator = SystemRandomNumberGenerator()
        self.init(at: instant, using: &generator)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// The 16 bytes that the database keeps.
    package var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// Reads the database's 16 bytes; nil for any other count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        self.low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension ID: LosslessStringConvertible {
    private static var digits: [UInt8] { Array("0123456789abcdefghjkmnpqrstvwxyz".utf8) }

    /// The id as everybody sees it, such as `cnv_01jd2v6q3vf5sbk0m8h4zq7c9t`.
    package var description: String {
        var text = Array(Entity.idPrefix.utf8) + [UInt8(ascii: "_")]
        let digits = Self.digits
        for position in 0..<26 {
            let shift = 125 - 5 * position
            let value: UInt64 =
                if shift >= 64 {
                    high >> (shift - 64)
                } else if shift > 59 {
                    high << (64 - shift) | low >> shift
                } else {
                    low >> shift
                }
            text.append(digits[Int(value & 31)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads what ``description`` gives, in upper or lower case; nil for another prefix or anything else.
    package init?(_ description: String) {
        let bytes = Array(description.utf8)
        let prefix = Array(Entity.idPrefix.utf8) + [UInt8(ascii: "_")]
        guard bytes.count == prefix.count + 26, bytes.starts(with: prefix) else { return nil }
        let digits = Self.digits
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (position, byte) in bytes.dropFirst(prefix.count).enumerated() {
            guard let value = digits.firstIndex(of: byte | 0x20) ?? digits.firstIndex(of: byte),
                position > 0 || value < 8
            else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.init(high: high, low: low)
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Not an id of the form \(Entity.idPrefix)_…"
            )
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
