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
    /// Everything that any room keeps of customers.
    var personalData: PersonalData {
        PersonalData(
            database,
            records: [
                ConversationRecords(timeline: timeline, attachments: attachments), AssistantRecords(),
                TrustRecords(database), FeedbackRecords(database),
                SubscriptionRecords(database),
            ],
            gate: gate,
            jobs: Jobs(clock: clock, signal: jobSignal),
            accountGuard: verificationRules,
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
        // A large answer each time: of the standard 120 writes a minute, ten an hour.
        let exports = TokenBucket.Rate(max(1, configuration.writesPerMinute / 12), per: .seconds(3600))
        let limiter = RateLimiter(exports, clock: clock)
        PrivacyRoutes(data: personalData, limiter: limiter, approvals: approvals).register(on: router, admin)
        PrivacyPageRoutes(pages: pages).register(on: router)
    }
}
