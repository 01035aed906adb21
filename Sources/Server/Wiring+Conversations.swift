import Assistant
import Conversations
import Hummingbird
import People
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

    /// What agents have beside the conversations themselves.
    func registerDeskTools(on desk: AgentRouter, _ admin: AgentRouter) {
        DraftRoutes(drafts: Drafts(database, bus: bus, gate: gate, clock: clock)).register(on: desk)
        MentionRoutes(mentions: Mentions(database, bus: bus, clock: clock)).register(on: desk)
        TagRoutes(database).register(on: desk)
        MacroRoutes(macros: macros).register(on: desk)
        CustomFieldRoutes(fields: CustomFields(database, clock: clock)).register(on: desk)
        SavedFilterRoutes(filters: SavedFilters(database, clock: clock)).register(on: desk)
        ActionRoutes(timeline: timeline, approvals: approvals).register(on: desk)
        // As somebody types, a search follows each rest.
        SearchRoutes(
            search: ConversationSearch(database, desk: self.desk),
            limiter: limiter(max(300, configuration.writesPerMinute))
        ).register(on: desk)
        LinkRoutes(timeline: timeline, desk: self.desk).register(on: desk)
        RevealRoutes(reveals: reveals, approvals: approvals).register(on: desk, admin)
        ApprovalRoutes(approvals: approvals).register(on: desk, admin)
        AccountTimelineRoutes(timeline: accountTimeline, audit: audit).register(on: desk)
        TranslationRoutes(
            translations: translations,
            limiter: limiter(max(300, configuration.writesPerMinute))
        ).register(on: desk)
    }
}
