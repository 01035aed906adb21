import Base
import Conversations
import Knowledge
import Logging
import Realtime
import Synchronization
import Trust
import Web

/// What is under way, taken from the announcements as this node has last heard of them.
final class AnnouncedNotices: NoticeBoard, AnnouncementListener {
    private struct State {
        var current: [Announcement] = []
        /// What was told last.
        var told: [Notice] = []
    }

    /// More would stand over what people came for.
    private static let most = 3

    private let hub: Hub
    private let clock: any WallClock
    private let logger: Logger
    private let state = Mutex(State())

    init(hub: Hub, clock: any WallClock, logger: Logger) {
        self.hub = hub
        self.clock = clock
        self.logger = logger
    }

    var notices: [Notice] {
        let now = clock.now
        return state.withLock { Self.notices($0.current, at: now) }
    }

    private static func notices(_ current: [Announcement], at now: Instant) -> [Notice] {
        current.filter { $0.isActive(at: now) }.prefix(most).map { announcement in
            Notice(
                kind: announcement.kind.isWarning
                    ? .warning : announcement.kind == .maintenance ? .maintenance : .trouble,
                state: announcement.state?.rawValue,
                url: "/announcements/\(announcement.slug)",
                // An end that has passed is no longer what anybody expects.
                expectedEndAt: announcement.expectedEndAt.flatMap { $0 > now ? $0 : nil },
                texts: announcement.translations.map { .init(locale: $0.locale, title: $0.title) }
            )
        }
    }

    func announcementsChanged(_ current: [Announcement]) {
        let now = clock.now
        let news = state.withLock { state -> [Notice]? in
            state.current = current
            let notices = Self.notices(current, at: now)
            guard notices != state.told else { return nil }
            state.told = notices
            return notices
        }
        guard let news else { return }
        do {
            hub.deliver(try NoticesFrame(news).event)
        } catch {
            logger.error("notices could not be told: \(error)")
        }
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
                languages: channel.draft.languages,
                topics: channel.draft.topics,
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
