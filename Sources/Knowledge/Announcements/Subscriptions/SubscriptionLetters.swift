import Base
import Mail
import Web

/// The words of letters about announcements.
struct SubscriptionLetters: Sendable {
    /// The longest piece of an announcement in a letter, in characters; the rest stands behind the link.
    private static let longestWords = 2000

    let site: SiteOrigin
    let brand: String
    let localisation: Localisation

    /// Whether the owner of an address wants to hear of announcements.
    func question(_ asked: AnnouncementSubscription, to address: MailAddress) throws -> Letter {
        let locale = asked.locale
        let values = [
            "brand": brand, "what": asked.scope.text(localisation, locale),
            "link": link(SubscriptionPaths.confirm, asked),
        ]
        return try Letter(
            to: Mailbox(address),
            subject: subject(localisation.text("subscription_letter.question.subject", in: locale, values)),
            text: localisation.text("subscription_letter.question.text", in: locale, values),
            locale: locale
        )
    }

    /// What there is to hear.
    ///
    /// - Parameters:
    ///   - announcement: Of what.
    ///   - update: Of what is told on: when; nil for all of it.
    ///   - address: Whom it is to.
    ///   - subscription: Why.
    ///   - mark: What the customer knows our letters by; nil for nothing.
    /// - Returns: Nil where nobody has written it.
    /// - Throws: `LetterError`.
    func news(
        of announcement: Announcement,
        _ update: Instant?,
        to address: MailAddress,
        _ subscription: AnnouncementSubscription,
        _ mark: String?
    ) throws -> Letter? {
        let locale = subscription.locale
        guard let translation = announcement.translation(for: locale) else { return nil }
        let said = update.flatMap { time in translation.updates.first { $0.at == time } }
        if update != nil, said == nil { return nil }
        let kind = localisation.text("announcements.kind.\(announcement.kind.rawValue)", in: locale)
        let state = (said?.state ?? announcement.state).map {
            announcement.kind.name(of: $0, localisation, locale)
        }
        let words = said?.text ?? (translation.summary.isEmpty ? translation.body : translation.summary)
        let isCut = words.count > Self.longestWords
        let parts: [String?] = [
            mark,
            ([translation.title, [kind, state].compactMap(\.self).joined(separator: " · ")]
                + times(of: announcement, locale)).joined(separator: "\n"),
            isCut ? "\(String(words.prefix(Self.longestWords)).trimmed)…" : words,
            localisation.text(
                "subscription_letter.news.text",
                in: locale,
                [
                    "brand": brand, "link": "\(site)/announcements/\(announcement.slug)?lang=\(locale)",
                    "change": link(SubscriptionPaths.change, subscription),
                ]
            ),
        ]
        return try Letter(
            to: Mailbox(address),
            subject: subject(
                localisation.text(
                    "subscription_letter.news.subject",
                    in: locale,
                    ["brand": brand, "state": state ?? kind, "title": translation.title]
                )
            ),
            text: parts.compactMap(\.self).joined(separator: "\n\n"),
            locale: locale,
            unsubscribe: link(SubscriptionPaths.end, subscription)
        )
    }

    private func times(of announcement: Announcement, _ locale: LocaleCode) -> [String] {
        guard announcement.kind.hasSpan else { return [] }
        func line(_ key: String, _ time: Instant) -> String {
            "\(localisation.text("announcements.\(key)", in: locale)): \(time.text(in: locale))"
        }
        var lines = [line("began", announcement.startsAt)]
        // Once it is over, when it was to be over says nothing.
        if let end = announcement.endedAt {
            lines.append(line("ended", end))
        } else if let end = announcement.expectedEndAt {
            lines.append(line("expected_end", end))
        }
        return lines
    }

    private func subject(_ text: String) -> String { String(text.prefix(Letter.longestSubject)) }

    private func link(_ path: String, _ subscription: AnnouncementSubscription) -> String {
        let address = PageAddress(
            path,
            ["token": subscription.contents.token, "lang": subscription.locale.rawValue]
        )
        return "\(site)\(address.url)"
    }
}
