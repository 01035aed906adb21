import Base

/// Maintenance windows as iCalendar (RFC 5545).
struct MaintenanceCalendar {
    static let type = "text/calendar; charset=utf-8"
    static let path = "/announcements/maintenance.ics"
    /// Octets of a line at most, without its end.
    private static let longestLine = 75

    let text: String

    /// - `windows`: Every maintenance that readers have seen; what is not published any more is cancelled.
    init(_ windows: [Announcement], _ source: FeedSource) {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Switchboard//Announcements//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "NAME:\(Self.escaped(source.title))",
            "X-WR-CALNAME:\(Self.escaped(source.title))",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        ]
        for window in windows { lines += Self.event(window, source) }
        lines.append("END:VCALENDAR")
        text = lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    private static func event(_ window: Announcement, _ source: FeedSource) -> [String] {
        let isCancelled = window.stage != .published
        let translation = window.translation(for: source.locale)
        // What is written on after it was taken back is nobody's business yet.
        let title = isCancelled ? nil : translation?.title
        var lines = [
            "BEGIN:VEVENT", "UID:\(window.id.uuid)", "SEQUENCE:\(window.revision)",
            "DTSTAMP:\(stamp(window.changedAt))", "LAST-MODIFIED:\(stamp(window.changedAt))",
            "DTSTART:\(stamp(window.startsAt))",
            "SUMMARY:\(escaped(title ?? source.localisation.text("announcements.cancelled", in: source.locale)))",
            "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")", "TRANSP:TRANSPARENT",
        ]
        if let end = window.endedAt ?? window.expectedEndAt, end > window.startsAt {
            lines.append("DTEND:\(stamp(end))")
        }
        if !isCancelled {
            lines.append("URL:\(source.url(of: window))")
            if let summary = translation?.summary, !summary.isEmpty {
                lines.append("DESCRIPTION:\(escaped(summary))")
            }
            if !window.scope.products.isEmpty {
                lines.append("CATEGORIES:\(window.scope.products.map(escaped).joined(separator: ","))")
            }
        }
        return lines + ["END:VEVENT"]
    }

    /// Such as `20261128T020000Z`.
    private static func stamp(_ instant: Instant) -> String {
        // From `2026-11-28T02:00:00.000Z`.
        instant.rfc3339.prefix { $0 != "." && $0 != "Z" }.filter { $0 != "-" && $0 != ":" } + "Z"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped += "\\"
                escaped.unicodeScalars.append(scalar)
            case "\n", "\r": escaped += "\\n"
            default:
                // Controls are no text.
                if scalar.value >= 0x20, scalar.value != 0x7F { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }

    /// Cut into lines of 75 octets, never inside a character; each further one begins with a space.
    private static func folded(_ line: String) -> String {
        var folded = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let length = UTF8.width(scalar)
            if octets + length > longestLine {
                folded += "\r\n "
                octets = 1
            }
            folded.unicodeScalars.append(scalar)
            octets += length
        }
        return folded
    }
}
