import Base
import Web

/// When people are there, and when one waits least: in UTC, which a script tells in the reader's own zone.
struct SupportTimes: Codable, Sendable, Hashable {
    struct Span: Codable, Sendable, Hashable {
        let startsAt: String
        let endsAt: String
        let text: String
    }

    let isAroundTheClock: Bool
    let hasOpenings: Bool
    let openings: [Span]
    let hasQuiet: Bool
    let quiet: [Span]

    init(_ state: SupportState, _ history: [SupportHour], at now: Instant, _ locale: LocaleCode) {
        self.isAroundTheClock = state.openings == nil
        self.openings = (state.openings ?? []).map { Span($0, locale) }
        self.hasOpenings = !openings.isEmpty
        self.quiet = QuietHours.next(history, openings: state.openings, from: now).map { Span($0, locale) }
        self.hasQuiet = !quiet.isEmpty
    }
}

extension SupportTimes.Span {
    fileprivate init(_ span: Range<Instant>, _ locale: LocaleCode) {
        self.startsAt = span.lowerBound.rfc3339
        self.endsAt = span.upperBound.rfc3339
        self.text = "\(span.lowerBound.text(in: locale)) – \(span.upperBound.text(in: locale))"
    }
}
