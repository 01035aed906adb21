import Hummingbird
import People
import Storage
import Trust
import Web

extension Wiring {
    /// What is official, and the page that says so.
    func registerTrust(_ router: Router<WebContext>, _ pages: PageRenderer) {
        OfficialChannelRoutes(channels: officialChannels).register(
            on: AgentRouter(router, base: "/api/v1/admin", signs: signs)
        )
        VerifyRoutes(
            verifications: Verifications(
                channels: officialChannels,
                agents: agents,
                challenges: BadgeChallenges(
                    database,
                    outbox: Outbox(clock: clock, signal: outboxSignal),
                    clock: clock
                ),
                gate: gate,
                clock: clock
            ),
            channels: officialChannels,
            limiter: limiter(configuration.writesPerMinute),
            pages: pages
        ).register(on: router)
    }
}
