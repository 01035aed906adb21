import Base
import Conversations
import Hummingbird
import Knowledge
import People
import Storage
import Web

extension Wiring {
    /// Where articles are written.
    var authoring: Authoring {
        Authoring(articles, agents: agents, jobs: Jobs(clock: clock, signal: jobSignal))
    }

    /// Renders the pages as the operator wants them.
    func pageRenderer(_ assets: AssetLibrary) throws -> PageRenderer {
        try PageRenderer(
            assets: assets,
            localisation: localisation,
            brand: configuration.wholeBrand,
            site: configuration.site,
            policy: configuration.browserPolicy
        )
    }

    /// Where announcements are written.
    var announcementDesk: AnnouncementDesk {
        AnnouncementDesk(announcements, jobs: Jobs(clock: clock, signal: jobSignal))
    }

    /// The help centre: its pages and its API.
    func registerKnowledge(_ router: Router<WebContext>, _ pages: PageRenderer) {
        HelpRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            apiShelf: apiDocuments.shelf,
            limiter: limiter(configuration.writesPerMinute),
            clock: clock
        ).register(on: router)
        PortalRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            apiShelf: apiDocuments.shelf,
            views: viewCounter,
            questions: questionCounter,
            support: QueueAvailability(outlook: QueueOutlook(database, clock: clock)),
            directory: RegisteredContacts(channels: officialChannels),
            topics: Topic.standard.map(\.rawValue),
            pages: pages,
            clock: clock
        ).register(on: router)
        AuthoringRoutes(authoring: authoring, locales: localisation.locales).register(
            on: AgentRouter(router, signs: signs)
        )
        KnowledgePageRoutes(pages: pages).register(on: router)
        ContentGapsRoutes(gaps: contentGaps, pages: pages).register(
            on: router,
            AgentRouter(router, signs: signs)
        )
        APIDocumentRoutes(documents: apiDocuments).register(on: router, AgentRouter(router, signs: signs))
        APIDocsRoutes(documents: apiDocuments, pages: pages).register(on: router)
        AnnouncementDeskRoutes(
            desk: announcementDesk,
            locales: localisation.locales,
            topics: Topic.standard.map(\.rawValue)
        ).register(on: AgentRouter(router, signs: signs))
        AnnouncementDeskPageRoutes(pages: pages).register(on: router)
    }

    /// A limit of so many requests a minute, of its own.
    func limiter(_ perMinute: Int) -> RateLimiter {
        RateLimiter(TokenBucket.Rate(perMinute, per: .seconds(60)), clock: clock)
    }
}
