import Assistant
import Base
import Conversations
import Hummingbird
import Knowledge
import People
import Storage
import Trust
import Web

extension Wiring {
    /// How often somebody has everything written out that is kept of a customer: a large answer each time.
    private static let exports = TokenBucket.Rate(10, per: .seconds(3600))

    /// Everything that any room keeps of customers.
    var personalData: PersonalData {
        PersonalData(
            database,
            records: [
                ConversationRecords(timeline: timeline, attachments: attachments), AssistantRecords(),
                TrustRecords(database), FeedbackRecords(database),
            ],
            gate: gate,
            jobs: Jobs(clock: clock, signal: jobSignal),
            clock: clock
        )
    }

    /// Takes away what was kept for as long as the settings say.
    var retention: Retention {
        Retention(
            database,
            rules: Self.retentionRules(timeline),
            days: configuration.retention,
            clock: clock,
            logger: logger
        )
    }

    static func retentionRules(_ timeline: Timeline) -> [RetentionRule] {
        timeline.retention + [StepUps.retention]
    }

    func registerPrivacy(_ router: Router<WebContext>, _ pages: PageRenderer) {
        let admin = AgentRouter(router, base: "/api/v1/admin", signs: signs)
        let limiter = RateLimiter(Self.exports, clock: clock)
        PrivacyRoutes(data: personalData, limiter: limiter).register(on: router, admin)
        PrivacyPageRoutes(pages: pages).register(on: router)
    }
}
