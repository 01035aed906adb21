import Assistant
import Conversations
import Knowledge
import Mail
import People
import Realtime
import ServiceLifecycle
import Storage
import Trust

extension Wiring {
    /// What runs beside the server for as long as it does.
    func services(_ gateway: ConversationGateway) -> [any Service] {
        let assistant = AssistantTurns(
            database,
            timeline: timeline,
            search: helpSearch,
            questions: questionCounter,
            localisation: localisation,
            clock: clock,
            logger: logger
        )
        let webhooks = configuration.webhooks.map { settings in
            Webhooks(
                configuration: settings,
                timeline: timeline,
                database: database,
                jobs: Jobs(clock: clock, signal: jobSignal),
                clock: clock
            )
        }
        // Whoever comes first here ends last: what the others tell while they end still reaches the other nodes.
        return [bus as? RedisEventBus].compactMap(\.self) + [
            Heartbeat(
                registry: registry,
                hub: hub,
                gateway: gateway,
                limits: configuration.realtime,
                clock: clock,
                logger: logger
            ),
            OutboxDispatcher(
                database,
                subscriptions: [assistant.subscription, timeline.confirmations]
                    + [webhooks?.subscription].compactMap(\.self),
                signal: outboxSignal,
                clock: clock,
                logger: logger
            ),
            JobRunner(
                database,
                handlers: [
                    CloseConversationJob.handler(timeline), DeleteUnsentFileJob.handler(attachments),
                    WakeConversationJob.handler(timeline), RemoveFileContentJob.handler(attachments),
                    EraseCustomerJob.handler(personalData), authoring.publishing,
                    RemoveVideoFileJob.handler(videos), RemovePictureFileJob.handler(pictures),
                    announcementDesk.publishing, announcementWebhooks.handler,
                ] + [webhooks?.handler].compactMap(\.self) + (mailer?.handlers ?? [])
                    + (subscriptions?.handlers ?? []),
                signal: jobSignal,
                clock: clock,
                logger: logger
            ),
            QueueSweep(
                timeline,
                agents: agents,
                signs: signs,
                hub: hub,
                clock: clock,
                logger: logger
            ),
            InboxBroadcaster(desk: desk, hub: hub, logger: logger),
            ApprovalBroadcaster(approvals, hub: hub, logger: logger),
            TextSealer(
                database,
                steps: [Customers.sealing, SealingSQL.step, PhishingReports.sealing, Articles.sealing],
                logger: logger
            ),
            FileSealer(attachments, logger: logger),
            retention,
            MessageIndexService(MessageIndexer(database, clock: clock), hub: hub, logger: logger),
            BoardBroadcaster(boards, hub: hub, logger: logger),
            viewing,
            QueueBroadcaster(database, hub: hub, clock: clock, logger: logger),
            MissedReplyWatch(timeline, registry: registry, logger: logger),
            AuditChainer(audit, logger: logger),
            SessionSweeper(customers: customers, agents: agents, logger: logger),
            ArticleWatcher(articles, logger: logger),
            LinkWatch(linkCheck, articles: articles, logger: logger),
            MessageTemplateWatcher(templates, logger: logger),
            AnnouncementWatcher(announcements, clock: clock, logger: logger),
            APIShelfWatcher(apiDocuments, logger: logger),
            viewCounter,
            questionCounter,
            QuestionSweep(contentGaps, logger: logger),
            learnedSearch,
            FAQCandidateRounds(faqCandidates, logger: logger),
            linkGuardWatcher,
        ] + [reviewReminders].compactMap(\.self)
    }
}
