import Conversations
import Hummingbird
import People
import Storage
import Trust
import Web

extension Wiring {
    /// What is official, the page that says so, and what is reported as a fake.
    func registerTrust(_ router: Router<WebContext>, _ pages: PageRenderer) {
        let admin = AgentRouter(router, base: "/api/v1/admin", signs: signs)
        let writes = limiter(configuration.writesPerMinute)
        // A report is looked at by a person: nobody has so many in a minute.
        let reporting = limiter(max(1, configuration.writesPerMinute / 4))
        OfficialChannelRoutes(channels: officialChannels, approvals: approvals).register(on: admin)
        PhishingReportRoutes(reports: phishingReports, limiter: reporting, approvals: approvals).register(
            on: router,
            admin
        )
        PhishingPictureRoutes(reports: phishingReports, puzzles: puzzles, limiter: reporting).register(
            on: router,
            admin
        )
        ConversationReportRoutes(timeline: timeline, reports: phishingReports, limiter: reporting).register(
            on: router,
            AgentRouter(router, signs: signs)
        )
        AntiPhishingCodeRoutes(codes: antiPhishingCodes, limiter: reporting).register(on: router)
        VerifyRoutes(
            verifications: Verifications(
                channels: officialChannels,
                agents: agents,
                challenges: BadgeChallenges(
                    database,
                    outbox: Outbox(clock: clock, signal: outboxSignal),
                    clock: clock
                ),
                reports: phishingReports,
                gate: gate,
                clock: clock
            ),
            channels: officialChannels,
            reports: phishingReports,
            limiter: writes,
            pages: pages
        ).register(on: router)
    }

    /// What customers find in everything that is sent to them; whoever sends something out of the product asks it.
    var antiPhishingCodes: AntiPhishingCodes { AntiPhishingCodes(database, gate: gate, clock: clock) }

    /// Keeps what is known of links in step with the register and the blocklist.
    var linkGuardWatcher: LinkGuardWatcher {
        LinkGuardWatcher(
            database,
            guarding: linkGuard,
            changes: trustSignal,
            listener: LinkBroadcaster(hub: hub),
            logger: logger
        )
    }
}
