package import Base
import Foundation

/// When people answer: a week of opening hours in a time zone, and the days on which it is different.
///
/// Hours are told by the wall clock of the zone, so that nine o'clock stays nine o'clock when summer time begins. An
/// hour that the clock skips does not exist, one that it shows twice counts twice.
package struct BusinessHours: Sendable, Hashable {
    /// A day of the week by its ISO 8601 number, Monday is 1.
    package enum Weekday: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
        case mon, tue, wed, thu, fri, sat, sun
    }

    /// A part of a day, in minutes of the wall clock from midnight, the end left out.
    package struct Span: Sendable, Hashable, Comparable {
        package let start: Int
        package let end: Int

        /// - `start`: 0...1439.
        /// - `end`: After `start`, 1440 at most, which is the end of the day.
        package init?(start: Int, end: Int) {
            guard start >= 0, start < end, end <= 1440 else { return nil }
            self.start = start
            self.end = end
        }

        package static func < (left: Span, right: Span) -> Bool { left.start < right.start }
    }

    /// A date that does not follow the week; without spans it is closed all day.
    package struct Holiday: Sendable, Hashable, Codable {
        /// `2026-10-01`, in the hours' own zone.
        package let date: String
        package let name: String
        package let open: [Span]

        package init(date: String, name: String, open: [Span] = []) {
            self.date = date
            self.name = name
            self.open = open
        }
    }

    /// More spans of a day, and more holidays, than anybody keeps by hand.
    private static let mostSpans = 12
    private static let mostHolidays = 400
    private static let timeZones = Set(TimeZone.knownTimeZoneIdentifiers + ["UTC"])

    /// A name of the IANA time zone database, such as `Asia/Shanghai`.
    package let timeZone: String
    package let week: [Weekday: [Span]]
    package let holidays: [Holiday]
    private let zone: TimeZone

    /// - Throws: ``TeamError/hoursInvalid(_:)`` when the zone is unknown, spans overlap, or a date is none.
    package init(
        timeZone: String,
        week: [Weekday: [Span]],
        holidays: [Holiday] = []
    ) throws(TeamError) {
        guard Self.timeZones.contains(timeZone), let zone = TimeZone(identifier: timeZone)
        else { throw .hoursInvalid("time_zone is not a name such as Asia/Shanghai") }
        guard holidays.count <= Self.mostHolidays, Set(holidays.map(\.date)).count == holidays.count else {
            throw .hoursInvalid("holidays has a date twice, or more than \(Self.mostHolidays)")
        }
        for spans in Array(week.values) + holidays.map(\.open) {
            let sorted = spans.sorted()
            guard spans.count <= Self.mostSpans,
                zip(sorted, sorted.dropFirst()).allSatisfy({ $0.end <= $1.start })
            else { throw .hoursInvalid("the hours of a day overlap") }
        }
        for holiday in holidays where !Self.isDate(holiday.date) || holiday.name.count > 80 {
            throw .hoursInvalid(
                "\(holiday.date.prefix(20)) is not a date such as 2026-10-01 with a short name"
            )
        }
        self.timeZone = timeZone
        self.week = week
        self.holidays = holidays
        self.zone = zone
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]) else {
            return false
        }
        return Int(parts[0]) != nil && (1...12).contains(month) && (1...31).contains(day)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }

    /// Whether somebody is there at a moment.
    package func isOpen(at moment: Instant) -> Bool {
        let calendar = calendar
        let parts = calendar.dateComponents([.hour, .minute], from: moment.date)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        return spans(on: moment.date, calendar).contains { $0.start <= minute && minute < $0.end }
    }

    /// When somebody is there next: the moment itself when it is open then; nil when it opens in no year to come.
    package func nextOpening(from moment: Instant) -> Instant? {
        if isOpen(at: moment) { return moment }
        let calendar = calendar
        let today = calendar.startOfDay(for: moment.date)
        // A year and its holidays: what opens at all opens within it.
        for offset in 0...400 {
            guard let day = calendar.date(byAdding: .day, value: offset, to: today) else { continue }
            let openings = spans(on: day, calendar).sorted().compactMap {
                instant($0.start, of: day, calendar)
            }
            if let next = openings.first(where: { $0 > moment }) { return next }
        }
        return nil
    }

    /// When somebody is there in the coming days, in order; what goes on after midnight is one opening.
    ///
    /// - Parameters:
    ///   - moment: An opening that has begun by then is whole.
    ///   - days: Of the hours' own calendar, today among them; 1...31.
    /// - Returns: Openings that end after the moment.
    package func openings(from moment: Instant, days: Int) -> [Range<Instant>] {
        let calendar = calendar
        let today = calendar.startOfDay(for: moment.date)
        var found: [Range<Instant>] = []
        for offset in 0..<days {
            guard let day = calendar.date(byAdding: .day, value: offset, to: today) else { continue }
            for span in spans(on: day, calendar).sorted() {
                guard let start = instant(span.start, of: day, calendar),
                    let end = closing(span.end, of: day, calendar), start < end
                else { continue }
                if let last = found.last, last.upperBound == start {
                    found[found.count - 1] = last.lowerBound..<end
                } else {
                    found.append(start..<end)
                }
            }
        }
        return found.filter { moment < $0.upperBound }
    }

    /// The end of a span: midnight is the beginning of the next day.
    private func closing(_ minute: Int, of day: Date, _ calendar: Calendar) -> Instant? {
        guard minute == 1440 else { return instant(minute, of: day, calendar) }
        return calendar.date(byAdding: .day, value: 1, to: calendar.startOfDay(for: day)).map(Instant.init)
    }

    /// The first moment of a day at which the wall clock shows a minute or, where it skips it, a later one.
    private func instant(_ minute: Int, of day: Date, _ calendar: Calendar) -> Instant? {
        var parts = calendar.dateComponents([.year, .month, .day], from: day)
        parts.hour = minute / 60
        parts.minute = minute % 60
        guard let date = calendar.date(from: parts) else { return nil }
        let shown = calendar.dateComponents([.hour, .minute], from: date)
        guard (shown.hour ?? 0) * 60 + (shown.minute ?? 0) != minute else { return Instant(date) }
        // Skipped: the clock goes on right after the gap.
        let gap = zone.nextDaylightSavingTimeTransition(after: calendar.startOfDay(for: day))
        return gap.map(Instant.init)
    }

    private func spans(on day: Date, _ calendar: Calendar) -> [Span] {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
        let date = [(parts.year ?? 0, 4), (parts.month ?? 0, 2), (parts.day ?? 0, 2)].map { value, width in
            String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
        }.joined(separator: "-")
        if let holiday = holidays.first(where: { $0.date == date }) { return holiday.open }
        // Foundation counts from Sunday, which is 1.
        let weekday = Weekday.allCases[((parts.weekday ?? 1) + 5) % 7]
        return week[weekday] ?? []
    }
}

extension Instant {
    fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    fileprivate init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}

/// Written as `"09:00-18:30"`; `24:00` is the end of the day. What goes on after midnight is written on both days.
extension BusinessHours.Span: Codable {
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
        guard ends.count == 2, let start = ends[0], let end = ends[1] else { return nil }
        self.init(start: start, end: end)
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let span = Self(text) else {
            throw TeamError.hoursInvalid("\(text.prefix(20)) is not a span such as 09:00-18:00")
        }
        self = span
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(Self.clock(start))-\(Self.clock(end))")
    }

    private static func minute(_ clock: Substring) -> Int? {
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func clock(_ minute: Int) -> String {
        [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

extension BusinessHours: Codable {
    private enum CodingKeys: CodingKey {
        case timeZone, week, holidays
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            timeZone: try container.decode(String.self, forKey: .timeZone),
            week: try container.decode([Weekday: [Span]].self, forKey: .week),
            holidays: try container.decodeIfPresent([Holiday].self, forKey: .holidays) ?? []
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(timeZone, forKey: .timeZone)
        try container.encode(week, forKey: .week)
        try container.encode(holidays, forKey: .holidays)
    }
}
