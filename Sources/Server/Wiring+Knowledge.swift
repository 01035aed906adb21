import Base
import Conversations
import Hummingbird
import Knowledge
import Mail
import People
import Storage
import Trust
import Web

extension Wiring {
    /// Where articles are written.
    var authoring: Authoring {
        Authoring(articles, agents: agents, jobs: Jobs(clock: clock, signal: jobSignal))
    }

    /// The videos that articles show.
    var videos: Videos {
        Videos(
            articles,
            blobs: blobs,
            posters: RewrittenPictures(files, scanner: scanner),
            jobs: Jobs(clock: clock, signal: jobSignal),
            limitInBytes: configuration.videoLimitInMebibytes * 1_048_576
        )
    }

    /// The pictures that articles show.
    var pictures: Pictures {
        Pictures(
            articles,
            blobs: blobs,
            reading: RewrittenPictures(files, scanner: scanner),
            jobs: Jobs(clock: clock, signal: jobSignal)
        )
    }

    /// What the database names of what is kept outside of it.
    static func storedFiles(of database: any Database) async throws -> [BlobDigest] {
        try await Attachments.digests(in: database) + Videos.digests(in: database)
            + Pictures.digests(in: database)
    }

    /// Whether what articles lead to is there.
    var linkCheck: LinkCheck {
        let outgoing = OutgoingGuard(allowing: configuration.allowedHosts)
        return LinkCheck(
            articles,
            shelf: apiDocuments.shelf,
            site: configuration.site,
            pages: ["/verify", "/conversations", "/widget"],
            asksOthers: configuration.checksLinks
        ) { request in try await outgoing.send(request) }
    }

    /// Who is told that articles have to be reviewed; nil where there is no mail server, or no address for the links.
    var reviewReminders: ReviewReminders? {
        guard let mailer, let site = configuration.deskSite else { return nil }
        return ReviewReminders(
            database,
            mailer: mailer,
            brand: configuration.brand,
            site: site,
            localisation: localisation,
            clock: clock,
            logger: logger
        )
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
        AnnouncementDesk(
            announcements,
            hearers: announcementHearers,
            jobs: Jobs(clock: clock, signal: jobSignal)
        )
    }

    /// Who is told what is announced.
    var announcementHearers: [any AnnouncementHearer] { Self.hearers(subscriptions, announcementWebhooks) }

    static func hearers(
        _ subscriptions: AnnouncementSubscriptions?,
        _ webhooks: AnnouncementWebhooks
    ) -> [any AnnouncementHearer] {
        [webhooks] + (subscriptions.map { [$0] } ?? [])
    }

    /// Who hears of announcements by mail.
    ///
    /// - Returns: Nil where there is no mail server, or no address for the links of letters.
    static func subscriptions(
        _ configuration: ServerConfiguration,
        _ database: any Database,
        _ mailer: Mailer?,
        _ localisation: Localisation,
        _ jobs: Jobs,
        _ clock: any WallClock
    ) -> AnnouncementSubscriptions? {
        guard let mailer, let site = configuration.site else { return nil }
        return AnnouncementSubscriptions(
            database,
            mailer: mailer,
            site: site,
            brand: configuration.brand,
            localisation: localisation,
            mark: { customer, address, locale, db in
                // Only their own mailbox may know what they know us by.
                guard let known = try Customers.customer(customer, in: db), known.isVerified,
                    known.profile.email?.lowercased() == address.description.lowercased()
                else { return nil }
                return try AntiPhishingCodes.code(of: customer, in: db)?.line(in: locale, localisation)
            },
            jobs: jobs,
            clock: clock
        )
    }

    private func registerSubscriptions(_ router: Router<WebContext>, _ pages: PageRenderer) {
        guard let subscriptions else { return }
        // Each writes to somebody: of the standard 120 writes a minute, ten an hour.
        let questions = TokenBucket.Rate(max(1, configuration.writesPerMinute / 12), per: .seconds(3600))
        SubscriptionRoutes(
            subscriptions: subscriptions,
            announcements: announcements,
            pages: pages,
            limiter: RateLimiter(questions, clock: clock),
            links: limiter(configuration.writesPerMinute)
        ).register(on: router)
    }

    /// The help centre: its pages and its API.
    func registerKnowledge(_ router: Router<WebContext>, _ pages: PageRenderer) {
        HelpRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            apiShelf: apiDocuments.shelf,
            drawings: drawings,
            limiter: limiter(configuration.writesPerMinute),
            clock: clock,
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: router)
        PortalRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            apiShelf: apiDocuments.shelf,
            views: viewCounter,
            questions: questionCounter,
            learned: learnedSearch,
            support: QueueAvailability(outlook: QueueOutlook(database, clock: clock)),
            directory: RegisteredContacts(channels: officialChannels),
            topics: Topic.standard.map(\.rawValue),
            offersMail: subscriptions != nil,
            pages: pages,
            drawings: drawings,
            clock: clock
        ).register(on: router)
        registerSubscriptions(router, pages)
        AnnouncementWebhookRoutes(webhooks: announcementWebhooks, pages: pages).register(
            on: router,
            AgentRouter(router, base: "/api/v1/admin", signs: signs)
        )
        let snippets = Snippets(articles)
        AuthoringRoutes(
            authoring: authoring,
            snippets: snippets,
            videos: videos,
            pictures: pictures,
            drawings: drawings,
            locales: localisation.locales
        ).register(on: AgentRouter(router, signs: signs))
        SnippetRoutes(snippets: snippets).register(on: AgentRouter(router, signs: signs))
        VideoRoutes(videos: videos, pages: pages).register(on: router, AgentRouter(router, signs: signs))
        VideoFileRoutes(videos: videos, articles: articles, search: helpSearch).register(on: router)
        PictureRoutes(
            pictures: pictures,
            pages: pages,
            limiter: limiter(configuration.writesPerMinute)
        ).register(on: router, AgentRouter(router, signs: signs))
        PictureFileRoutes(pictures: pictures, articles: articles, search: helpSearch).register(on: router)
        KnowledgePageRoutes(pages: pages).register(on: router)
        ContentGapsRoutes(
            gaps: contentGaps,
            candidates: faqCandidates,
            pages: pages,
            // Each has thousands of conversations read: of the standard 120 writes a minute, five an hour.
            limiter: RateLimiter(
                TokenBucket.Rate(max(1, configuration.writesPerMinute / 24), per: .seconds(3600)),
                clock: clock
            )
        ).register(on: router, AgentRouter(router, signs: signs))
        BulkEditRoutes(bulk: BulkEdit(authoring: authoring), pages: pages).register(
            on: router,
            AgentRouter(router, signs: signs)
        )
        LinkCheckRoutes(
            check: linkCheck,
            pages: pages,
            limiter: limiter(configuration.writesPerMinute)
        ).register(on: router, AgentRouter(router, signs: signs))
        APIDocumentRoutes(documents: apiDocuments, pages: pages).register(
            on: router,
            AgentRouter(router, signs: signs)
        )
        APIDocsRoutes(documents: apiDocuments, pages: pages).register(on: router)
        AnnouncementDeskRoutes(
            desk: announcementDesk,
            locales: localisation.locales,
            topics: Topic.standard.map(\.rawValue)
        ).register(on: AgentRouter(router, signs: signs))
        AnnouncementDeskPageRoutes(pages: pages).register(on: router)
    }
}
