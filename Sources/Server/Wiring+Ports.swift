import Base
import Conversations
import Knowledge
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
        return SupportState(isOpen: state.isOpen, waitSeconds: state.waitSeconds, opensAt: state.opensAt)
    }
}
