package import Base
import Web

/// Whether people of the support answer now, and how long one waits for them.
package struct SupportState: Sendable, Hashable {
    /// Whether somebody is there.
    package let isOpen: Bool
    /// How long somebody who asks now will wait, in seconds, lowest and highest; nil when it is not known.
    package let waitSeconds: ClosedRange<Int>?

    /// When somebody is there next; nil when it is not known, or while somebody is.
    package let opensAt: Instant?

    /// When people are there in the coming week; nil for at all times.
    package let openings: [Range<Instant>]?

    package init(
        isOpen: Bool,
        waitSeconds: ClosedRange<Int>? = nil,
        opensAt: Instant? = nil,
        openings: [Range<Instant>]? = nil
    ) {
        self.isOpen = isOpen
        self.opensAt = opensAt
        self.waitSeconds = waitSeconds
        self.openings = openings
    }
}

/// What the help centre asks whoever runs the queue.
package protocol SupportAvailability: Sendable {
    /// How it is now. It is asked for most pages, so it should cost no more than a look into memory.
    func availability() async throws -> SupportState
    /// How busy it was at each hour of the day, lately; without hours at which nobody came.
    func history() async throws -> [SupportHour]
}

/// The part of a page that leads to a person.
struct TalkToUs: Codable, Sendable, Hashable {
    let isOpen: Bool
    let hasWait: Bool
    let waitText: String
    /// When people are back; nil when it is not known, or while they are there.
    let opensAt: Instant?
    let hasOpening: Bool
    let opensText: String
    /// What a chat that is started here is about.
    let topic: String
    let subject: String

    init(
        _ state: SupportState,
        topic: String = ContactTopic.other,
        subject: String = "",
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let wait = state.isOpen ? state.waitText(localisation, locale) : nil
        self.isOpen = state.isOpen
        self.hasWait = wait != nil
        self.waitText = wait ?? ""
        self.opensAt = state.isOpen ? nil : state.opensAt
        self.hasOpening = opensAt != nil
        self.opensText = opensAt?.text(in: locale) ?? ""
        self.topic = topic
        self.subject = subject
    }
}

extension SupportState {
    /// The wait in whole minutes as a reader's words; nil when it is not known.
    func waitText(_ localisation: Localisation, _ locale: LocaleCode) -> String? {
        guard let waitSeconds else { return nil }
        let low = max(1, (waitSeconds.lowerBound + 30) / 60)
        let high = max(low, (waitSeconds.upperBound + 30) / 60)
        if high <= 1 { return localisation.text("contact.wait.short", in: locale) }
        if low >= 60 { return localisation.text("contact.wait.long", in: locale) }
        if low == high { return localisation.plural("contact.wait.about", count: low, in: locale) }
        return localisation.text(
            "contact.wait.range",
            in: locale,
            ["low": String(low), "high": String(high)]
        )
    }
}
