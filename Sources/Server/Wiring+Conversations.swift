import Assistant
import Conversations
import Hummingbird
import Trust
import Web

extension Wiring {
    /// What customers write, and the desk's pages for it.
    func registerConversations(_ router: Router<WebContext>, _ pages: PageRenderer) {
        let writes = limiter(configuration.writesPerMinute)
        let greeter = AssistantGreeter(localisation: localisation)
        CustomerRoutes(timeline: timeline, greeter: greeter, limiter: writes).register(on: router)
        ChallengeRoutes(timeline: timeline, limiter: writes).register(on: router)
        AttachmentRoutes(
            attachments: attachments,
            timeline: timeline,
            sessions: sessions,
            limiter: writes,
            fileOrigin: configuration.fileOrigin
        ).register(on: router)
        CustomerPageRoutes(timeline: timeline, pages: pages).register(on: router)
        WidgetRoutes(topics: Topic.standard, noticeBoard: notices, pages: pages).register(on: router)
        DeskPageRoutes(agents: agents, openID: openIDSignIn, translations: translations, pages: pages)
            .register(on: router)
        BoardPageRoutes(pages: pages).register(on: router)
        RoutingPageRoutes(pages: pages, methods: timeline.verificationMethods).register(on: router)
        OfficialChannelsPageRoutes(pages: pages).register(on: router)
        PhishingPageRoutes(pages: pages).register(on: router)
        ApprovalsPageRoutes(pages: pages).register(on: router)
        MessageTemplatePageRoutes(pages: pages).register(on: router)
    }
}
