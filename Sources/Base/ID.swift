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
    @usableFromInline let high: UInt64
    /// The UUID's last eight bytes, big-endian.
    @usableFromInline let low: UInt64

    @inlinable
    init(high: UInt64, low: UInt64) {
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

    /// The least id that can be made at a moment: all that were made before are less.
    package static func first(at instant: Instant) -> Self {
        Self(high: (UInt64(truncatingIfNeeded: instant.milliseconds) & 0xFFFF_FFFF_FFFF) << 16, low: 0)
    }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// The 16 bytes that the database keeps.
    @inlinable
    package var bytes: [UInt8] { IDForm.bytes(high: high, low: low) }

    /// Reads the database's 16 bytes; nil for any other count.
    @inlinable
    package init?(bytes: [UInt8]) {
        guard let (high, low) = IDForm.halves(of: bytes) else { return nil }
        self.init(high: high, low: low)
    }
}

extension ID: LosslessStringConvertible {
    /// The id as everybody sees it, such as `cnv_01jd2v6q3vf5sbk0m8h4zq7c9t`.
    @inlinable
    package var description: String { IDForm.text(Entity.idPrefix, high: high, low: low) }

    /// Reads what ``description`` gives, in upper or lower case; nil for another prefix or anything else.
    @inlinable
    package init?(_ description: String) {
        guard let (high, low) = IDForm.halves(of: description, Entity.idPrefix) else { return nil }
        self.init(high: high, low: low)
    }
}

/// What the ids of all kinds look like: apart from their kind, so that it is compiled once and not looked up for each.
@usableFromInline
enum IDForm {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    @usableFromInline
    static func bytes(high: UInt64, low: UInt64) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for place in 0..<8 {
                unsafe buffer[place] = UInt8(truncatingIfNeeded: high >> (56 - 8 * place))
                unsafe buffer[place + 8] = UInt8(truncatingIfNeeded: low >> (56 - 8 * place))
            }
            count = 16
        }
    }

    @usableFromInline
    static func halves(of bytes: [UInt8]) -> (high: UInt64, low: UInt64)? {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for place in 0..<8 {
            high = high << 8 | UInt64(bytes[place])
            low = low << 8 | UInt64(bytes[place + 8])
        }
        return (high, low)
    }

    @usableFromInline
    static func text(_ prefix: String, high: UInt64, low: UInt64) -> String {
        var text = prefix + "_"
        let digits = Self.digits
        text += unsafe String(unsafeUninitializedCapacity: 26) { buffer in
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
                unsafe buffer[position] = digits[Int(value & 31)]
            }
            return 26
        }
        return text
    }

    @usableFromInline
    static func halves(of description: String, _ prefix: String) -> (high: UInt64, low: UInt64)? {
        let bytes = Array(description.utf8)
        let prefix = Array(prefix.utf8) + [UInt8(ascii: "_")]
        guard bytes.count == prefix.count + 26, bytes.starts(with: prefix) else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (position, byte) in bytes.dropFirst(prefix.count).enumerated() {
            guard let value = digits.firstIndex(of: byte | 0x20) ?? digits.firstIndex(of: byte),
                position > 0 || value < 8
            else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        return (high, low)
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
