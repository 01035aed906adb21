/// A point in time: UTC epoch milliseconds, the unit of every `_at` column.
package struct Instant: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The instant `duration` later (earlier when negative); fractions of a millisecond are cut off.
    package static func + (instant: Self, duration: Duration) -> Self {
        Self(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
    }

    package static func - (instant: Self, duration: Duration) -> Self {
        Self(milliseconds: instant.milliseconds - duration.wholeMilliseconds)
    }

    /// How long after `earlier` this instant is; negative when it is before.
    package static func - (later: Self, earlier: Self) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Self(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "Not an RFC 3339 UTC time: \(text.prefix(40))"
            )
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension Duration {
    /// The duration in milliseconds, cut off towards zero.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

// The civil-calendar arithmetic is Howard Hinnant's "chrono-compatible low-level date algorithms"; Foundation's
// formatters cost several microseconds a time, and every message of the timeline carries one.
extension Instant {
    /// RFC 3339 in UTC with milliseconds, such as `2026-11-21T03:04:05.678Z`.
    package var rfc3339: String {
        let time = civil
        let digits: [(Int, width: Int, end: UInt8)] = [
            (time.year, 4, UInt8(ascii: "-")), (time.month, 2, UInt8(ascii: "-")),
            (time.day, 2, UInt8(ascii: "T")),
            (time.hour, 2, UInt8(ascii: ":")), (time.minute, 2, UInt8(ascii: ":")),
            (time.second, 2, UInt8(ascii: ".")),
            (time.millisecond, 3, UInt8(ascii: "Z")),
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        for (value, width, end) in digits {
            var divisor = width == 4 ? 1000 : width == 3 ? 100 : 10
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
            bytes.append(end)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// When a day begins, counted as ``day`` counts.
    package init(day: Int) {
        self.init(milliseconds: Int64(day) * 86_400_000)
    }

    /// Whole days since the beginning of 1970, UTC; negative before it.
    package var day: Int {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return Int(rest < 0 ? days - 1 : days)
    }

    /// Year, month, … of this instant in UTC; years are clamped to 0...9999.
    package var civil:
        (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int)
    {
        let millisecondsOfDay = Int((milliseconds % 86_400_000 + 86_400_000) % 86_400_000)
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let seconds = millisecondsOfDay / 1000
        return (
            min(max(year, 0), 9999), month, day, seconds / 3600, seconds / 60 % 60, seconds % 60,
            millisecondsOfDay % 1000
        )
    }

    /// Reads an RFC 3339 time in UTC (`Z` or `+00:00`), with or without a fraction.
    ///
    /// - Parameter rfc3339: For example `2026-11-21T03:04:05Z`; any other zone or form gives nil.
    package init?(rfc3339: String) {
        let bytes = Array(rfc3339.utf8)
        guard bytes.count >= 20, bytes.count <= 35 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard bytes[4] == 45, bytes[7] == 45, bytes[10] == 84 || bytes[10] == 116, bytes[13] == 58,
            bytes[16] == 58,
            let year = number(0..<4), let month = number(5..<7), (1...12).contains(month),
            let day = number(8..<10),
            (1...31).contains(day), let hour = number(11..<13), hour < 24, let minute = number(14..<16),
            minute < 60,
            let second = number(17..<19), second < 60
        else { return nil }
        var position = 19
        var fraction = 0
        if bytes[position] == 46 {
            let start = position + 1
            position = start
            while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 { position += 1 }
            guard position > start else { return nil }
            let kept = number(start..<min(start + 3, position)) ?? 0
            fraction = position - start == 1 ? kept * 100 : position - start == 2 ? kept * 10 : kept
        }
        let zone = String(decoding: bytes[position...], as: UTF8.self)
        guard zone == "Z" || zone == "z" || zone == "+00:00" else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        self.init(milliseconds: Int64(seconds) * 1000 + Int64(fraction))
    }
}
