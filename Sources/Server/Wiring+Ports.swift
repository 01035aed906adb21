import Base
import Conversations
import Knowledge
import Trust
import Web

/// The widget's notice, taken from the announcements.
struct AnnouncedNotices: NoticeBoard {
    let announcements: Announcements
    let localisation: Localisation

    func notice(in locale: LocaleCode) async throws -> WidgetNotice? {
        guard let announcement = try await announcements.list(isActive: true).first,
            let translation = announcement.translation(for: locale)
        else { return nil }
        let detail = announcement.expectedEndAt.map { end in
            localisation.text("widget.expected_end", in: locale, ["time": end.text(in: locale)])
        }
        return WidgetNotice(
            title: translation.title,
            detail: detail,
            url: "/announcements/\(announcement.slug)?lang=\(locale.rawValue)"
        )
    }
}

extension Wiring {
    /// What happened to customers, as far as our own database knows; whoever looks accounts up is one more source.
    var accountTimeline: AccountTimeline {
        AccountTimeline(
            [IdentityHistory(customers), ConversationHistory(database)],
            customers: customers,
            accountGuard: verificationRules,
            logger: logger
        )
    }
}

/// Whether people answer now, taken from the queue.
struct QueueAvailability: SupportAvailability {
    let outlook: QueueOutlook

    func availability() async throws -> SupportState {
        let state = try await outlook.state()
        return SupportState(
            isOpen: state.isOpen,
            waitSeconds: state.waitSeconds,
            opensAt: state.opensAt,
            openings: state.openings
        )
    }

    func history() async throws -> [SupportHour] {
        try await outlook.hoursOfTheDay().map {
            SupportHour(hour: $0.hour, entered: $0.entered, averageWaitSeconds: $0.averageWaitSeconds)
        }
    }
}

/// The ways to reach the business, taken from the register of what is official.
struct RegisteredContacts: ContactDirectory {
    let channels: OfficialChannels

    func channels(in locale: LocaleCode) async throws -> [ContactChannel] {
        try await channels.valid().map { channel in
            ContactChannel(
                Self.kind(channel.draft.kind),
                channel.readable,
                platform: channel.platformName,
                region: channel.draft.region,
                label: channel.label(in: locale)
            )
        }
    }

    private static func kind(_ kind: OfficialChannel.Kind) -> ContactChannel.Kind {
        switch kind {
        case .domain: .domain
        case .page: .page
        case .email: .email
        case .phone: .phone
        case .social: .social
        case .app: .app
        }
    }
}
