package import Base
import Foundation

extension Instant {
    /// How precisely a page tells a time.
    package enum Precision: Sendable {
        case day, minute
    }

    /// The time in a reader's words; always UTC, and said so where the hour is told, for customers live everywhere.
    package func text(in locale: LocaleCode, to precision: Precision = .minute) -> String {
        var style = Date.FormatStyle(
            date: .abbreviated,
            time: precision == .minute ? .shortened : .omitted,
            locale: Locale(identifier: locale.rawValue)
        )
        style.timeZone = .gmt
        let text = Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(style)
        return precision == .minute ? "\(text) UTC" : text
    }
}
